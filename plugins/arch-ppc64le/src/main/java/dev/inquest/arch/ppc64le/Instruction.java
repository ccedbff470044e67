package dev.inquest.arch.ppc64le;

/**
 * The few instructions that make and undo frames, and those that lead elsewhere (Power ISA 3.1, book I, sections 1.6, 2.4 and 3.3). An
 * instruction is 32 bits; one with a prefix (Power10) is two.
 *
 * @param word the instruction
 */
record Instruction(int word) {
    private static final int MFLR_R0 = 0x7c08_02a6;
    private static final int MTLR = 0x7c08_03a6;
    private static final int MTLR_R0 = MTLR;
    private static final int ANY_RT = 0x03e0_0000;
    private static final int BCL_NEXT = 0x429f_0005;
    private static final int STDUX_R1_R1 = 0x7c21_016a;
    private static final int ANY_RB = 0x0000_f800;
    private static final int LD_R1_0_R1 = 0xe821_0000;

    private int opcode() {
        return word >>> 26;
    }

    private int extended() {
        return word >>> 1 & 0x3ff;
    }

    private int target() {
        return word >>> 21 & 31;
    }

    private int base() {
        return word >>> 16 & 31;
    }

    /** Returns whether it is the first half of an instruction with a prefix. */
    boolean prefix() {
        return opcode() == 1;
    }

    /** Returns whether the link register holds the address behind it afterwards. */
    boolean call() {
        boolean branch = opcode() == 18 || opcode() == 16 || opcode() == 19 && (extended() == 16 || extended() == 528);
        return branch && (word & 1) != 0;
    }

    /** Returns whether it is the idiom that puts its own address into the link register. */
    boolean readsOwnAddress() {
        return word == BCL_NEXT;
    }

    /** Returns whether the instruction behind it never follows it: an unconditional jump or a return. */
    boolean leaves() {
        if (call()) {
            return false;
        }
        boolean always = (target() & 0b10100) == 0b10100;
        return opcode() == 18
                || opcode() == 16 && always
                || opcode() == 19
                        && (extended() == 18 || extended() == 274 || always && (extended() == 16 || extended() == 528));
    }

    /** Returns how far it jumps in bytes, 0 when it does not or the distance is not in the instruction. */
    int jump() {
        if (call() || (word & 2) != 0) {
            return 0;
        }
        return switch (opcode()) {
            case 18 -> word << 6 >> 6 & ~3;
            case 16 -> (short) (word & 0xfffc);
            default -> 0;
        };
    }

    /** Returns the size of the frame that it makes, -1 when that is in a register, 0 when it makes none. */
    int framed() {
        if ((word & ~ANY_RB) == STDUX_R1_R1) {
            return -1;
        }
        boolean storeWithUpdate = opcode() == 62 && (word & 3) == 1 && target() == 1 && base() == 1;
        int size = storeWithUpdate ? -(short) (word & 0xfffc) : 0;
        return Math.max(size, 0);
    }

    /** Returns whether it gives the stack pointer back to the caller: from the back chain or another register. */
    boolean restoresStack() {
        // or r1,r1,r1 is a hint of priority.
        boolean copies = opcode() == 31 && extended() == 444 && base() == 1 && target() != 1;
        boolean adds = opcode() == 14 && target() == 1 && base() != 1;
        return word == LD_R1_0_R1 || copies || adds;
    }

    /** Returns by how many bytes it shrinks the stack, 0 when it does not. */
    int shrinks() {
        return opcode() == 14 && target() == 1 && base() == 1 ? Math.max((short) word, 0) : 0;
    }

    /** Returns the register that a called function must preserve and that it stores at a distance from {@code r1}, or 0. */
    int storesPreserved() {
        return opcode() == 62 && (word & 3) == 0 && base() == 1 && target() >= 14 ? target() : 0;
    }

    /** Returns the register of that kind that it loads from a distance from {@code r1}, or 0. */
    int loadsPreserved() {
        return opcode() == 58 && (word & 3) == 0 && base() == 1 && target() >= 14 ? target() : 0;
    }

    /** Returns the distance of a load or store of 64 bits. */
    int distance() {
        return (short) (word & 0xfffc);
    }

    boolean linkToR0() {
        return word == MFLR_R0;
    }

    boolean r0ToLink() {
        return word == MTLR_R0;
    }

    boolean otherToLink() {
        return (word & ~ANY_RT) == MTLR && word != MTLR_R0;
    }

    /** Returns the distance from {@code r1} at which it stores {@code r0}, or -1. */
    int storesR0() {
        return opcode() == 62 && (word & 3) == 0 && target() == 0 && base() == 1 ? (short) (word & 0xfffc) : -1;
    }

    /** Returns the distance from {@code r1} from which it loads {@code r0}, or -1. */
    int loadsR0() {
        return opcode() == 58 && (word & 3) == 0 && target() == 0 && base() == 1 ? (short) (word & 0xfffc) : -1;
    }
}
