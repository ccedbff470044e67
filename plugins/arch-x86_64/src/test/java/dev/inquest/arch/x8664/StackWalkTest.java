package dev.inquest.arch.x8664;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inquest.api.arch.KnownStacks;
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
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A stack of four pages at {@link #STACK} and functions of 256 bytes each, every one with one row. */
class StackWalkTest {
    private static final long STACK = 0xffff_c900_0001_0000L;
    private static final long TOP = STACK + 0x4000;
    private static final long IRQ = 0xffff_c900_0040_0000L;
    private static final long INNER = 0xffff_ffff_8100_0100L;
    private static final long OUTER = 0xffff_ffff_8100_0200L;
    private static final long ENTRY = 0xffff_ffff_8100_0300L;
    private static final long FORK = 0xffff_ffff_8100_0400L;
    private static final long GENERATED = 0xffff_ffff_c000_0000L;
    private static final UnwindRule RETURN = new UnwindRule.AtCfa(-8);

    private final SparseMemory memory = new SparseMemory();
    private final Map<Long, UnwindRow> rows = new TreeMap<>();
    private final List<StackArea> cpuStacks = new ArrayList<>(List.of(new StackArea("irq", IRQ, IRQ + 0x4000)));

    private final CodeMap code = new CodeMap() {
        @Override
        public boolean code(long pc) {
            return pc < 0 && pc >= AddressSpace.KERNEL_MAP;
        }

        @Override
        public @Nullable String function(long pc) {
            return switch ((int) (pc - INNER >>> 8)) {
                case 0 -> "inner";
                case 1 -> "outer";
                case 2 -> "entry";
                case 3 -> "ret_from_fork_asm";
                default -> null;
            };
        }

        @Override
        public long entry(long pc) {
            return function(pc) == null ? 0 : pc & ~0xffL;
        }
    };

    private static UnwindRow orc(UnwindRow.Kind kind, UnwindRule cfa, Map<Integer, UnwindRule> rules) {
        return new UnwindRow(kind, cfa, rules, 16, kind != UnwindRow.Kind.CALL, "orc");
    }

    private static UnwindRow call(long size) {
        return orc(UnwindRow.Kind.CALL, new UnwindRule.RegisterPlus(7, size), Map.of(16, RETURN));
    }

    private static UnwindRow at(UnwindRow.Kind kind, long offset) {
        return orc(kind, new UnwindRule.RegisterPlus(7, offset), Map.of());
    }

    private StackWalk walk() {
        return new StackWalk(
                memory,
                pc -> rows.get(pc & ~0xffL),
                code,
                new KnownStacks(new StackArea("task", STACK, TOP), () -> cpuStacks));
    }

    private static Registers kernelAt(long pc, long sp) {
        return Registers.none(X8664Registers.SET)
                .with(X8664Registers.RIP, pc)
                .with(X8664Registers.RSP, sp)
                .with(X8664Registers.CS, 0x10);
    }

    /** Lays a pt_regs whose numbers are their places, but for those given. */
    private void ptRegs(long address, long ip, long cs, long sp) {
        for (int i = 0; i < 21; i++) {
            memory.put(address + i * 8, i);
        }
        memory.put(address + 128, ip);
        memory.put(address + 136, cs);
        memory.put(address + 152, sp);
    }

    private static List<Long> pcs(RawStack stack) {
        return stack.frames().stream().map(RawFrame::pc).toList();
    }

    /** An NMI in the first instruction of a system call: its stack pointer is still the user's. */
    @Test
    void theFirstInstructionOfASystemCall() {
        rows.put(ENTRY, orc(UnwindRow.Kind.UNDEFINED, new UnwindRule.RegisterPlus(7, 0), Map.of()));
        RawStack stack = walk().fromRegisters(kernelAt(ENTRY, 0x7fff_0000_1000L));
        assertEquals(List.of(ENTRY), pcs(stack));
        assertEquals(StackEnd.betweenModes(), stack.end());
        // Where the tables know the way on, the stack pointer is damaged.
        rows.put(INNER, call(0x20));
        RawStack damaged = walk().fromRegisters(kernelAt(INNER, 0x7fff_0000_1000L));
        assertFalse(damaged.complete());
    }

    @Test
    void callsLeadToTheRegistersOfUserMode() {
        rows.put(INNER, call(0x20));
        rows.put(OUTER, call(0x40));
        rows.put(ENTRY, at(UnwindRow.Kind.REGISTERS, 0));
        long sp = TOP - 168 - 0x60;
        memory.put(sp + 0x18, OUTER + 5);
        memory.put(TOP - 168 - 8, ENTRY + 9);
        ptRegs(TOP - 168, 0x401000, 0x33, 0x7fff_0000_1000L);
        RawStack stack = walk().fromRegisters(kernelAt(INNER + 3, sp));
        assertEquals("entry from user mode", stack.stopReason());
        assertTrue(stack.complete());
        assertEquals(List.of(INNER + 3, OUTER + 5, ENTRY + 9, 0x401000L), pcs(stack));
        RawFrame first = stack.frames().getFirst();
        assertEquals(FrameKind.INTERRUPTED, first.kind());
        assertEquals(Trust.CONTEXT, first.trust());
        assertEquals(sp, first.sp());
        RawFrame outer = stack.frames().get(1);
        assertEquals(FrameKind.CALL, outer.kind());
        assertEquals(Trust.ORC, outer.trust());
        assertEquals(sp + 0x18, outer.sp(), "the slot that holds the return address");
        assertEquals("task", outer.stack());
        RawFrame user = stack.frames().getLast();
        assertEquals(FrameKind.USER, user.kind());
        assertEquals(TOP - 168, user.savedAt());
        assertEquals(0x7fff_0000_1000L, user.sp());
        assertEquals(0, user.registers().get(X8664Registers.R15));
        assertEquals(10, user.registers().get(X8664Registers.RAX));
        assertEquals(15, user.registers().get(X8664Registers.ORIG_RAX));
        assertEquals(20, user.registers().get(X8664Registers.SS));
    }

    @Test
    void anExceptionInTheKernelIsLookedUpExactly() {
        rows.put(ENTRY, at(UnwindRow.Kind.REGISTERS, 0));
        rows.put(OUTER, call(8));
        rows.put(FORK, at(UnwindRow.Kind.END, 0));
        long regs = STACK + 0x1000;
        ptRegs(regs, OUTER, 0x10, regs + 0x100);
        memory.put(regs + 0x100, FORK + 0x1a);
        RawStack stack = walk().fromReturnAddress(kernelAt(ENTRY + 1, regs), regs - 8, Trust.CONTEXT);
        assertEquals(List.of(ENTRY + 1, OUTER, FORK + 0x1a), pcs(stack));
        RawFrame interrupted = stack.frames().get(1);
        assertEquals(FrameKind.INTERRUPTED, interrupted.kind());
        assertEquals(Trust.CONTEXT, interrupted.trust());
        assertEquals(regs, interrupted.savedAt());
        assertEquals(regs + 0x100, interrupted.sp());
        assertTrue(stack.complete());
        assertEquals("kernel thread start", stack.stopReason());
    }

    @Test
    void theHardwareFrameAloneKeepsTheOtherRegisters() {
        rows.put(ENTRY, at(UnwindRow.Kind.PARTIAL_REGISTERS, 8));
        long iret = STACK + 0x1008;
        memory.put(iret, 0x402000);
        memory.put(iret + 8, 0x33);
        memory.put(iret + 16, 0x246);
        memory.put(iret + 24, 0x7000);
        memory.put(iret + 32, 0x2b);
        RawStack stack = walk().fromRegisters(kernelAt(ENTRY, iret - 8).with(X8664Registers.R12, 77));
        RawFrame user = stack.frames().getLast();
        assertEquals(FrameKind.USER, user.kind());
        assertEquals(0x402000, user.pc());
        assertEquals(0x246, user.registers().get(X8664Registers.RFLAGS));
        assertEquals(77, user.registers().get(X8664Registers.R12));
        assertFalse(user.registers().knows(X8664Registers.R13));
        assertEquals(0, user.savedAt());
    }

    @Test
    void theInterruptStackLeadsToTheTaskStackOnce() {
        rows.put(INNER, orc(UnwindRow.Kind.CALL, new UnwindRule.Deref(7, 0, 0x10), Map.of(16, RETURN)));
        rows.put(OUTER, call(0x10));
        memory.put(IRQ + 0x3ff0, STACK + 0x1000);
        memory.put(STACK + 0x1008, OUTER + 1);
        memory.put(STACK + 0x1018, ENTRY + 1);
        rows.put(ENTRY, orc(UnwindRow.Kind.CALL, new UnwindRule.RegisterPlus(6, 0), Map.of(16, RETURN)));
        memory.put(IRQ + 0x100 - 8, OUTER + 2);
        RawStack stack = walk().fromRegisters(kernelAt(INNER, IRQ + 0x3ff0).with(X8664Registers.RBP, IRQ + 0x100));
        assertEquals(List.of(INNER, OUTER + 1, ENTRY + 1), pcs(stack));
        assertEquals("irq", stack.frames().getFirst().stack());
        assertEquals("task", stack.frames().get(1).stack());
        assertFalse(stack.complete());
        assertEquals("the stack pointer 0xffffc90000400100 leads back to the irq stack", stack.stopReason());
    }

    @Test
    void anOverflownStackIsWalkedFromItsGuardPage() {
        cpuStacks.add(new StackArea("double fault", IRQ + 0x10000, IRQ + 0x12000));
        rows.put(ENTRY, at(UnwindRow.Kind.REGISTERS, 0));
        rows.put(INNER, call(0x100));
        rows.put(FORK, at(UnwindRow.Kind.END, 0));
        ptRegs(IRQ + 0x11000, INNER + 5, 0x10, STACK - 0xe0);
        memory.put(STACK + 0x18, FORK + 5);
        RawStack stack = walk().fromRegisters(kernelAt(ENTRY, IRQ + 0x11000));
        assertEquals(List.of(ENTRY, INNER + 5, FORK + 5), pcs(stack));
        assertEquals(
                List.of("double fault", "task", "task"),
                stack.frames().stream().map(RawFrame::stack).toList());
        assertTrue(stack.complete());
    }

    @Test
    void aLoopEnds() {
        rows.put(INNER, orc(UnwindRow.Kind.CALL, new UnwindRule.RegisterPlus(6, 16), Map.of(16, RETURN)));
        memory.put(STACK + 0x108, INNER + 1);
        RawStack stack = walk().fromRegisters(kernelAt(INNER, STACK + 0x80).with(X8664Registers.RBP, STACK + 0x100));
        assertEquals(List.of(INNER, INNER + 1), pcs(stack));
        assertFalse(stack.complete());
        assertTrue(stack.stopReason().startsWith("the stack pointer does not rise"), stack.stopReason());
    }

    @Test
    void deepRecursionIsBounded() {
        rows.put(INNER, call(8));
        long big = 0xffff_c900_1000_0000L;
        for (int i = 0; i < 5000; i++) {
            memory.put(big + i * 8L, INNER + 1);
        }
        cpuStacks.add(new StackArea("nmi", big, big + 0x10000));
        RawStack stack = walk().fromRegisters(kernelAt(INNER, big));
        assertEquals(4096, stack.frames().size());
        assertEquals("more than 4096 frames", stack.stopReason());
    }

    @Test
    void damagedStackPointersInventNothing() {
        rows.put(INNER, call(8));
        assertEquals(
                1, walk().fromRegisters(kernelAt(INNER, STACK + 3)).frames().size());
        memory.put(STACK, 0x1234);
        RawStack noCode = walk().fromRegisters(kernelAt(INNER, STACK));
        assertEquals(1, noCode.frames().size());
        assertEquals("the word at 0xffffc90000010000 is no return address: 0x1234", noCode.stopReason());
        RawStack unreadable = walk().fromRegisters(kernelAt(INNER, STACK + 0x2000));
        assertEquals("0xffffc90000012000: excluded (page not written by the test)", unreadable.stopReason());
        RawStack unaligned = walk().fromRegisters(kernelAt(INNER, STACK + 3));
        assertTrue(unaligned.stopReason().contains("not aligned"), unaligned.stopReason());
    }

    @Test
    void savedRegistersWithAStrangeStackPointerAreStillShown() {
        rows.put(ENTRY, at(UnwindRow.Kind.REGISTERS, 0));
        ptRegs(STACK + 0x100, INNER, 0x10, 0xdead_0000L);
        RawStack stack = walk().fromRegisters(kernelAt(ENTRY, STACK + 0x100));
        assertEquals(List.of(ENTRY, INNER), pcs(stack));
        assertEquals("unknown", stack.frames().getLast().stack());
        assertFalse(stack.complete());
        assertEquals("the stack pointer 0xdead0000 lies on no stack of this task or processor", stack.stopReason());
    }

    @Test
    void aCallThroughABadPointerIsUndone() {
        rows.put(OUTER, call(8));
        rows.put(FORK, at(UnwindRow.Kind.END, 0));
        memory.put(STACK + 0x108, FORK + 7);
        memory.put(OUTER, new byte[] {0x48, 0x31, (byte) 0xc0, 0x41, (byte) 0xff, (byte) 0xd4}); // call *%r12
        memory.put(OUTER + 6, new byte[] {(byte) 0x90});
        memory.put(STACK + 0x100, OUTER + 6);
        RawStack stack = walk().fromRegisters(kernelAt(0x10, STACK + 0x100));
        assertEquals(List.of(0x10L, OUTER + 6, FORK + 7), pcs(stack));
        assertEquals(Trust.SCAN, stack.frames().get(1).trust());
        memory.put(STACK + 0x100, OUTER + 4);
        RawStack none = walk().fromRegisters(kernelAt(0, STACK + 0x100));
        assertEquals(List.of(0L), pcs(none));
        assertEquals("no code at 0x0, and no return address on top of the stack", none.stopReason());
    }

    @Test
    void generatedCodeIsLeftByItsFramePointer() {
        rows.put(OUTER, at(UnwindRow.Kind.END, 0));
        memory.put(STACK + 0x200, STACK + 0x300);
        memory.put(STACK + 0x208, OUTER + 8);
        memory.put(OUTER + 1, new byte[] {(byte) 0xff, (byte) 0x94, (byte) 0x24, 1, 2, 3, 4}); // call *0x4030201(%rsp)
        Registers registers = kernelAt(GENERATED, STACK + 0x100);
        RawStack stack = walk().fromRegisters(registers.with(X8664Registers.RBP, STACK + 0x200));
        assertEquals(List.of(GENERATED, OUTER + 8), pcs(stack));
        RawFrame caller = stack.frames().get(1);
        assertEquals(Trust.FRAME_POINTER, caller.trust());
        assertEquals(STACK + 0x300, caller.registers().get(X8664Registers.RBP));
        assertEquals(STACK + 0x208, caller.sp());
        RawStack none = walk().fromRegisters(registers);
        assertEquals("no unwind table covers 0xffffffffc0000000", none.stopReason());
        RawStack below = walk().fromRegisters(registers.with(X8664Registers.RBP, STACK + 0x80));
        assertEquals(1, below.frames().size());
    }

    @Test
    void aFunctionWithoutTableIsLeftByTheCallThatLedThere() {
        rows.put(OUTER, at(UnwindRow.Kind.END, 0));
        rows.put(INNER, at(UnwindRow.Kind.UNDEFINED, 0));
        memory.put(STACK + 0x100, OUTER + 0x20);
        memory.put(STACK + 0x108, ENTRY + 0x20);
        memory.put(STACK + 0x110, OUTER + 0x40);
        // Before OUTER+0x20 something else is called; before OUTER+0x40 stands the call of INNER.
        memory.put(OUTER + 0x1b, new byte[] {(byte) 0xe8, 0, 0, 0, 0});
        int distance = (int) (INNER - (OUTER + 0x40));
        memory.put(OUTER + 0x3b, new byte[] {
            (byte) 0xe8, (byte) distance, (byte) (distance >> 8), (byte) (distance >> 16), (byte) (distance >> 24)
        });
        for (long page = STACK; page < TOP; page += 0x1000) {
            memory.page(page);
        }
        RawStack stack = walk().fromRegisters(kernelAt(INNER + 9, STACK + 0x100));
        assertEquals(List.of(INNER + 9, OUTER + 0x40), pcs(stack));
        assertEquals(Trust.SCAN, stack.frames().get(1).trust());
        assertEquals(STACK + 0x110, stack.frames().get(1).sp());
        assertTrue(stack.complete());
    }

    @Test
    void theRegistersOnTopOfAKernelThreadsStackAreNoFrame() {
        rows.put(FORK, at(UnwindRow.Kind.REGISTERS, 0));
        ptRegs(TOP - 168, 0, 0, 0);
        RawStack stack = walk().fromReturnAddress(kernelAt(FORK + 2, TOP - 168), TOP - 176, Trust.ORC);
        assertEquals(1, stack.frames().size());
        assertTrue(stack.complete());
        assertEquals("kernel thread start", stack.stopReason());
    }

    @Test
    void callFrameInformationRestoresRegisters() {
        // The CFA is in rbp + 16 by an expression; rbx at CFA-24, r12 lost, r13 unchanged.
        byte[] expression = {0x76, 0x10};
        UnwindRow row = new UnwindRow(
                UnwindRow.Kind.CALL,
                new UnwindRule.Expression(MemorySegment.ofArray(expression), true),
                Map.of(
                        16,
                        RETURN,
                        3,
                        new UnwindRule.AtCfa(-24),
                        12,
                        new UnwindRule.Undefined(),
                        6,
                        new UnwindRule.AtCfa(-16)),
                16,
                false,
                "cfi");
        rows.put(INNER, row);
        rows.put(OUTER, at(UnwindRow.Kind.END, 0));
        memory.put(STACK + 0x1f8, 33);
        memory.put(STACK + 0x200, 66);
        memory.put(STACK + 0x208, OUTER + 1);
        RawStack stack = walk().fromRegisters(kernelAt(INNER, STACK + 0x100)
                .with(X8664Registers.RBP, STACK + 0x200)
                .with(X8664Registers.R12, 12)
                .with(X8664Registers.R13, 13)
                .with(X8664Registers.RAX, 1));
        RawFrame caller = stack.frames().get(1);
        assertEquals(Trust.CFI, caller.trust());
        assertEquals(
                Map.of("rip", OUTER + 1, "rsp", STACK + 0x210, "rbx", 33L, "rbp", 66L, "r13", 13L),
                caller.registers().byName());
        assertEquals("outermost frame", stack.stopReason());
    }

    @Test
    void aTableThatNeedsALostRegisterStopsTheWalk() {
        rows.put(INNER, orc(UnwindRow.Kind.CALL, new UnwindRule.RegisterPlus(10, 0), Map.of(16, RETURN)));
        RawStack stack = walk().fromRegisters(kernelAt(INNER, STACK + 0x100));
        assertEquals("the unwind table needs r10, which is not known here", stack.stopReason());
        rows.put(INNER, at(UnwindRow.Kind.UNDEFINED, 0));
        assertEquals(
                "the unwind table has no way on from inner",
                walk().fromRegisters(kernelAt(INNER, STACK + 0x100)).stopReason());
    }

    @Test
    void aProcessorInUserModeHasOneFrame() {
        RawStack stack =
                walk().fromRegisters(kernelAt(0x401c83, 0x7fff_0000_0000L).with(X8664Registers.CS, 0x33));
        assertEquals(1, stack.frames().size());
        assertEquals(FrameKind.USER, stack.frames().getFirst().kind());
        assertTrue(stack.complete());
    }
}
