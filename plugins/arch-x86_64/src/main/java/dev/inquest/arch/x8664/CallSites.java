package dev.inquest.arch.x8664;

import dev.inquest.api.image.LittleEndian;
import dev.inquest.api.memory.FaultException;
import dev.inquest.api.memory.Memory;

/**
 * Judges return addresses by the instruction before them, which must be a call.
 *
 * <p>The kernel has functions that no unwind table covers: objtool leaves {@code __crash_kexec}, where every panic's registers are
 * saved, without ORC. A word on the stack is taken for the return address of such a function only when the instruction before the
 * place that it points to calls this very function.
 */
final class CallSites {
    private static final int MOST_BYTES = 4096;
    private static final int CALL_SIZE = 5;
    private static final int LONGEST_CALL = 7;
    private static final int CALL = 0xe8;

    private CallSites() {}

    /**
     * Looks upwards for the return address.
     *
     * @param memory the kernel's memory
     * @param code the kernel's code
     * @param sp where to begin
     * @param end the end of the stack
     * @param entry the first instruction of the function
     * @return the address of the slot that holds the return address, or 0
     */
    static long find(Memory memory, CodeMap code, long sp, long end, long entry) {
        long length = Math.min(end - sp, MOST_BYTES) & ~7L;
        if (entry == 0 || length <= 0 || (sp & 7) != 0) {
            return 0;
        }
        byte[] bytes = new byte[(int) length];
        // Where a page is missing zeros are seen, which are no code.
        memory.tryRead(sp, bytes, 0, bytes.length);
        LittleEndian words = LittleEndian.of(bytes);
        for (long offset = 0; offset < length; offset += 8) {
            long word = words.u64(offset);
            if (code.code(word) && calls(memory, word, entry)) {
                return sp + offset;
            }
        }
        return 0;
    }

    private static boolean calls(Memory memory, long returnAddress, long entry) {
        try {
            LittleEndian call = LittleEndian.of(memory.bytes(returnAddress - CALL_SIZE, CALL_SIZE));
            return call.u8(0) == CALL && returnAddress + call.i32(1) == entry;
        } catch (FaultException e) {
            return false;
        }
    }

    /**
     * Returns whether an address lies behind a call instruction (Intel SDM volume 2, CALL): {@code e8} with a 32-bit distance, or
     * {@code ff /2} with any operand.
     */
    static boolean afterCall(Memory memory, long returnAddress) {
        byte[] bytes = new byte[LONGEST_CALL];
        if (memory.tryRead(returnAddress - LONGEST_CALL, bytes, 0, LONGEST_CALL) != null) {
            return false;
        }
        LittleEndian before = LittleEndian.of(bytes);
        if (before.u8(LONGEST_CALL - CALL_SIZE) == CALL) {
            return true;
        }
        for (int length = 2; length <= LONGEST_CALL; length++) {
            int at = LONGEST_CALL - length;
            if (before.u8(at) == 0xff && indirectLength(before, at + 1) == length) {
                return true;
            }
        }
        return false;
    }

    /** Returns the length of an instruction {@code ff /2} by its ModRM byte and what follows; 0 when it is no call. */
    private static int indirectLength(LittleEndian bytes, int at) {
        int modrm = bytes.u8(at);
        if ((modrm >> 3 & 7) != 2) {
            return 0;
        }
        int mode = modrm >> 6;
        boolean sib = mode != 3 && (modrm & 7) == 4 && at + 1 < bytes.size();
        boolean wide = mode == 2 || mode == 0 && (modrm & 7) == 5 || mode == 0 && sib && (bytes.u8(at + 1) & 7) == 5;
        return 2 + (sib ? 1 : 0) + (wide ? 4 : mode == 1 ? 1 : 0);
    }
}
