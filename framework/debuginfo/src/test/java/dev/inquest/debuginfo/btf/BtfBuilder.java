package dev.inquest.debuginfo.btf;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** Writes BTF as the package describes it. Each method that adds a type returns its number. */
final class BtfBuilder {
    private final ByteOrder order;
    private final ByteArrayOutputStream types = new ByteArrayOutputStream();
    private final ByteArrayOutputStream strings = new ByteArrayOutputStream();
    private final Map<String, Integer> offsets = new HashMap<>();
    private final int firstString;
    private int next;

    BtfBuilder(ByteOrder order) {
        this(order, 1, 0);
        strings.write(0);
        offsets.put("", 0);
    }

    private BtfBuilder(ByteOrder order, int firstId, int firstString) {
        this.order = order;
        this.next = firstId;
        this.firstString = firstString;
    }

    /** Begins a section that goes on where this one ends. */
    BtfBuilder split() {
        BtfBuilder split = new BtfBuilder(order, next, strings.size());
        split.offsets.putAll(offsets);
        return split;
    }

    int string(String text) {
        return offsets.computeIfAbsent(text, key -> {
            int at = firstString + strings.size();
            strings.writeBytes((key + "\0").getBytes(StandardCharsets.UTF_8));
            return at;
        });
    }

    private void word(int number) {
        types.writeBytes(ByteBuffer.allocate(4).order(order).putInt(number).array());
    }

    int add(String name, int kind, boolean flag, int vlen, int sizeOrType, int... extra) {
        word(string(name));
        word((flag ? 1 << 31 : 0) | kind << 24 | vlen);
        word(sizeOrType);
        for (int number : extra) {
            word(number);
        }
        return next++;
    }

    int integer(String name, int size, int encoding) {
        return add(name, BtfKind.INT, false, 0, size, encoding << 24 | size * 8);
    }

    int pointer(int target) {
        return add("", BtfKind.PTR, false, 0, target);
    }

    int array(int element, int count) {
        return add("", BtfKind.ARRAY, false, 0, 0, element, 1, count);
    }

    /** Adds a struct or union; members are name, type, offset triples. */
    int struct(int kind, String name, boolean flag, int size, Object... members) {
        int[] extra = new int[members.length];
        for (int i = 0; i < members.length; i++) {
            extra[i] = members[i] instanceof String text ? string(text) : (Integer) members[i];
        }
        return add(name, kind, flag, members.length / 3, size, extra);
    }

    byte[] build() {
        ByteBuffer section =
                ByteBuffer.allocate(24 + types.size() + strings.size()).order(order);
        section.putShort((short) 0xeb9f).put((byte) 1).put((byte) 0).putInt(24);
        section.putInt(0).putInt(types.size()).putInt(types.size()).putInt(strings.size());
        section.put(types.toByteArray()).put(strings.toByteArray());
        return section.array();
    }

    Btf open() throws BtfException {
        return (Btf) Btf.parse(MemorySegment.ofArray(build()), order, "test BTF");
    }
}
