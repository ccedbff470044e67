package dev.inquest.core.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.inquest.api.arch.Registers;
import dev.inquest.api.arch.Unwinder;
import dev.inquest.api.kernel.PanicInfo;
import dev.inquest.api.kernel.Task;
import dev.inquest.core.model.fake.FakeArch;
import dev.inquest.core.model.fake.TaskScene;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@link PanicFinder}: each way in which the panic task is told. */
class PanicFinderTest {
    private final TaskScene scene = new TaskScene(true);
    private long victim;

    @BeforeEach
    void someoneRuns() {
        victim = scene.task(189, 189, "insmod");
        scene.processes(victim);
        scene.threads(victim);
        scene.current(1, victim);
    }

    private long found(String foundBy) {
        PanicInfo info = scene.kernel.panic();
        assertEquals(foundBy, info.foundBy());
        Task task = required(info.task());
        return task.address();
    }

    private static Task required(@Nullable Task task) {

        return Objects.requireNonNull(task);
    }

    private void log(String... lines) {
        StringBuilder text = new StringBuilder();
        for (String line : lines) {
            text.append("<4>[    1.000000] ").append(line).append('\n');
        }
        scene.kernel.variable("log_buf", 0x10000, 0x20000, 8);
        scene.kernel.variable("log_buf_len", 0x10008, 0x1000, 4);
        scene.kernel.variable("log_end", 0x1000c, text.length(), 4);
        scene.kernel.memory.zero(0x20000, 0x1000);
        scene.kernel.memory.text(0x20000, text.toString());
    }

    @Test
    void panicCpu() {
        scene.kernel.variable("panic_cpu", 0x5000, 1, 4);
        scene.kernel.variable("crashing_cpu", 0x5004, 0, 4);
        assertEquals(victim, found("panic_cpu"));
    }

    @Test
    void crashingCpuWhereNoPanicCpuIsSet() {
        scene.kernel.variable("panic_cpu", 0x5000, -1, 4);
        scene.kernel.variable("crashing_cpu", 0x5004, 1, 4);
        assertEquals(victim, found("crashing_cpu"));
    }

    @Test
    void wildCpuNumberIsNoAnswer() {
        scene.kernel.variable("panic_cpu", 0x5000, 77, 4);
        scene.kernel.image.panicCpu = OptionalInt.of(1);
        assertEquals(victim, found("dump header"));
    }

    @Test
    void stackThatEndsInPanic() {
        scene.kernel.symbol("panic", 0xffff_ffff_8100_0000L, 0x100);
        scene.kernel.arch.stack = new Unwinder.RawStack(
                List.of(new Unwinder.RawFrame(
                        0xffff_ffff_8100_0050L,
                        0,
                        Unwinder.FrameKind.CALL,
                        Unwinder.Trust.ORC,
                        Registers.none(FakeArch.REGISTERS),
                        0,
                        "task")),
                true,
                "end");
        assertEquals(
                TaskScene.INIT_TASK, found("stack"), "the fake unwinder gives this stack to whoever is asked first");
    }

    @Test
    void pidInTheReport() {
        log("Oops: 0002 [#1] PREEMPT SMP NOPTI", "CPU: 1 PID: 189 Comm: insmod");
        assertEquals(victim, found("panic text"));
        assertEquals("Oops: 0002 [#1] PREEMPT SMP NOPTI", scene.kernel.panic().message());
    }

    @Test
    void idleTaskInTheReportIsToldByItsCpu() {
        scene.current(1, TaskScene.IDLE1);
        log("Oops: 0002 [#1]", "CPU: 1 PID: 0 Comm: swapper/1");
        assertEquals(TaskScene.IDLE1, found("panic text"));
    }

    @Test
    void nobody() {
        PanicInfo info = scene.kernel.panic();
        assertNull(info.task());
        assertNull(info.message());
        assertEquals("not found", info.foundBy());
    }
}
