package dev.inquest.debuginfo.dwarf;

import dev.inquest.api.layout.VariableSource.Absent;
import dev.inquest.api.layout.VariableSource.Content;
import dev.inquest.api.layout.VariableSource.Present;
import dev.inquest.api.location.Piece;
import dev.inquest.api.location.UnknownValueException;
import dev.inquest.api.memory.Fault;
import dev.inquest.api.types.Type;
import dev.inquest.api.types.Value;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Puts the value of a variable together that is not in one place in memory (DWARF 5, section 2.6.1.2). */
final class Assembly {
    private static final int LARGEST = 1 << 16;

    private final DieSurroundings surroundings;
    private final Type type;
    private final List<Piece> pieces;
    private final List<String> places = new ArrayList<>(2);
    private byte[] bytes = {};
    private byte[] known = {};
    private @Nullable Fault fault;
    private String reason = "optimised out";
    private boolean lost = true;

    Assembly(DieSurroundings surroundings, Type type, List<Piece> pieces) {
        this.surroundings = surroundings;
        this.type = type;
        this.pieces = pieces;
    }

    Content content() {
        long size = type.bare().size();
        if (size < 0 || size > LARGEST) {
            return new Absent("its type " + type.spelling() + " has no size", false);
        }
        bytes = new byte[(int) size];
        known = new byte[(int) size];
        long at = 0;
        boolean any = false;
        for (Piece piece : pieces) {
            long bits = piece.bits() == 0 && pieces.size() == 1 ? size * 8 : Math.min(piece.bits(), size * 8 - at);
            any |= bits > 0 && put(piece.place(), at, bits);
            at += Math.max(0, bits);
        }
        if (!any && size > 0) {
            return fault != null ? new Absent("not readable: " + fault.message(), false) : new Absent(reason, lost);
        }
        AssembledMemory memory = new AssembledMemory(surroundings.memory(), bytes, known, fault);
        return new Present(new Value(memory, type, AssembledMemory.BASE), String.join(", ", places), false);
    }

    private boolean put(Piece.Place place, long at, long bits) {
        if (place instanceof Piece.Nowhere nowhere) {
            reason = nowhere.reason().equals("optimised out") || !nowhere.optimisedOut()
                    ? nowhere.reason()
                    : "optimised out: " + nowhere.reason();
            lost = nowhere.optimisedOut();
            places.add("nowhere");
            return false;
        }
        if (place instanceof Piece.InMemory memory) {
            return memory(memory, at, bits);
        }
        if (place instanceof Piece.Bytes constant) {
            places.add("constant");
            copy(constant.bytes(), constant.bitOffset(), at, bits);
            return true;
        }
        if (place instanceof Piece.Computed computed) {
            places.add("computed");
            number(computed.value(), computed.bitOffset(), at, bits);
            return true;
        }
        Piece.InRegister register = (Piece.InRegister) place;
        try {
            long value = surroundings.register(register.number());
            places.add(surroundings.frame().registers().set().dwarfName(register.number()));
            number(value, register.bitOffset(), at, bits);
            return true;
        } catch (UnknownValueException e) {
            lost = e.optimisedOut();
            reason = lost ? "optimised out: " + e.reason() : e.reason();
            return false;
        }
    }

    private boolean memory(Piece.InMemory memory, long at, long bits) {
        int length = (int) (memory.bitOffset() + bits + 7 >> 3);
        byte[] read = new byte[length];
        Fault failed = surroundings.memory().tryRead(memory.address(), read, 0, length);
        if (failed != null) {
            fault = failed;
            return false;
        }
        places.add("0x" + Long.toHexString(memory.address()));
        copy(read, memory.bitOffset(), at, bits);
        return true;
    }

    /** Puts the low bits of a number; on a big-endian machine they are the last ones of the piece. */
    private void number(long value, long bitOffset, long at, long bits) {
        int size = (int) Math.min(8, bits + 7 >> 3);
        long shifted = bitOffset > 63 ? 0 : value >>> bitOffset;
        byte[] raw = new byte[size];
        boolean little = surroundings.memory().order() == ByteOrder.LITTLE_ENDIAN;
        for (int i = 0; i < size; i++) {
            raw[little ? i : size - 1 - i] = (byte) (shifted >>> 8 * i);
        }
        copy(raw, 0, at, Math.min(bits, size * 8L));
    }

    /** Copies bits; what does not begin at a byte is counted from the least significant bit, as little-endian machines do. */
    private void copy(byte[] from, long fromBit, long at, long bits) {
        long count = Math.min(bits, from.length * 8L - fromBit);
        if ((fromBit & 7) == 0 && (at & 7) == 0 && (count & 7) == 0 && count > 0) {
            int length = (int) (count >> 3);
            System.arraycopy(from, (int) (fromBit >> 3), bytes, (int) (at >> 3), length);
            java.util.Arrays.fill(known, (int) (at >> 3), (int) (at >> 3) + length, (byte) -1);
            return;
        }
        for (long i = 0; i < count; i++) {
            int bit = from[(int) (fromBit + i >> 3)] >> (fromBit + i & 7) & 1;
            int target = (int) (at + i >> 3);
            bytes[target] |= (byte) (bit << (at + i & 7));
            known[target] |= (byte) (1 << (at + i & 7));
        }
    }
}
