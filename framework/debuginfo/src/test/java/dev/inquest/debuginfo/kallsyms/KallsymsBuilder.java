package dev.inquest.debuginfo.kallsyms;

import dev.inquest.debuginfo.fakes.FakeContext;
import dev.inquest.debuginfo.fakes.FakeMemory;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes kallsyms tables as scripts/kallsyms.c lays them out: codes of unused bytes stand for pieces of text that occur often, all others for
 * themselves.
 */
final class KallsymsBuilder {
    static final long NAMES = 0xffffffff82000000L;
    static final long COUNT = 0xffffffff83000000L;
    static final long TOKENS = 0xffffffff84000000L;
    static final long INDEX = 0xffffffff84100000L;
    static final long OFFSETS = 0xffffffff85000000L;
    static final long BASE_VARIABLE = 0xffffffff86000000L;
    static final long ADDRESSES = 0xffffffff87000000L;

    /** How addresses are written. */
    enum Form {
        RELATIVE,
        ABSOLUTE_PERCPU,
        PLACE_RELATIVE,
        ADDRESSES
    }

    record Entry(char kind, String name, long address) {}

    private static final String[] PIECES = {"T_", "tsys_", "__", "init", "_read", "Tdo_", "x64"};

    private final ByteOrder order;
    private final Form form;
    private final long base;
    private final List<Entry> entries = new ArrayList<>();

    KallsymsBuilder(ByteOrder order, Form form, long base) {
        this.order = order;
        this.form = form;
        this.base = base;
    }

    /** Adds a symbol; they must come in the order of address. */
    KallsymsBuilder add(char kind, String name, long address) {
        entries.add(new Entry(kind, name, address));
        return this;
    }

    private static byte[][] tokens() {
        byte[][] tokens = new byte[256][];
        for (int code = 0; code < 256; code++) {
            tokens[code] = code >= 1 && code <= PIECES.length
                    ? PIECES[code - 1].getBytes(StandardCharsets.US_ASCII)
                    : code >= 32 && code < 127
                            ? new byte[] {(byte) code}
                            : ("~" + code).getBytes(StandardCharsets.US_ASCII);
        }
        return tokens;
    }

    byte[] names() {
        byte[][] tokens = tokens();
        ByteArrayOutputStream names = new ByteArrayOutputStream();
        for (Entry entry : entries) {
            byte[] text = (entry.kind + entry.name).getBytes(StandardCharsets.US_ASCII);
            ByteArrayOutputStream codes = new ByteArrayOutputStream();
            for (int at = 0; at < text.length; ) {
                int best = text[at];
                for (int code = 1; code <= PIECES.length; code++) {
                    byte[] piece = tokens[code];
                    if (at + piece.length <= text.length
                            && java.util.Arrays.equals(text, at, at + piece.length, piece, 0, piece.length)) {
                        best = code;
                        break;
                    }
                }
                codes.write(best);
                at += tokens[best].length;
            }
            if (codes.size() > 127) {
                names.write(codes.size() & 0x7f | 0x80);
                names.write(codes.size() >> 7);
            } else {
                names.write(codes.size());
            }
            names.writeBytes(codes.toByteArray());
        }
        return names.toByteArray();
    }

    FakeMemory memory() {
        FakeMemory memory = new FakeMemory(order);
        memory.put(NAMES, names());
        memory.put(
                COUNT,
                ByteBuffer.allocate(4).order(order).putInt(entries.size()).array());
        memory.put(TOKENS, tokenTable());
        memory.put(INDEX, tokenIndex());
        memory.put(form == Form.ADDRESSES ? ADDRESSES : OFFSETS, numbers());
        if (form == Form.RELATIVE || form == Form.ABSOLUTE_PERCPU) {
            memory.putLongs(BASE_VARIABLE, base);
        }
        return memory;
    }

    private static byte[] tokenTable() {
        ByteArrayOutputStream table = new ByteArrayOutputStream();
        for (byte[] token : tokens()) {
            table.writeBytes(token);
            table.write(0);
        }
        return table.toByteArray();
    }

    private byte[] tokenIndex() {
        ByteBuffer index = ByteBuffer.allocate(512).order(order);
        int at = 0;
        for (byte[] token : tokens()) {
            index.putShort((short) at);
            at += token.length + 1;
        }
        return index.array();
    }

    private byte[] numbers() {
        ByteBuffer numbers = ByteBuffer.allocate(entries.size() * (form == Form.ADDRESSES ? 8 : 4))
                .order(order);
        for (int i = 0; i < entries.size(); i++) {
            long address = entries.get(i).address;
            switch (form) {
                case RELATIVE -> numbers.putInt((int) (address - base));
                case ABSOLUTE_PERCPU -> numbers.putInt((int) (address >= 0 ? address : base - 1 - address));
                case PLACE_RELATIVE -> numbers.putInt((int) (address - (OFFSETS + i * 4L)));
                case ADDRESSES -> numbers.putLong(address);
            }
        }
        return numbers.array();
    }

    /** Returns all tables behind one another, as kernels before 6.0 have them. */
    byte[] inOnePiece() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        put(all, numbers());
        if (form != Form.ADDRESSES) {
            put(all, ByteBuffer.allocate(8).order(order).putLong(base).array());
        }
        put(all, ByteBuffer.allocate(4).order(order).putInt(entries.size()).array());
        byte[] names = names();
        put(all, names);
        ByteBuffer markers =
                ByteBuffer.allocate((entries.size() + 255) / 256 * 4).order(order);
        int at = 0;
        for (int i = 0; i < entries.size(); i++) {
            if (i % 256 == 0) {
                markers.putInt(at);
            }
            at += 1 + names[at];
        }
        put(all, markers.array());
        put(all, tokenTable());
        put(all, tokenIndex());
        return all.toByteArray();
    }

    private static void put(ByteArrayOutputStream all, byte[] table) {
        all.writeBytes(table);
        all.writeBytes(new byte[-all.size() & 7]);
    }

    FakeContext context(FakeMemory memory) {
        StringBuilder text = new StringBuilder();
        line(text, "kallsyms_names", NAMES);
        line(text, "kallsyms_num_syms", COUNT);
        line(text, "kallsyms_token_table", TOKENS);
        line(text, "kallsyms_token_index", INDEX);
        if (form == Form.ADDRESSES) {
            line(text, "kallsyms_addresses", ADDRESSES);
        } else {
            line(text, "kallsyms_offsets", OFFSETS);
        }
        if (form == Form.RELATIVE || form == Form.ABSOLUTE_PERCPU) {
            line(text, "kallsyms_relative_base", BASE_VARIABLE);
        }
        for (Entry entry : entries) {
            if (entry.name.equals("_stext")) {
                line(text, "_stext", entry.address);
            }
        }
        return new FakeContext(memory).vmcoreInfo(text.toString());
    }

    private static void line(StringBuilder text, String name, long address) {
        text.append("SYMBOL(")
                .append(name)
                .append(")=")
                .append(Long.toHexString(address))
                .append('\n');
    }
}
