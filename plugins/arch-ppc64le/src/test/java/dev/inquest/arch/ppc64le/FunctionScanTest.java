package dev.inquest.arch.ppc64le;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.inquest.testkit.SparseMemory;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Code as objdump shows it in the kernels named. */
class FunctionScanTest {
    private static final long ENTRY = 0xc000_0000_0001_0000L;
    private static final FrameState FRESH = state(false, true, false, false);
    private static final FrameState COPIED = state(false, true, false, true);
    private static final FrameState STORED = state(false, true, true, true);
    private static final FrameState FRAMED = state(true, true, true, true);
    private static final FrameState CALLED = state(true, false, true, false);

    private final SparseMemory memory = new SparseMemory();

    private static FrameState state(boolean framed, boolean linkRegister, boolean saved, boolean inR0) {
        return new FrameState(framed, linkRegister, saved, inR0, Map.of());
    }

    private @Nullable FrameState at(int instruction) {
        return FunctionScan.at(memory, ENTRY, ENTRY + 4L * instruction);
    }

    /** {@code nmi_stop_this_cpu} of 6.1: r1 is "moved" to itself, a hint of priority; the call of _mcount stands before all. */
    @Test
    void prologue() {
        memory.code(
                ENTRY,
                0x3c4c0110, // addis r2,r12,272
                0x384280d0, // addi r2,r2,-32560
                0x7c0802a6, // mflr r0
                0x4801ca61, // bl _mcount
                0x7c0802a6, // mflr r0
                0x38800000, // li r4,0
                0xf8010010, // std r0,16(r1)
                0xf821ffe1, // stdu r1,-32(r1)
                0xa06d0008, // lhz r3,8(r13)
                0x480edf05, // bl set_cpu_online
                0x60000000, // nop
                0x7c210b78, // mr r1,r1
                0x60000000, // nop
                0x4bfffffc); // b to the nop
        assertEquals(FRESH, at(0));
        assertEquals(FRESH, at(2));
        assertEquals(COPIED, at(3));
        assertEquals(COPIED, at(6));
        assertEquals(STORED, at(7));
        assertEquals(FRAMED, at(8));
        assertEquals(CALLED, at(10));
        assertEquals(CALLED, at(12));
        assertEquals(CALLED, at(13));
    }

    /** A way out before the frame is made, and an epilogue behind which another way goes on. */
    @Test
    void epilogueAndEarlyReturn() {
        memory.code(
                ENTRY,
                0x2c230000, // cmpdi r3,0
                0x4d820020, // beqlr
                0x7c0802a6, // mflr r0
                0xf8010010, // std r0,16(r1)
                0xf821ffa1, // stdu r1,-96(r1)
                0x48000101, // bl elsewhere
                0x2c230000, // cmpdi r3,0
                0x41820014, // beq to 12
                0x38210060, // addi r1,r1,96
                0xe8010010, // ld r0,16(r1)
                0x7c0803a6, // mtlr r0
                0x4e800020, // blr
                0x48000101, // bl elsewhere
                0x4bffffec); // b to 8
        assertEquals(FRESH, at(2));
        assertEquals(CALLED, at(8));
        assertEquals(state(false, false, true, false), at(9));
        assertEquals(state(false, false, true, true), at(10));
        assertEquals(state(false, true, true, true), at(11));
        assertEquals(CALLED, at(12));
        assertEquals(CALLED, at(13));
    }

    /** A leaf function has its caller in the link register all along, whatever it jumps to. */
    @Test
    void leaf() {
        memory.code(ENTRY, 0x2c240000, 0x41820010, 0x3884ffff, 0x98a30000, 0x4bfffff0, 0x4e800020);
        for (int i = 0; i < 6; i++) {
            assertEquals(FRESH, at(i));
        }
    }

    /** The frame's size is in a register (stdux), and the stack pointer is taken back from the back chain. */
    @Test
    void largeFrame() {
        memory.code(ENTRY, 0x7c0802a6, 0xf8010010, 0x7c21016a | 12 << 11, 0x48000101, 0xe8210000, 0x4e800020);
        assertEquals(CALLED, at(4));
        assertEquals(state(false, false, true, false), at(5));
    }

    @Test
    void codeThatNothingLeadsTo() {
        memory.code(ENTRY, 0x4e800020, 0x60000000);
        assertNull(at(1));
        assertNull(FunctionScan.at(memory, ENTRY, ENTRY + 2));
        assertNull(FunctionScan.at(memory, ENTRY, ENTRY - 4));
        assertNull(FunctionScan.at(memory, 0, ENTRY));
        assertNull(FunctionScan.at(memory, ENTRY + 0x10_0000, ENTRY + 0x10_0004));
        assertNull(FunctionScan.at(memory, ENTRY, ENTRY + (1L << 40)));
    }

    /** The beginning of {@code panic} of 6.1: registers are saved below the stack pointer, before the frame is made. */
    @Test
    void registersThatMustBePreserved() {
        memory.code(
                ENTRY,
                0x7c0802a6, // mflr r0
                0xfba1ffe8, // std r29,-24(r1)
                0xfbc1fff0, // std r30,-16(r1)
                0xf8010010, // std r0,16(r1)
                0xf821ff71, // stdu r1,-144(r1)
                0xfb810070, // std r28,112(r1)
                0x48000101, // bl elsewhere
                0xfb410078, // std r26,120(r1)
                0xeb810070, // ld r28,112(r1)
                0x38210090, // addi r1,r1,144
                0x60000000);
        assertEquals(Map.of(), preserved(1));
        assertEquals(Map.of(29, -24, 30, -16), preserved(4));
        assertEquals(Map.of(28, -32, 29, -24, 30, -16), preserved(7));
        assertEquals(Map.of(26, -24, 28, -32, 29, -24, 30, -16), preserved(8));
        assertEquals(Map.of(26, -24, 29, -24, 30, -16), preserved(10));
    }

    private Map<Integer, Integer> preserved(int instruction) {
        return Objects.requireNonNull(at(instruction)).preserved();
    }

    /** A jump to itself, and a function that jumps to and fro, end. */
    @Test
    void loops() {
        memory.code(ENTRY, 0x4182fffc, 0x41820004, 0x4bfffff8, 0x60000000);
        assertEquals(FRESH, at(1));
        assertNull(at(3));
    }
}
