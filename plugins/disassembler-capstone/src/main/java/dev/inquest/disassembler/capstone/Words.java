package dev.inquest.disassembler.capstone;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Instructions of 32 bits. */
final class Words {
    private static final VarHandle LITTLE = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private Words() {}

    static int at(byte[] code, int offset, ByteOrder order) {
        int little = (int) LITTLE.get(code, offset);
        return order == ByteOrder.LITTLE_ENDIAN ? little : Integer.reverseBytes(little);
    }

    /** Spells bytes that are too few for an instruction. */
    static Speller.Spelling bytes(byte[] code, int offset, int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append(i == 0 ? "" : ", ").append(AttOperands.hex(code[offset + i] & 0xff));
        }
        return Speller.Spelling.bad(".byte", text.toString(), length);
    }
}
