package dev.inquest.capstone;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A handle of Capstone's. It belongs to the thread that opened it, and others must not use it.
 *
 * <p>{@link #start} gives it code; {@link #next} decodes one instruction after the other and returns null where bytes are no instruction, or at the
 * end. {@link #skip} goes over what is none.
 */
public final class Disassembler implements AutoCloseable {
    private static final int SYNTAX_OPTION = 1;
    private static final int DETAIL_OPTION = 2;
    private static final int ON = 3;
    private static final boolean LITTLE = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;

    private final Functions functions;
    private final Architecture architecture;
    private final Arena arena;
    private final MemorySegment handlePointer;
    private final long handle;
    private final MemorySegment instruction;
    private final @Nullable DetailReader details;
    private final MemorySegment codePointer;
    private final MemorySegment sizeLeft;
    private final MemorySegment nextAddress;
    /** A copy of the instruction up to its texts' ends. */
    private final byte[] raw = new byte[Layout.OPERANDS + Layout.OPERANDS_SIZE];

    private final Names names;
    private MemorySegment code;
    private long remaining;
    private long position;
    private boolean closed;

    Disassembler(
            Functions functions,
            Architecture architecture,
            Syntax syntax,
            boolean detail,
            Arena arena,
            MemorySegment handlePointer) {
        this.functions = functions;
        this.architecture = architecture;
        this.arena = arena;
        this.handlePointer = handlePointer;
        handle = handlePointer.get(ValueLayout.JAVA_LONG, 0);
        if (architecture.x86()) {
            functions.option(handle, SYNTAX_OPTION, syntax.option());
        }
        if (detail) {
            functions.option(handle, DETAIL_OPTION, ON);
        }
        names = new Names(functions, handle);
        instruction = functions.malloc(handle).reinterpret(Layout.INSTRUCTION_SIZE);
        MemorySegment pointer = detail ? instruction.get(ValueLayout.ADDRESS, Layout.DETAIL) : MemorySegment.NULL;
        details = detail ? new DetailReader(names, architecture, pointer.reinterpret(Layout.DETAIL_SIZE)) : null;
        codePointer = arena.allocate(ValueLayout.ADDRESS);
        sizeLeft = arena.allocate(ValueLayout.JAVA_LONG);
        nextAddress = arena.allocate(ValueLayout.JAVA_LONG);
        code = arena.allocate(1 << 12);
    }

    /** Returns the instruction set. */
    public Architecture architecture() {
        return architecture;
    }

    /** Begins with code at an address; the bytes are copied. */
    public void start(byte[] bytes, long address) {
        start(bytes, 0, bytes.length, address);
    }

    /**
     * Begins with code at an address; the bytes are copied.
     *
     * @param bytes has the code
     * @param offset index of its first byte
     * @param length how many bytes
     * @param address address of its first byte
     */
    public void start(byte[] bytes, int offset, int length, long address) {
        if (code.byteSize() < length) {
            code = arena.allocate(Math.max(length, code.byteSize() * 2));
        }
        MemorySegment.copy(bytes, offset, code, ValueLayout.JAVA_BYTE, 0, length);
        codePointer.set(ValueLayout.ADDRESS, 0, code);
        sizeLeft.set(ValueLayout.JAVA_LONG, 0, length);
        remaining = length;
        position = address;
        nextAddress.set(ValueLayout.JAVA_LONG, 0, address);
    }

    /** Decodes the next instruction; null at the end, and where bytes are no instruction, which are not gone over. */
    public @Nullable Instruction next() {
        if (closed) {
            throw new IllegalStateException("this disassembler was closed");
        }
        if (remaining == 0 || !functions.iterate(handle, codePointer, sizeLeft, nextAddress, instruction)) {
            return null;
        }
        MemorySegment.copy(instruction, ValueLayout.JAVA_BYTE, 0, raw, 0, raw.length);
        int length = LITTLE ? raw[Layout.LENGTH] : raw[Layout.LENGTH + 1];
        int id = LITTLE
                ? raw[Layout.ID] & 0xff | (raw[Layout.ID + 1] & 0xff) << 8
                : raw[Layout.ID + 3] & 0xff | (raw[Layout.ID + 2] & 0xff) << 8;
        Instruction decoded = new Instruction(
                position,
                length,
                id,
                text(Layout.MNEMONIC, Layout.MNEMONIC_SIZE),
                text(Layout.OPERANDS, Layout.OPERANDS_SIZE),
                details == null ? null : details.read());
        position += length;
        remaining -= length;
        return decoded;
    }

    private String text(int from, int limit) {
        int end = from;
        while (end < from + limit && raw[end] != 0) {
            end++;
        }
        return new String(raw, from, end - from, StandardCharsets.ISO_8859_1);
    }

    /** Returns Capstone's name of the kind of instruction, without prefixes and AT&amp;T's suffixes: {@code mov} for {@code movq}. */
    public String name(Instruction of) {
        if (closed) {
            throw new IllegalStateException("this disassembler was closed");
        }
        return names.instruction(of.id());
    }

    /** Returns how many bytes were not decoded yet. */
    public long remaining() {
        return remaining;
    }

    /** Returns the address of the next instruction. */
    public long position() {
        return position;
    }

    /** Goes over bytes, at most to the end. */
    public void skip(long bytes) {
        long step = Math.clamp(bytes, 0, remaining);
        MemorySegment at = codePointer.get(ValueLayout.ADDRESS, 0);
        codePointer.set(ValueLayout.ADDRESS, 0, MemorySegment.ofAddress(at.address() + step));
        remaining -= step;
        position += step;
        sizeLeft.set(ValueLayout.JAVA_LONG, 0, remaining);
        nextAddress.set(ValueLayout.JAVA_LONG, 0, position);
    }

    /** Decodes code up to its end, or to the first bytes that are no instruction. */
    public List<Instruction> all(byte[] bytes, long address) {
        start(bytes, address);
        List<Instruction> all = new ArrayList<>();
        for (Instruction next = next(); next != null; next = next()) {
            all.add(next);
        }
        return all;
    }

    @Override
    public void close() {
        if (!closed) {
            // The arena finds out whether this is the right thread before anything is freed.
            arena.scope();
            handlePointer.get(ValueLayout.JAVA_LONG, 0);
            closed = true;
            functions.free(instruction);
            functions.close(handlePointer);
            arena.close();
        }
    }
}
