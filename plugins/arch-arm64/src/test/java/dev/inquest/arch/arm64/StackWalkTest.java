package dev.inquest.arch.arm64;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inquest.api.arch.Registers;
import dev.inquest.api.arch.StackArea;
import dev.inquest.api.arch.StackEnd;
import dev.inquest.api.arch.Unwinder.FrameKind;
import dev.inquest.api.arch.Unwinder.RawFrame;
import dev.inquest.api.arch.Unwinder.RawStack;
import dev.inquest.api.arch.Unwinder.Trust;
import dev.inquest.api.layout.UnwindRow;
import dev.inquest.api.layout.UnwindRule;
import dev.inquest.testkit.SparseMemory;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Walks over stacks laid by hand, as arch/arm64/kernel/entry.S and compilers lay them. */
class StackWalkTest {
    private static final long TEXT = 0xffff_8000_0800_0000L;
    private static final long LOW = 0xffff_8000_0a00_0000L;
    private static final long HIGH = LOW + 16384;
    private static final StackArea TASK = new StackArea("task", LOW, HIGH);
    private static final StackArea IRQ = new StackArea("irq", LOW + 0x10_0000, LOW + 0x10_4000);
    private static final ExceptionFrames UNTYPED = new ExceptionFrames(304, 336, false);
    private static final ExceptionFrames TYPED = new ExceptionFrames(304, 344, true);
    private static final long KERNEL_MODE = 0x6040_0005L;
    private static final int STP = 0xa9be7bfd;
    private static final int MOV = 0x910003fd;
    private static final int LDP = 0xa8c27bfd;
    private static final int RET = 0xd65f03c0;
    private static final int NOP = 0xd503201f;

    private final SparseMemory memory = new SparseMemory();
    private final TreeMap<Long, String> functions = new TreeMap<>();
    private final Map<Long, UnwindRow> rows = new HashMap<>();

    StackWalkTest() {
        memory.page(LOW);
        memory.page(LOW + 0x1000);
        memory.page(LOW + 0x2000);
        memory.page(LOW + 0x3000);
        for (long at = IRQ.low(); at < IRQ.high(); at += 0x1000) {
            memory.page(at);
        }
        function(0, "outer");
        function(1, "middle");
        function(2, "inner");
        function(3, "el0t_64_sync");
        function(4, "ret_from_fork");
        function(5, "el1h_64_irq");
    }

    private void function(int number, String name) {
        functions.put(TEXT + number * 0x1000L, name);
    }

    private static long pc(int function, int offset) {
        return TEXT + function * 0x1000L + offset;
    }

    private void code(int function, int... instructions) {
        for (int i = 0; i < instructions.length; i++) {
            byte[] bytes = new byte[4];
            for (int b = 0; b < 4; b++) {
                bytes[b] = (byte) (instructions[i] >>> 8 * b);
            }
            memory.put(pc(function, 4 * i), bytes);
        }
    }

    private void record(long at, long fp, long lr) {
        memory.put(at, fp);
        memory.put(at + 8, lr);
    }

    private StackWalk walk(ExceptionFrames exceptions) {
        CodeMap code = new CodeMap() {
            @Override
            public boolean code(long pc) {
                return (pc & 3) == 0 && function(pc) != null;
            }

            @Override
            public long strip(long pointer) {
                return (pointer & 1L << 55) != 0 ? pointer | 0xff7fL << 48 : pointer;
            }

            @Override
            public @Nullable String function(long pc) {
                Map.Entry<Long, String> found = functions.floorEntry(pc);
                return found == null || pc - found.getKey() >= 0x1000 ? null : found.getValue();
            }

            @Override
            public long entry(long pc) {
                Long found = functions.floorKey(pc);
                return found == null || pc - found >= 0x1000 ? 0 : found;
            }
        };
        return new StackWalk(memory, rows::get, code, new PossibleStacks(TASK, 16384, () -> List.of(IRQ)), exceptions);
    }

    private static Registers registers(long pc, long sp, long fp, long lr) {
        return Registers.none(Arm64Registers.SET)
                .with(Arm64Registers.PC, pc)
                .with(Arm64Registers.SP, sp)
                .with(Arm64Registers.FP, fp)
                .with(Arm64Registers.LR, lr)
                .with(Arm64Registers.PSTATE, KERNEL_MODE);
    }

    private static Registers saved(long pc, long sp, long fp) {
        return Registers.none(Arm64Registers.SET)
                .with(Arm64Registers.PC, pc)
                .with(Arm64Registers.SP, sp)
                .with(Arm64Registers.FP, fp);
    }

    /** Lays a pt_regs; its record is laid apart. */
    private void ptRegs(long at, long x29, long x30, long sp, long pc, long pstate) {
        memory.put(at + 29 * 8, x29);
        memory.put(at + 30 * 8, x30);
        memory.put(at + 31 * 8, sp);
        memory.put(at + 32 * 8, pc);
        memory.put(at + 33 * 8, pstate);
    }

    /** The pt_regs at the top of the task's stack with the outermost record, of a thread that came from user mode. */
    private long userTop() {
        ptRegs(HIGH - 336, 0xffff_e815_a140L, 0x4b_a534L, 0xffff_e815_a140L, 0x44_a7ccL, 0x8000_0000L);
        return HIGH - 336 + 304;
    }

    private static String functionsOf(RawStack stack) {
        return String.join(
                " ",
                stack.frames().stream()
                        .map(frame -> frame.kind() + ":" + Long.toHexString(frame.pc()))
                        .toList());
    }

    private static String call(long pc) {
        return "CALL:" + Long.toHexString(pc);
    }

    @Test
    void systemCallFromUserMode() {
        long top = userTop();
        record(HIGH - 0x300, HIGH - 0x200, pc(1, 0x20));
        record(HIGH - 0x200, top, pc(3, 0x190));
        RawStack stack = walk(UNTYPED).fromSwitch(saved(pc(2, 0x40), HIGH - 0x300, HIGH - 0x300));
        assertTrue(stack.complete());
        assertEquals("entry from user mode", stack.stopReason());
        assertEquals(
                call(pc(2, 0x40)) + " " + call(pc(1, 0x20)) + " " + call(pc(3, 0x190)) + " USER:44a7cc",
                functionsOf(stack));
        assertEquals(HIGH - 0x300 + 8, stack.frames().get(1).sp());
        assertEquals(Trust.CONTEXT, stack.frames().get(0).trust());
        assertEquals(Trust.FRAME_POINTER, stack.frames().get(1).trust());
        assertEquals(HIGH - 336, stack.frames().getLast().savedAt());
        assertEquals(0x4b_a534L, stack.frames().getLast().registers().get(Arm64Registers.x(30)));
    }

    @Test
    void kernelThread() {
        // copy_thread leaves a pt_regs of zeros but for pstate.
        memory.put(HIGH - 336 + 33 * 8, 0x10_0005L);
        record(HIGH - 0x200, HIGH - 32, pc(4, 0x10));
        RawStack stack = walk(UNTYPED).fromSwitch(saved(pc(2, 0x40), HIGH - 0x200, HIGH - 0x200));
        assertTrue(stack.complete());
        assertEquals("kernel thread start", stack.stopReason());
        assertEquals(2, stack.frames().size());
    }

    @Test
    void beforeFinalRecordsTheFramePointerWas0() {
        record(HIGH - 0x200, 0, pc(4, 0x10));
        RawStack thread = walk(UNTYPED).fromSwitch(saved(pc(2, 0x40), HIGH - 0x200, HIGH - 0x200));
        assertTrue(thread.complete());
        assertEquals("kernel thread start", thread.stopReason());
        userTop();
        record(HIGH - 0x200, 0, pc(3, 0x190));
        RawStack user = walk(UNTYPED).fromSwitch(saved(pc(2, 0x40), HIGH - 0x200, HIGH - 0x200));
        assertEquals(FrameKind.USER, user.frames().getLast().kind());
        record(HIGH - 0x200, 0, pc(1, 0x10));
        RawStack broken = walk(UNTYPED).fromSwitch(saved(pc(2, 0x40), HIGH - 0x200, HIGH - 0x200));
        assertFalse(broken.complete());
        assertEquals("the frame pointer of middle is 0", broken.stopReason());
    }

    /** An interrupt of the kernel: on the interrupt stack, through the registers, back to the code that it interrupted. */
    @Test
    void throughAnInterrupt() {
        long top = userTop();
        long regs = HIGH - 0x600;
        record(IRQ.low() + 0x3f00, IRQ.low() + 0x3fe0, pc(1, 0x30));
        record(IRQ.low() + 0x3fe0, regs - 0x20, pc(2, 0x30));
        record(regs - 0x20, regs + 304, pc(5, 0x68));
        // Interrupted in "inner" behind its prologue.
        code(2, STP, MOV, NOP, NOP);
        ptRegs(regs, HIGH - 0x200, pc(0, 0x24), HIGH - 0x200, pc(2, 0xc), KERNEL_MODE);
        record(regs + 304, HIGH - 0x200, pc(2, 0xc));
        record(HIGH - 0x200, top, pc(3, 0x190));
        RawStack stack = walk(UNTYPED).fromSwitch(saved(pc(0, 0x40), IRQ.low() + 0x3f00, IRQ.low() + 0x3f00));
        assertTrue(stack.complete(), stack.stopReason());
        assertEquals(
                List.of("irq", "irq", "irq", "task", "task", "task", "user"),
                stack.frames().stream().map(RawFrame::stack).toList());
        RawFrame interrupted = stack.frames().get(4);
        assertEquals(FrameKind.INTERRUPTED, interrupted.kind());
        assertEquals(pc(2, 0xc), interrupted.pc());
        assertEquals(regs, interrupted.savedAt());
        assertEquals(pc(3, 0x190), stack.frames().get(5).pc());
    }

    /** From 6.13 the record says itself that registers lie around it. */
    @Test
    void typedRecords() {
        ptRegs(HIGH - 344, 0xffff_e815_a140L, 0, 0xffff_e815_a140L, 0x44_a7ccL, 0);
        long top = HIGH - 344 + 304;
        memory.put(top + 16, 1L);
        long regs = HIGH - 0x600;
        ptRegs(regs, HIGH - 0x200, pc(0, 0x24), HIGH - 0x200, pc(2, 0xc), KERNEL_MODE);
        memory.put(regs + 304 + 16, 2L);
        record(HIGH - 0x700, regs + 304, pc(5, 0x68));
        record(HIGH - 0x200, top, pc(3, 0x190));
        code(2, STP, MOV, NOP, NOP);
        RawStack stack = walk(TYPED).fromSwitch(saved(pc(0, 0x40), HIGH - 0x700, HIGH - 0x700));
        assertTrue(stack.complete(), stack.stopReason());
        assertEquals(
                call(pc(0, 0x40)) + " " + call(pc(5, 0x68)) + " INTERRUPTED:" + Long.toHexString(pc(2, 0xc)) + " "
                        + call(pc(3, 0x190)) + " USER:44a7cc",
                functionsOf(stack));
    }

    @Test
    void leafReturnsByItsLinkRegister() {
        long top = userTop();
        code(2, NOP, NOP, NOP);
        record(HIGH - 0x200, top, pc(3, 0x190));
        RawStack stack = walk(UNTYPED).fromRegisters(registers(pc(2, 8), HIGH - 0x200, HIGH - 0x200, pc(1, 0x24)));
        assertEquals(
                "INTERRUPTED:" + Long.toHexString(pc(2, 8)) + " " + call(pc(1, 0x24)) + " " + call(pc(3, 0x190))
                        + " USER:44a7cc",
                functionsOf(stack));
        assertEquals(Trust.CONTEXT, stack.frames().get(1).trust());
    }

    @Test
    void prologueAndEpilogueReturnByTheLinkRegisterToo() {
        long top = userTop();
        code(2, STP, MOV, NOP, LDP, RET, NOP);
        record(HIGH - 0x200, top, pc(3, 0x190));
        // The function's own record, which x29 does not point at yet or any more.
        record(HIGH - 0x220, HIGH - 0x200, pc(1, 0x24));
        for (int offset : new int[] {0, 4, 16}) {
            RawStack stack =
                    walk(UNTYPED).fromRegisters(registers(pc(2, offset), HIGH - 0x220, HIGH - 0x200, pc(1, 0x24)));
            assertEquals(call(pc(1, 0x24)), functionsOf(stack).split(" ")[1], "at " + offset);
            assertEquals(4, stack.frames().size());
        }
        for (int offset : new int[] {8, 12}) {
            RawStack stack = walk(UNTYPED).fromRegisters(registers(pc(2, offset), HIGH - 0x220, HIGH - 0x220, 0x1234));
            assertEquals(call(pc(1, 0x24)), functionsOf(stack).split(" ")[1], "at " + offset);
        }
        // Behind a return it depends on the path: what the record has is what the link register has, so it is the
        // function's own.
        RawStack body = walk(UNTYPED).fromRegisters(registers(pc(2, 20), HIGH - 0x220, HIGH - 0x220, pc(1, 0x24)));
        assertEquals(4, body.frames().size());
        RawStack bare = walk(UNTYPED).fromRegisters(registers(pc(2, 20), HIGH - 0x200, HIGH - 0x200, pc(1, 0x24)));
        assertEquals(functionsOf(body), functionsOf(bare));
    }

    @Test
    void callFrameInformationComesFirst() {
        long top = userTop();
        rows.put(
                pc(2, 8),
                new UnwindRow(
                        UnwindRow.Kind.CALL,
                        new UnwindRule.RegisterPlus(31, 0x40),
                        Map.of(
                                29,
                                new UnwindRule.AtCfa(-0x40),
                                30,
                                new UnwindRule.AtCfa(-0x38),
                                19,
                                new UnwindRule.AtCfa(-0x10)),
                        30,
                        false,
                        "cfi"));
        record(HIGH - 0x300, HIGH - 0x200, pc(1, 0x24) & ~(0x7fL << 48));
        memory.put(HIGH - 0x300 + 0x30, 0x1919L);
        record(HIGH - 0x200, top, pc(3, 0x190));
        RawStack stack = walk(UNTYPED).fromRegisters(registers(pc(2, 8), HIGH - 0x300, HIGH - 0x100, pc(0, 0x24)));
        assertTrue(stack.complete(), stack.stopReason());
        RawFrame caller = stack.frames().get(1);
        assertEquals(pc(1, 0x24), caller.pc());
        assertEquals(Trust.CFI, caller.trust());
        assertEquals(HIGH - 0x300 + 0x40, caller.registers().sp());
        assertEquals(HIGH - 0x300 + 8, caller.sp(), "where the return address is, as with the record alone");
        assertEquals(0x1919L, caller.registers().get(Arm64Registers.x(19)));
    }

    @Test
    void callFrameInformationTellsMoreWhereItAgrees() {
        long top = userTop();
        Map<Integer, UnwindRule> rules = Map.of(29, new UnwindRule.AtCfa(-0x20), 30, new UnwindRule.AtCfa(-0x18));
        rows.put(
                pc(2, 0x3f),
                new UnwindRow(UnwindRow.Kind.CALL, new UnwindRule.RegisterPlus(31, 0x20), rules, 30, false, "cfi"));
        rows.put(
                pc(1, 0x1f),
                new UnwindRow(UnwindRow.Kind.CALL, new UnwindRule.RegisterPlus(31, 0x80), rules, 30, false, "cfi"));
        record(HIGH - 0x300, HIGH - 0x200, pc(1, 0x20));
        record(HIGH - 0x200, top, pc(3, 0x190));
        RawStack stack = walk(UNTYPED)
                .fromSwitch(saved(pc(2, 0x40), HIGH - 0x300, HIGH - 0x300).with(Arm64Registers.x(19), 0x1919L));
        assertTrue(stack.complete(), stack.stopReason());
        RawFrame middle = stack.frames().get(1);
        assertEquals(Trust.CFI, middle.trust());
        assertEquals(HIGH - 0x300 + 0x20, middle.registers().sp());
        assertEquals(0x1919L, middle.registers().get(Arm64Registers.x(19)));
        // The second row leads elsewhere than the record does.
        RawFrame entry = stack.frames().get(2);
        assertEquals(Trust.FRAME_POINTER, entry.trust());
        assertEquals(pc(3, 0x190), entry.pc());
        assertFalse(entry.registers().knows(Arm64Registers.SP));
    }

    @Test
    void callThroughABadPointer() {
        long top = userTop();
        record(HIGH - 0x200, top, pc(3, 0x190));
        RawStack stack = walk(UNTYPED).fromRegisters(registers(0, HIGH - 0x200, HIGH - 0x200, pc(1, 0x24)));
        assertEquals(call(pc(1, 0x24)), functionsOf(stack).split(" ")[1]);
        assertTrue(stack.complete());
        RawStack odd = walk(UNTYPED).fromRegisters(registers(pc(2, 0x41), HIGH - 0x200, HIGH - 0x200, 0x77));
        assertFalse(odd.complete());
        assertEquals("no code at 0xffff800008002041, and no return address in x30", odd.stopReason());
    }

    @Test
    void userModeAndTheWayThere() {
        Registers user = registers(0x40_0e88L, 0xffff_e002_02d0L, 0, 0).with(Arm64Registers.PSTATE, 0x8000_0000L);
        RawStack stack = walk(UNTYPED).fromRegisters(user);
        assertTrue(stack.complete());
        assertEquals(FrameKind.USER, stack.frames().getFirst().kind());
        // In the entry trampoline all registers are still those of user mode, but the stack pointer is the kernel's.
        functions.put(0xffff_fbff_fdbf_7000L, "trampoline");
        RawStack entered =
                walk(UNTYPED).fromRegisters(registers(0xffff_fbff_fdbf_7c80L, HIGH, 0xffff_e002_02d0L, 0x40_0e88L));
        assertTrue(entered.complete());
        assertEquals("between user mode and the kernel", entered.stopReason());
        assertEquals(StackEnd.Kind.USER_MODE, entered.end().kind());
    }

    @Test
    void damagedChainsEndWithAReason() {
        String prefix = "0x" + Long.toHexString(HIGH - 0x300);
        record(HIGH - 0x300, HIGH - 0x300, pc(1, 0x20));
        assertReason("the frame pointer does not rise: from 0x" + Long.toHexString(HIGH - 0x2f0) + " to " + prefix);
        record(HIGH - 0x300, HIGH - 0x200, pc(1, 0x20));
        record(HIGH - 0x200, HIGH - 0x300, pc(1, 0x20));
        assertReason("the frame pointer does not rise: from 0x" + Long.toHexString(HIGH - 0x1f0) + " to " + prefix);
        record(HIGH - 0x300, HIGH - 0x201, pc(1, 0x20));
        assertReason("the frame pointer of middle is not aligned: 0x" + Long.toHexString(HIGH - 0x201));
        record(HIGH - 0x300, 0xdead_0000_0000L, pc(1, 0x20));
        assertReason("the frame pointer 0xdead00000000 lies on no stack of this task or processor");
        record(HIGH - 0x300, HIGH - 0x200, 0x1234L);
        assertReason("the word at 0x" + Long.toHexString(HIGH - 0x2f8) + " is no return address: 0x1234");
        record(HIGH - 0x300, 0, 0);
        assertReason("the frame record at " + prefix + " is empty, but no stack begins there");
    }

    @Test
    void stackThatWasLeftIsNotEnteredAgain() {
        record(HIGH - 0x300, IRQ.low() + 0x100, pc(1, 0x20));
        record(IRQ.low() + 0x100, HIGH - 0x200, pc(1, 0x20));
        assertReason("the frame pointer 0x" + Long.toHexString(HIGH - 0x200) + " leads back to the task stack");
    }

    @Test
    void stackThatIsNotInTheDump() {
        memory.remove(LOW + 0x3000);
        RawStack stack = walk(UNTYPED).fromSwitch(saved(pc(2, 0x40), HIGH - 0x300, HIGH - 0x300));
        assertFalse(stack.complete());
        assertTrue(stack.stopReason().contains("excluded"), stack.stopReason());
        assertEquals(1, stack.frames().size());
    }

    private void assertReason(String reason) {
        RawStack stack = walk(UNTYPED).fromSwitch(saved(pc(2, 0x40), HIGH - 0x300, HIGH - 0x300));
        assertFalse(stack.complete());
        assertEquals(reason, stack.stopReason());
        assertTrue(stack.frames().size() <= 3);
    }
}
