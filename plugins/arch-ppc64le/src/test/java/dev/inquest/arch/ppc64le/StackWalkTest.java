package dev.inquest.arch.ppc64le;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inquest.api.arch.ArchSession.SavedRegisters;
import dev.inquest.api.arch.KnownStacks;
import dev.inquest.api.arch.Registers;
import dev.inquest.api.arch.StackArea;
import dev.inquest.api.arch.StackEnd;
import dev.inquest.api.arch.Unwinder.FrameKind;
import dev.inquest.api.arch.Unwinder.RawFrame;
import dev.inquest.api.arch.Unwinder.RawStack;
import dev.inquest.api.arch.Unwinder.Trust;
import dev.inquest.testkit.SparseMemory;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StackWalkTest {
    private static final long LOW = 0xc000_0000_0400_0000L;
    private static final StackArea TASK = new StackArea("task", LOW, LOW + 0x4000);
    private static final StackArea IRQ = new StackArea("irq", LOW + 0x1_0000, LOW + 0x1_4000);
    private static final long TEXT = 0xc000_0000_0001_0000L;
    private static final long LEAF = TEXT;
    private static final long WORK = TEXT + 0x1000;
    private static final long ENTRY = TEXT + 0x2000;
    private static final long THREAD = TEXT + 0x3000;
    private static final long TRAMPOLINE = TEXT + 0x4000;
    private static final long TRACED = 0xc000_0000_0500_0000L;
    private static final long USER_SP = 0x7fff_d9f3_b2e0L;
    private static final long USER_MSR = 0x8000_0000_0280_f033L;

    private final SparseMemory memory = new SparseMemory();

    /** Functions of 4096 bytes each: leaf makes no frame, the next ones do and then consist of calls; the last is a trampoline. */
    private final CodeMap code = new CodeMap() {
        private static final List<String> NAMES =
                List.of("leaf", "work", "system_call_vectored_common", "ret_from_kernel_thread", "return_to_handler");

        @Override
        public boolean code(long pc) {
            return function(pc) != null && (pc & 3) == 0;
        }

        @Override
        public @Nullable String function(long pc) {
            return pc >= TEXT && pc < TEXT + 0x5000 ? NAMES.get((int) (pc - TEXT >> 12)) : null;
        }

        @Override
        public long entry(long pc) {
            return pc & -0x1000;
        }

        @Override
        public boolean freed(long pc) {
            return false;
        }
    };

    @BeforeEach
    void layOut() {
        for (long at = LOW; at < LOW + 0x1_4000; at += 0x1000) {
            memory.page(at);
        }
        for (long entry : new long[] {WORK, ENTRY, THREAD}) {
            memory.code(entry, 0x7c0802a6, 0xf8010010, 0xf821ffc1);
            for (int i = 3; i < 1024; i++) {
                memory.code(entry + 4L * i, 0x48000001);
            }
        }
        for (int i = 0; i < 1024; i++) {
            memory.code(LEAF + 4L * i, 0x60000000);
        }
    }

    /** Links a frame to the next one and puts its own function's return address into it. */
    private void frame(long sp, long next, long returnAddress) {
        memory.put(sp, next);
        memory.put(sp + 16, returnAddress);
    }

    private void interrupt(long sp, int markerAt, long marker, long r1, long nip, long msr, long link) {
        memory.put(sp, r1);
        memory.put(sp + markerAt, marker);
        long registers = sp + markerAt + 16;
        memory.put(registers + 8, r1);
        memory.put(registers + 32 * 8, nip);
        memory.put(registers + 33 * 8, msr);
        memory.put(registers + 36 * 8, link);
    }

    private void userEntry(long sp) {
        interrupt(sp, 96, 0x53474552, USER_SP, 0x1000_4180, USER_MSR, 0);
        memory.put(sp + 16, ENTRY + 0x40);
    }

    private static Registers at(long pc, long sp) {
        return Registers.none(Ppc64leRegisters.SET)
                .with(Ppc64leRegisters.NIP, pc)
                .with(Ppc64leRegisters.R1, sp)
                .with(Ppc64leRegisters.MSR, 0x8000_0000_0000_9033L);
    }

    private RawStack walk(Registers registers) {
        return walk(registers, null);
    }

    private RawStack walk(Registers registers, GraphTracer.@Nullable Layout traced) {
        Functions functions = new Functions(memory, code);
        return new StackWalk(
                        memory,
                        code,
                        new KnownStacks(TASK, () -> List.of(IRQ)),
                        functions,
                        new ReturnAddress(memory, functions, pc -> null),
                        new GraphTracer(memory, code, () -> traced, TRACED))
                .fromRegisters(registers);
    }

    private static List<Long> pcs(RawStack stack) {
        return stack.frames().stream().map(RawFrame::pc).toList();
    }

    @Test
    void fromAFunctionWithAFrameToUserMode() {
        frame(LOW + 0x1000, LOW + 0x1100, 0);
        frame(LOW + 0x1100, LOW + 0x3e10, WORK + 0x80);
        userEntry(LOW + 0x3e10);
        RawStack stack = walk(at(WORK + 0x40, LOW + 0x1000));
        assertEquals(List.of(WORK + 0x40, WORK + 0x80, ENTRY + 0x40, 0x1000_4180L), pcs(stack));
        assertTrue(stack.complete());
        assertEquals("entry from user mode", stack.stopReason());
        RawFrame user = stack.frames().getLast();
        assertEquals(FrameKind.USER, user.kind());
        assertEquals(LOW + 0x3e10 + 112, user.savedAt());
        assertEquals(USER_SP, user.registers().sp());
        assertEquals(Trust.CHAIN, stack.frames().get(1).trust());
    }

    @Test
    void aLeafHasItsCallerInTheLinkRegister() {
        frame(LOW + 0x1100, LOW + 0x3e10, 0xdead);
        userEntry(LOW + 0x3e10);
        RawStack stack = walk(at(LEAF + 8, LOW + 0x1100).with(Ppc64leRegisters.LINK, WORK + 0x44));
        assertEquals(List.of(LEAF + 8, WORK + 0x44, ENTRY + 0x40, 0x1000_4180L), pcs(stack));
        assertEquals(Trust.CONTEXT, stack.frames().get(1).trust());
        assertEquals(LOW + 0x1100, stack.frames().get(1).sp());
    }

    /** Interrupted behind {@code std r0,16(r1)} but before {@code stdu}: the address is in the caller's frame already. */
    @Test
    void aFunctionInterruptedInItsPrologue() {
        userEntry(LOW + 0x3e10);
        frame(LOW + 0x1100, LOW + 0x3e10, WORK + 0x48);
        RawStack stored = walk(at(WORK + 8, LOW + 0x1100));
        assertEquals(List.of(WORK + 8, WORK + 0x48, ENTRY + 0x40, 0x1000_4180L), pcs(stored));
        RawStack entered = walk(at(WORK, LOW + 0x1100).with(Ppc64leRegisters.LINK, WORK + 0x60));
        assertEquals(List.of(WORK, WORK + 0x60, ENTRY + 0x40, 0x1000_4180L), pcs(entered));
    }

    @Test
    void interruptsOnAStackOfTheirOwnInBothLayouts() {
        for (int markerAt : new int[] {96, 32}) {
            long marker = markerAt == 96 ? 0x7265677368657265L : 0x7265677300000000L;
            frame(IRQ.low() + 0x3000, LOW + 0x2000, WORK + 0x10);
            frame(LOW + 0x2000, LOW + 0x2400, ENTRY + 0x80);
            interrupt(LOW + 0x2000, markerAt, marker, LOW + 0x2400, LEAF + 0x20, 0x8000_0000_0000_9033L, WORK + 0x90);
            frame(LOW + 0x2400, LOW + 0x2800, 0xdead);
            frame(LOW + 0x2800, 0, THREAD + 0x5c);
            RawStack stack = walk(at(WORK + 0x40, IRQ.low() + 0x3000));
            assertEquals(
                    List.of(WORK + 0x40, ENTRY + 0x80, LEAF + 0x20, WORK + 0x90, THREAD + 0x5c),
                    pcs(stack),
                    "" + markerAt);
            assertEquals("irq", stack.frames().getFirst().stack());
            assertEquals("task", stack.frames().get(1).stack());
            assertEquals(FrameKind.INTERRUPTED, stack.frames().get(2).kind());
            assertEquals("kernel thread start", stack.stopReason());
            assertTrue(stack.complete());
            memory.put(LOW + 0x2000 + markerAt, 0);
        }
    }

    /** A marker that an earlier frame left behind does not fit the back chain. */
    @Test
    void aStaleMarkerIsNoFrame() {
        frame(LOW + 0x1000, LOW + 0x1400, 0);
        memory.put(LOW + 0x1000 + 96, 0x53474552);
        frame(LOW + 0x1400, 0, THREAD + 0x5c);
        assertEquals(List.of(WORK + 0x40, THREAD + 0x5c), pcs(walk(at(WORK + 0x40, LOW + 0x1000))));
    }

    /** Until ppc_save_regs was mended, the note's stack pointer was that of a function that had been called from its pc. */
    @Test
    void registersThatTheKernelSavedOneFrameTooDeep() {
        frame(LOW + 0x1000, LOW + 0x1080, 0);
        frame(LOW + 0x1080, LOW + 0x1100, WORK + 0x40);
        frame(LOW + 0x1100, LOW + 0x3e10, WORK + 0x80);
        userEntry(LOW + 0x3e10);
        assertEquals(
                List.of(WORK + 0x40, WORK + 0x80, ENTRY + 0x40, 0x1000_4180L),
                pcs(walk(at(WORK + 0x40, LOW + 0x1000))));
    }

    @Test
    void theFirstInstructionOfAnException() {
        RawStack stack = walk(at(ENTRY, USER_SP));
        assertEquals(1, stack.frames().size());
        assertEquals(StackEnd.betweenModes(), stack.end());
        assertTrue(stack.complete());
    }

    /** A system reset that came in just as an exception from user mode began: its registers are the kernel's with the user's stack. */
    @Test
    void anInterruptInTheFirstInstructionOfAnException() {
        frame(IRQ.low() + 0x3000, IRQ.low() + 0x3100, 0);
        interrupt(IRQ.low() + 0x3100, 96, 0x53474552, USER_SP, ENTRY, 0x8000_0000_0000_1031L, 0);
        memory.put(IRQ.low() + 0x3110, WORK + 0x80);
        RawStack stack = walk(at(WORK + 0x40, IRQ.low() + 0x3000));
        assertEquals(List.of(WORK + 0x40, WORK + 0x80, ENTRY), pcs(stack));
        assertEquals(StackEnd.betweenModes(), stack.end());
        assertTrue(stack.complete());
    }

    /** A search over the stack finds the frames with registers, and nothing where a marker alone was left behind. */
    @Test
    void savedRegistersAreFoundWithoutAWalk() {
        frame(LOW + 0x1000, LOW + 0x1100, 0);
        interrupt(LOW + 0x1100, 96, 0x53474552, LOW + 0x1400, WORK + 0x40, 0x8000_0000_0000_1033L, 0);
        memory.put(LOW, 0);
        memory.put(LOW + 0x2000 + 96, 0x53474552);
        List<SavedRegisters> found = InterruptFrame.search(memory, LOW, LOW + 0x3000);
        assertEquals(1, found.size());
        assertEquals(LOW + 0x1100 + 112, found.getFirst().address());
        assertEquals(WORK + 0x40, found.getFirst().registers().pc());
        assertFalse(found.getFirst().user());
    }

    /** Two traced functions, the inner of which was entered by a jump from a third. */
    private void traced() {
        frame(LOW + 0x1000, LOW + 0x1100, 0);
        frame(LOW + 0x1100, LOW + 0x1200, TRAMPOLINE);
        frame(LOW + 0x1200, LOW + 0x1300, WORK + 0x84);
        frame(LOW + 0x1300, 0, TRAMPOLINE);
    }

    private void assertRecovered(GraphTracer.Layout layout) {
        RawStack stack = walk(at(WORK + 0x40, LOW + 0x1000), layout);
        assertEquals(List.of(WORK + 0x40, WORK + 0x80, WORK + 0x84, THREAD + 0x5c), pcs(stack));
        assertTrue(stack.complete(), stack.stopReason());
    }

    @Test
    void returnAddressesThatTheGraphTracerKeeps() {
        traced();
        memory.put(TRACED + 0x20, TRACED + 0x1000);
        memory.put(TRACED + 0x28, 2);
        memory.put(TRACED + 0x1000, THREAD + 0x5c);
        memory.put(TRACED + 0x1000 + 32, WORK + 0x80);
        memory.put(TRACED + 0x1000 + 64, TRAMPOLINE);
        assertRecovered(new GraphTracer.Layout(0x20, 0x28, 32, 0, true));
    }

    /** Since 6.11: words, each entry followed by one that tells its size. */
    @Test
    void returnAddressesOnAStackOfWords() {
        traced();
        memory.put(TRACED + 0x20, TRACED + 0x1000);
        memory.put(TRACED + 0x28, 15);
        int word = 0;
        for (long address : new long[] {THREAD + 0x5c, WORK + 0x80, TRAMPOLINE}) {
            memory.put(TRACED + 0x1000 + word * 8L, address);
            memory.put(TRACED + 0x1000 + (word + 4) * 8L, 0x1c00 | 4);
            word += 5;
        }
        assertRecovered(new GraphTracer.Layout(0x20, 0x28, 32, 0, false));
    }

    @Test
    void trampolinesWithoutTheirAddressesAreNamed() {
        traced();
        RawStack stack = walk(at(WORK + 0x40, LOW + 0x1000));
        assertEquals(List.of(WORK + 0x40, TRAMPOLINE, WORK + 0x84, TRAMPOLINE), pcs(stack));
        assertEnds("the back chain ends in return_to_handler+0x0", stack);
        memory.put(TRACED + 0x20, TRACED + 0x1000);
        memory.put(TRACED + 0x28, 1000);
        assertEquals(
                List.of(WORK + 0x40, TRAMPOLINE, WORK + 0x84, TRAMPOLINE),
                pcs(walk(at(WORK + 0x40, LOW + 0x1000), new GraphTracer.Layout(0x20, 0x28, 32, 0, true))));
    }

    @Test
    void aChainThatLoops() {
        frame(LOW + 0x1000, LOW + 0x1100, 0);
        frame(LOW + 0x1100, LOW + 0x1000, WORK + 0x80);
        assertEnds(
                "the back chain goes back, from 0xc000000004001100 to 0xc000000004001000",
                walk(at(WORK + 0x40, LOW + 0x1000)));
        frame(LOW + 0x1100, LOW + 0x1100, WORK + 0x80);
        assertEnds(
                "the back chain goes back, from 0xc000000004001100 to 0xc000000004001100",
                walk(at(WORK + 0x40, LOW + 0x1000)));
        frame(LOW + 0x1100, IRQ.low() + 0x100, WORK + 0x80);
        frame(IRQ.low() + 0x100, LOW + 0x1200, WORK + 0x84);
        assertEnds(
                "the back chain returns to the task stack, which it had left, at 0xc000000004010100",
                walk(at(WORK + 0x40, LOW + 0x1000)));
    }

    @Test
    void badStackPointers() {
        assertEnds("the stack pointer is not aligned: 0xc000000004001008", walk(at(WORK + 0x40, LOW + 0x1008)));
        assertEnds(
                "the stack pointer 0xc00000000dead000 is on no known stack",
                walk(at(WORK + 0x40, 0xc000_0000_0dea_d000L)));
        frame(LOW + 0x1000, 0xc000_0000_0dea_d000L, 0);
        assertEnds(
                "the back chain at 0xc000000004001000 leads to no known stack: 0xc00000000dead000",
                walk(at(WORK + 0x40, LOW + 0x1000)));
        frame(LOW + 0x1000, LOW + 0x1009, 0);
        assertEnds(
                "the back chain at 0xc000000004001000 is not aligned: 0xc000000004001009",
                walk(at(WORK + 0x40, LOW + 0x1000)));
    }

    @Test
    void wordsThatAreNoReturnAddresses() {
        frame(LOW + 0x1000, LOW + 0x1100, 0);
        for (long word : new long[] {0, LEAF + 0x10, WORK + 0x82, 0x1000_4180L}) {
            memory.put(LOW + 0x1110, word);
            assertEnds(
                    "the word at 0xc000000004001110 is no return address: 0x" + Long.toHexString(word)
                            + ", called from work+0x40",
                    walk(at(WORK + 0x40, LOW + 0x1000)));
        }
    }

    @Test
    void oddProgramCounter() {
        RawStack stack = walk(at(WORK + 0x41, LOW + 0x1000));
        assertEquals(1, stack.frames().size());
        assertEnds("the back chain ends in work+0x41", stack);
    }

    @Test
    void aStackThatIsNotInTheDump() {
        memory.remove(LOW + 0x1000);
        RawStack stack = walk(at(WORK + 0x40, LOW + 0x1000));
        assertEnds("0xc000000004001000: excluded (page not written by the test)", stack);
        assertEquals(1, stack.frames().size());
    }

    private static void assertEnds(String reason, RawStack stack) {
        assertEquals(reason, stack.stopReason());
        assertFalse(stack.complete());
    }
}
