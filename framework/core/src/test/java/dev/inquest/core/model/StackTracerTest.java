package dev.inquest.core.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.inquest.api.arch.ArchSession.CpuRegisters;
import dev.inquest.api.arch.Registers;
import dev.inquest.api.arch.Unwinder;
import dev.inquest.api.arch.Unwinder.FrameKind;
import dev.inquest.api.kernel.StackTrace;
import dev.inquest.api.layout.LineSource.Position;
import dev.inquest.core.model.fake.FakeArch;
import dev.inquest.core.model.fake.TaskScene;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** {@link StackTracer}: where walks begin, and how frames get their names. */
class StackTracerTest {
    private static final long TEXT = 0xffff_ffff_8100_0000L;

    private final TaskScene scene = new TaskScene(true);

    private static Unwinder.RawFrame frame(long pc, FrameKind kind) {
        return new Unwinder.RawFrame(pc, 0, kind, Unwinder.Trust.ORC, Registers.none(FakeArch.REGISTERS), 0, "task");
    }

    private List<String> frames(Unwinder.RawFrame... raw) {
        scene.kernel.arch.stack = new Unwinder.RawStack(List.of(raw), true, "entry from user mode");
        long task = scene.task(5, 5, "sleeper");
        scene.processes(task);
        scene.threads(task);
        StackTrace trace = scene.kernel.stack(scene.kernel.task(task).orElseThrow());
        assertEquals("entry from user mode", trace.stopReason());
        return trace.frames().stream()
                .map(frame -> frame.function() + (frame.inline() ? " inlined" : "") + " at "
                        + (frame.symbol() == null
                                ? "nothing"
                                : frame.symbol() + "+0x" + Long.toHexString(frame.offset()))
                        + (frame.position() == null
                                ? ""
                                : " line " + frame.position().line()))
                .toList();
    }

    @Test
    void callsAreLookedUpAtTheCallAndInterruptedCodeWhereItIs() {
        scene.kernel.symbol("caller", TEXT, 0x100);
        scene.kernel.symbol("next", TEXT + 0x100, 0x100);
        assertEquals(
                List.of("caller at caller+0x100", "next at next+0x0"),
                frames(frame(TEXT + 0x100, FrameKind.CALL), frame(TEXT + 0x100, FrameKind.INTERRUPTED)));
    }

    @Test
    void labelInsideAFunctionIsNotTheFunction() {
        scene.kernel.symbol("entry_SYSCALL_64", TEXT, 0x1ab);
        scene.kernel.symbol("entry_SYSCALL_64_safe_stack", TEXT + 0x22);
        scene.kernel.symbol("entry_SYSCALL_64_after_hwframe", TEXT + 0x38);
        scene.kernel.symbol("hypercall_page", TEXT + 0x1000);
        assertEquals(
                List.of("entry_SYSCALL_64 at entry_SYSCALL_64+0xa6", "hypercall_page at hypercall_page+0x10"),
                frames(frame(TEXT + 0xa6, FrameKind.CALL), frame(TEXT + 0x1010, FrameKind.CALL)));
    }

    @Test
    void inlinedFunctionsStandAboveTheirContainer() {
        scene.kernel.symbol("__schedule", TEXT, 0x1000);
        scene.kernel.lines.put(
                TEXT + 0x4df,
                List.of(
                        new Position("context_switch", true, "kernel/sched/core.c", 5363, 2),
                        new Position("__schedule", false, "kernel/sched/core.c", 6752, 3)));
        assertEquals(
                List.of(
                        "context_switch inlined at __schedule+0x4e0 line 5363",
                        "__schedule at __schedule+0x4e0 line 6752"),
                frames(frame(TEXT + 0x4e0, FrameKind.CALL)));
    }

    @Test
    void linesWithoutTheContainerStillHaveIt() {
        scene.kernel.symbol("schedule", TEXT, 0x100);
        scene.kernel.lines.put(TEXT + 0xf, List.of(new Position("loop", true, "core.c", 7, 0)));
        assertEquals(
                List.of("loop inlined at schedule+0x10 line 7", "schedule at schedule+0x10"),
                frames(frame(TEXT + 0x10, FrameKind.CALL)));
    }

    @Test
    void userModeHasNoSymbol() {
        scene.kernel.symbol("low", 0x1000, 0x10_0000_0000L);
        assertEquals(List.of("null at nothing"), frames(frame(0x47b7a0, FrameKind.USER)));
    }

    @Test
    void activeTaskBeginsWithItsNote() {
        Registers registers = Registers.none(FakeArch.REGISTERS).with(0, TEXT);
        long task = scene.task(189, 189, "insmod");
        scene.processes(task);
        scene.threads(task);
        scene.set(task, "thread_info.cpu", 1);
        scene.current(1, task);
        scene.kernel.arch.notes.add(new CpuRegisters(0, 0, Registers.none(FakeArch.REGISTERS), "NT_PRSTATUS"));
        scene.kernel.arch.notes.add(new CpuRegisters(1, 189, registers, "NT_PRSTATUS"));
        scene.kernel.symbol("__start_init_task", TEXT + 0x100_0000);
        scene.kernel.symbol("__end_init_task", TEXT + 0x100_8000);

        assertNotNull(scene.kernel.stack(scene.kernel.task(task).orElseThrow()));
        Unwinder.Start start = Objects.requireNonNull(scene.kernel.arch.started);
        assertSame(registers, start.registers());
        assertEquals(task, start.task());
        assertEquals(1, start.cpu());
        assertEquals(0x8000, start.stackSize());
        assertEquals(task + 0x8000, start.stackBase());
    }

    @Test
    void sleepingTaskBeginsWithWhatTheSchedulerSaved() {
        long task = scene.task(7, 7, "sleeper");
        scene.processes(task);
        scene.threads(task);
        assertNotNull(scene.kernel.stack(scene.kernel.task(task).orElseThrow()));
        Unwinder.Start start = Objects.requireNonNull(scene.kernel.arch.started);
        assertNull(start.registers());
        assertFalse(start.active());
        assertEquals(0x4000, start.stackSize(), "what the architecture says, for lack of symbols");
    }

    @Test
    void deadTaskHasNoStack() {
        long task = scene.task(7, 7, "zombie");
        scene.processes(task);
        scene.threads(task);
        scene.set(task, "stack", 0);
        StackTrace trace = scene.kernel.stack(scene.kernel.task(task).orElseThrow());
        assertEquals(List.of(), trace.frames());
        assertEquals("the task has no stack any more", trace.stopReason());
        assertNull(scene.kernel.arch.started);
    }
}
