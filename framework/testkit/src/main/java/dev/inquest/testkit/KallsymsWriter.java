package dev.inquest.testkit;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Writes kallsyms tables as scripts/kallsyms.c lays them out: codes of unused bytes stand for pieces of text that occur often, all others for
 * themselves.
 */
public final class KallsymsWriter {
    private static final String[] PIECES = {"T_", "tsys_", "__", "init", "_read", "Tdo_", "x64"};
    private static final int CODES = 256;

    private final ByteOrder order;
    private final List<Entry> entries = new ArrayList<>();

    /** How addresses are written. */
    public enum Form {
        /** A base plus an unsigned offset. */
        RELATIVE,
        /** An offset that is itself when it is not negative, and otherwise counts down from the base: x86 until 6.14. */
        ABSOLUTE_PERCPU,
        /** A distance from the place of the number itself. */
        PLACE_RELATIVE,
        /** Whole addresses. */
        ADDRESSES
    }

    /**
     * A symbol.
     *
     * @param kind nm's letter
     * @param name its name
     * @param address its address
     */
    public record Entry(char kind, String name, long address) {}

    /** Begins an empty table. */
    public KallsymsWriter(ByteOrder order) {
        this.order = order;
    }

    /** Adds a symbol; they must come in the order of address. */
    public KallsymsWriter add(char kind, String name, long address) {
        entries.add(new Entry(kind, name, address));
        return this;
    }

    /** Returns the symbols. */
    public List<Entry> entries() {
        return List.copyOf(entries);
    }

    private static byte[][] tokens() {
        byte[][] tokens = new byte[CODES][];
        for (int code = 0; code < CODES; code++) {
            tokens[code] = code >= 1 && code <= PIECES.length
                    ? PIECES[code - 1].getBytes(StandardCharsets.US_ASCII)
                    : code >= 32 && code < 127
                            ? new byte[] {(byte) code}
                            : ("~" + code).getBytes(StandardCharsets.US_ASCII);
        }
        return tokens;
    }

    /** Returns {@code kallsyms_names}. */
    public byte[] names() {
        byte[][] tokens = tokens();
        ByteArrayOutputStream names = new ByteArrayOutputStream();
        for (Entry entry : entries) {
            byte[] text = (entry.kind + entry.name).getBytes(StandardCharsets.US_ASCII);
            ByteArrayOutputStream codes = new ByteArrayOutputStream();
            for (int at = 0; at < text.length; ) {
                int code = code(tokens, text, at);
                codes.write(code);
                at += tokens[code].length;
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

    private static int code(byte[][] tokens, byte[] text, int at) {
        for (int code = 1; code <= PIECES.length; code++) {
            byte[] piece = tokens[code];
            if (at + piece.length <= text.length
                    && Arrays.equals(text, at, at + piece.length, piece, 0, piece.length)) {
                return code;
            }
        }
        return text[at];
    }

    /** Returns {@code kallsyms_num_syms}. */
    public byte[] count() {
        return ByteBuffer.allocate(4).order(order).putInt(entries.size()).array();
    }

    /** Returns {@code kallsyms_token_table}. */
    public static byte[] tokenTable() {
        ByteArrayOutputStream table = new ByteArrayOutputStream();
        for (byte[] token : tokens()) {
            table.writeBytes(token);
            table.write(0);
        }
        return table.toByteArray();
    }

    /** Returns {@code kallsyms_token_index}. */
    public byte[] tokenIndex() {
        ByteBuffer index = ByteBuffer.allocate(2 * CODES).order(order);
        int at = 0;
        for (byte[] token : tokens()) {
            index.putShort((short) at);
            at += token.length + 1;
        }
        return index.array();
    }

    /**
     * Returns {@code kallsyms_offsets} or {@code kallsyms_addresses}.
     *
     * @param form how addresses are written
     * @param base {@code kallsyms_relative_base}
     * @param place where the table will lie
     */
    public byte[] numbers(Form form, long base, long place) {
        int width = form == Form.ADDRESSES ? 8 : 4;
        ByteBuffer numbers = ByteBuffer.allocate(entries.size() * width).order(order);
        for (int i = 0; i < entries.size(); i++) {
            long address = entries.get(i).address;
            switch (form) {
                case RELATIVE -> numbers.putInt((int) (address - base));
                case ABSOLUTE_PERCPU -> numbers.putInt((int) (address >= 0 ? address : base - 1 - address));
                case PLACE_RELATIVE -> numbers.putInt((int) (address - (place + i * 4L)));
                case ADDRESSES -> numbers.putLong(address);
            }
        }
        return numbers.array();
    }

    /** Returns all tables behind one another, each at a multiple of 8, as kernels from 4.20 to before 6.0 have them. */
    public byte[] inOnePiece(Form form, long base) {
        return inOnePiece(form, base, 4);
    }

    /**
     * Returns all tables behind one another, each at a multiple of 8.
     *
     * @param form how addresses are written
     * @param base {@code kallsyms_relative_base}
     * @param width bytes of a marker and of the number of symbols: 8 before Linux 4.20
     */
    public byte[] inOnePiece(Form form, long base, int width) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        put(all, numbers(form, base, 0));
        if (form != Form.ADDRESSES) {
            put(all, ByteBuffer.allocate(8).order(order).putLong(base).array());
        }
        put(
                all,
                width == 4
                        ? count()
                        : ByteBuffer.allocate(8)
                                .order(order)
                                .putLong(entries.size())
                                .array());
        byte[] names = names();
        put(all, names);
        ByteBuffer markers =
                ByteBuffer.allocate((entries.size() + 255) / 256 * width).order(order);
        int at = 0;
        for (int i = 0; i < entries.size(); i++) {
            if (i % 256 == 0) {
                if (width == 4) {
                    markers.putInt(at);
                } else {
                    markers.putLong(at);
                }
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
}
