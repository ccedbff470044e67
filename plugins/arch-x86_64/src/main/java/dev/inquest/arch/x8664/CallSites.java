package dev.inquest.arch.x8664;

import dev.inquest.api.memory.FaultException;
import dev.inquest.api.memory.Memory;

/**
 * Finds the caller of a function that no unwind table covers. The kernel has such functions: objtool leaves {@code __crash_kexec},
 * where every panic's registers are saved, without ORC. A word on the stack is taken for the return address only when the
 * instruction before the place that it points to calls this very function.
 */
final class CallSites {
    private static final int MOST_BYTES = 4096;
    private static final int CALL_SIZE = 5;
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
}
