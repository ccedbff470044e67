package dev.inquest.api.disassembly;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Decodes machine code of one architecture. It belongs to the thread that opened it. */
public interface Decoder extends AutoCloseable {

    /**
     * Decodes code. Bytes that are no instruction come as an instruction that says so ({@link Instruction#bad}), and decoding goes on behind them where the
     * architecture lets instructions begin; bytes at the end that are too few for an instruction come so, too.
     *
     * @param code the bytes
     * @param address address of the first
     * @param action gets one instruction after the other; false ends it
     */
    void decode(byte[] code, long address, Predicate<Instruction> action);

    /** Decodes all of some code. */
    default List<Instruction> decode(byte[] code, long address) {
        List<Instruction> all = new ArrayList<>();
        decode(code, address, all::add);
        return all;
    }

    /** Returns where instructions begin: at multiples of this, in bytes. */
    int step();

    /** Returns the length in bytes of the longest instruction. */
    int longest();

    @Override
    void close();
}
