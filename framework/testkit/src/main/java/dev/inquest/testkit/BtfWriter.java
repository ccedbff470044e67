package dev.inquest.testkit;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * Writes BTF (Documentation/bpf/btf.rst, include/uapi/linux/btf.h). Each method that adds a type returns its number, the first one is 1.
 */
public final class BtfWriter {
    private final ByteOrder order;
    private final ByteArrayOutputStream types = new ByteArrayOutputStream();
    private final ByteArrayOutputStream strings = new ByteArrayOutputStream();
    private final Map<String, Integer> offsets = new HashMap<>();
    private final int firstString;
    private int next;

    /** Begins a section. */
    public BtfWriter(ByteOrder order) {
        this(order, 1, 0);
        strings.write(0);
        offsets.put("", 0);
    }

    private BtfWriter(ByteOrder order, int firstId, int firstString) {
        this.order = order;
        this.next = firstId;
        this.firstString = firstString;
    }

    /** Returns the byte order. */
    public ByteOrder order() {
        return order;
    }

    /** Begins a section that goes on where this one ends. */
    public BtfWriter split() {
        BtfWriter split = new BtfWriter(order, next, strings.size());
        split.offsets.putAll(offsets);
        return split;
    }

    /** Returns the offset of a string, which is added when it is new. */
    public int string(String text) {
        return offsets.computeIfAbsent(text, key -> {
            int at = firstString + strings.size();
            strings.writeBytes((key + "\0").getBytes(StandardCharsets.UTF_8));
            return at;
        });
    }

    private void word(int number) {
        types.writeBytes(ByteBuffer.allocate(4).order(order).putInt(number).array());
    }

    /**
     * Adds a type.
     *
     * @param kind {@code BTF_KIND_*}
     * @param flag {@code kind_flag}
     * @param sizeOrType the word behind {@code info}
     * @param extra the words behind {@code struct btf_type}
     */
    public int add(String name, int kind, boolean flag, int vlen, int sizeOrType, int... extra) {
        word(string(name));
        word((flag ? 1 << 31 : 0) | kind << 24 | vlen);
        word(sizeOrType);
        for (int number : extra) {
            word(number);
        }
        return next++;
    }

    /** Adds an integer of so many bytes; {@code encoding} is {@code BTF_INT_SIGNED} 1, {@code CHAR} 2, {@code BOOL} 4. */
    public int integer(String name, int size, int encoding) {
        return add(name, 1, false, 0, size, encoding << 24 | size * 8);
    }

    /** Adds a pointer. */
    public int pointer(int target) {
        return add("", 2, false, 0, target);
    }

    /** Adds an array, whose index has the type 1. */
    public int array(int element, int count) {
        return add("", 3, false, 0, 0, element, 1, count);
    }

    /** Adds a struct or union; members are name, type, offset triples. */
    public int struct(int kind, String name, boolean flag, int size, Object... members) {
        int[] extra = new int[members.length];
        for (int i = 0; i < members.length; i++) {
            extra[i] = members[i] instanceof String text ? string(text) : (Integer) members[i];
        }
        return add(name, kind, flag, members.length / 3, size, extra);
    }

    /** Returns the section. */
    public byte[] build() {
        ByteBuffer section =
                ByteBuffer.allocate(24 + types.size() + strings.size()).order(order);
        section.putShort((short) 0xeb9f).put((byte) 1).put((byte) 0).putInt(24);
        section.putInt(0).putInt(types.size()).putInt(types.size()).putInt(strings.size());
        section.put(types.toByteArray()).put(strings.toByteArray());
        return section.array();
    }
}
