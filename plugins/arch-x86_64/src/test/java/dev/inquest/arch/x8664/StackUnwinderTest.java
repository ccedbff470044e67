package dev.inquest.arch.x8664;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inquest.api.arch.Registers;
import dev.inquest.api.arch.StackArea;
import dev.inquest.api.arch.Unwinder;
import dev.inquest.api.arch.Unwinder.FrameKind;
import dev.inquest.api.arch.Unwinder.RawFrame;
import dev.inquest.api.arch.Unwinder.RawStack;
import dev.inquest.api.arch.Unwinder.Start;
import dev.inquest.api.arch.Unwinder.Trust;
import dev.inquest.api.kernel.Cpus;
import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.layout.Symbol;
import dev.inquest.api.layout.UnwindRow;
import dev.inquest.api.layout.UnwindRule;
import dev.inquest.api.layout.UnwindSource;
import dev.inquest.api.types.ArrayType;
import dev.inquest.api.types.IntType;
import dev.inquest.api.types.StructType;
import dev.inquest.api.types.Type;
import dev.inquest.testkit.SparseMemory;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A kernel whose per-CPU variables lie at their symbol's address plus 0x1000 times the CPU's number. */
class StackUnwinderTest {
    private static final long TASK = 0xffff_8880_0000_0000L;
    private static final long STACK = 0xffff_c900_0001_0000L;
    private static final long TOP = STACK + 0x4000;
    private static final long SCHEDULE = 0xffff_ffff_8100_0100L;
    private static final long FORK = 0xffff_ffff_8100_0200L;
    private static final long HANDLER = 0xffff_ffff_8100_0300L;
    private static final long HOT = 0x10_0000L;
    private static final long ESTACKS = 0x20_0000L;
    private static final long IRQ_TOP = 0xffff_c900_0040_4000L;
    private static final long ENTRY_AREA = 0xffff_fe00_0000_1000L;

    private static final Type LONG = new IntType("unsigned long", 8, false, false);

    private final SparseMemory memory = new SparseMemory();
    private final Map<String, Type> types = new HashMap<>();
    private final Map<Long, UnwindRow> rows = new HashMap<>();
    private Unwinder unwinder = start -> new RawStack(List.of(), false, "");

    private static Type bytes(int size) {
        Type one = new IntType("char", 1, true, false);
        return new ArrayType(() -> one, size);
    }

    private static StructType struct(String tag, long size, Map<String, Object[]> members) {
        List<StructType.Member> list = members.entrySet().stream()
                .map(entry -> new StructType.Member(
                        entry.getKey(), () -> (Type) entry.getValue()[1], ((Integer) entry.getValue()[0]) * 8L, 0))
                .toList();
        return new StructType(false, tag, size, () -> list);
    }

    private static UnwindRow row(UnwindRow.Kind kind, long offset) {
        return new UnwindRow(
                kind,
                new UnwindRule.RegisterPlus(7, offset),
                Map.of(16, new UnwindRule.AtCfa(-8)),
                16,
                kind != UnwindRow.Kind.CALL,
                "orc");
    }

    @BeforeEach
    void makeKernel() {
        StructType thread = struct("thread_struct", 64, Map.of("sp", new Object[] {16, LONG}));
        types.put("task_struct", struct("task_struct", 256, Map.of("thread", new Object[] {0x40, thread})));
        types.put("pcpu_hot", struct("pcpu_hot", 64, Map.of("hardirq_stack_ptr", new Object[] {24, LONG})));
        types.put("cea_exception_stacks", struct("cea_exception_stacks", 0x6000, Map.of("NMI_stack", new Object[] {
            0x3000, bytes(0x2000)
        })));
        types.put(
                "cpu_entry_area",
                struct(
                        "cpu_entry_area",
                        0x10000,
                        Map.of("entry_stack_page", new Object[] {0x1000, bytes(0x1000)}, "estacks", new Object[] {
                            0x8000, bytes(0x6000)
                        })));
        rows.put(SCHEDULE, row(UnwindRow.Kind.CALL, 0x10));
        rows.put(FORK, row(UnwindRow.Kind.END, 0));
        rows.put(HANDLER, row(UnwindRow.Kind.REGISTERS, 0));
        unwinder = new StackUnwinder(kernel());
    }

    private Kernel kernel() {
        Cpus cpus = proxy(Cpus.class, (name, arguments) -> (Long) arguments[1] + 0x1000L * (Integer) arguments[0]);
        UnwindSource tables = pc -> rows.get(pc & ~0xffL);
        return proxy(Kernel.class, (name, arguments) -> switch (name) {
            case "memory" -> memory;
            case "cpus" -> cpus;
            case "unwindTables" -> tables;
            case "findType" -> types.get((String) arguments[1]);
            case "address" ->
                switch ((String) arguments[0]) {
                    case "pcpu_hot" -> OptionalLong.of(HOT);
                    case "cea_exception_stacks" -> OptionalLong.of(ESTACKS);
                    default -> OptionalLong.empty();
                };
            case "symbol" -> null;
            case "symbolAt" -> {
                long start = (Long) arguments[0] & ~0xffL;
                String function = start == FORK ? "ret_from_fork" : start == SCHEDULE ? "__schedule" : "other";
                yield new Symbol(function, start, 0x100, 'T', null, "test");
            }
            default -> throw new UnsupportedOperationException(name);
        });
    }

    private interface Answers {
        @Nullable
        Object answer(String name, Object[] arguments);
    }

    private static <T> T proxy(Class<T> type, Answers answers) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (self, method, arguments) -> answers.answer(method.getName(), arguments)));
    }

    private Start switchedOut() {
        return new Start(TASK, 1, false, null, STACK, 0x4000);
    }

    @Test
    void aSwitchedOutTaskGoesOnWhereTheSchedulerSavedIt() {
        long sp = TOP - 0x100;
        memory.put(TASK + 0x50, sp);
        for (int i = 0; i < 6; i++) {
            memory.put(sp + i * 8, 0xf0 + i);
        }
        memory.put(sp + 48, SCHEDULE + 5);
        memory.put(sp + 56 + 8, FORK + 9);
        RawStack stack = unwinder.unwind(switchedOut());
        assertEquals("kernel thread start", stack.stopReason());
        assertTrue(stack.complete());
        RawFrame first = stack.frames().getFirst();
        assertEquals(SCHEDULE + 5, first.pc());
        assertEquals(sp + 48, first.sp());
        assertEquals(FrameKind.CALL, first.kind());
        assertEquals(Trust.CONTEXT, first.trust());
        assertEquals(0xf0, first.registers().get(X8664Registers.R15));
        assertEquals(0xf4, first.registers().get(X8664Registers.RBX));
        assertEquals(0xf5, first.registers().get(X8664Registers.RBP));
        assertEquals(FORK + 9, stack.frames().get(1).pc());
    }

    @Test
    void aTaskThatNeverRanBeginsAtItsFirstInstruction() {
        memory.put(TASK + 0x50, TOP - 0x100);
        memory.put(TOP - 0x100 + 48, FORK);
        RawStack stack = unwinder.unwind(switchedOut());
        assertEquals(1, stack.frames().size());
        assertEquals(FrameKind.INTERRUPTED, stack.frames().getFirst().kind());
        assertTrue(stack.complete());
    }

    @Test
    void whatCannotBeWalkedSaysWhy() {
        memory.put(TASK + 0x50, STACK - 0x100);
        assertEquals(
                "the saved stack pointer 0xffffc9000000ff00 is not on the task's stack",
                unwinder.unwind(switchedOut()).stopReason());
        memory.put(TASK + 0x50, TOP - 0x100);
        memory.put(TOP - 0x100 + 48, 0x1234);
        assertEquals(
                "the saved return address 0x1234 is no code",
                unwinder.unwind(switchedOut()).stopReason());
        assertEquals(
                "the task has no stack any more",
                unwinder.unwind(new Start(TASK, 0, false, null, 0, 0x4000)).stopReason());
        RawStack running = unwinder.unwind(new Start(TASK, 0, true, null, STACK, 0x4000));
        assertEquals("the task was running, and the dump has no registers of its processor", running.stopReason());
        assertFalse(running.complete());
        RawStack unreadable = unwinder.unwind(new Start(TASK + 0x10_0000, 0, false, null, STACK, 0x4000));
        assertEquals("0xffff888000100050: excluded (page not written by the test)", unreadable.stopReason());
        types.remove("task_struct");
        assertEquals(
                "no type tells where task_struct.thread.sp is",
                new StackUnwinder(kernel()).unwind(switchedOut()).stopReason());
    }

    @Test
    void theStacksOfAProcessorHaveNames() {
        memory.put(HOT + 0x1000 + 24, IRQ_TOP - 8);
        memory.put(ESTACKS + 0x1000, ENTRY_AREA + 0x8000);
        List<StackArea> stacks = CpuStacks.of(kernel(), 1);
        assertEquals(
                List.of(
                        new StackArea("irq", IRQ_TOP - 0x4000, IRQ_TOP),
                        new StackArea("nmi", ENTRY_AREA + 0xb000, ENTRY_AREA + 0xd000),
                        new StackArea("entry", ENTRY_AREA + 0x1000, ENTRY_AREA + 0x2000)),
                stacks);
        long nmi = ENTRY_AREA + 0xd000 - 168;
        memory.put(nmi + 128, FORK + 3);
        memory.put(nmi + 136, 0x10);
        memory.put(nmi + 152, TOP - 0x200);
        Registers registers = Registers.none(X8664Registers.SET)
                .with(X8664Registers.RIP, HANDLER + 1)
                .with(X8664Registers.RSP, nmi)
                .with(X8664Registers.CS, 0x10);
        RawStack stack = unwinder.unwind(new Start(TASK, 1, true, registers, STACK, 0x4000));
        assertEquals(
                List.of("nmi", "task"),
                stack.frames().stream().map(RawFrame::stack).toList());
        assertEquals("kernel thread start", stack.stopReason());
    }

    @Test
    void withoutTypesAndVariablesThereAreNoOtherStacks() {
        types.clear();
        assertEquals(List.of(), CpuStacks.of(kernel(), 0));
    }
}
