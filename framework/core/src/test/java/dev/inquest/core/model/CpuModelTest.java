package dev.inquest.core.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.inquest.api.memory.FaultException;
import dev.inquest.core.model.fake.FakeKernel;
import dev.inquest.core.model.fake.FakeTypes;
import dev.inquest.core.model.fake.TaskScene;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@link CpuModel}: masks, per-CPU addresses, and who runs. */
class CpuModelTest {

    @Test
    void masks() {
        FakeKernel kernel = new TaskScene(true).kernel;
        assertEquals(List.of(0, 1), kernel.cpus().online());
        assertEquals(List.of(0, 1, 2, 3), kernel.cpus().possible());
        assertEquals(List.of(0, 1, 2), kernel.cpus().present());
    }

    @Test
    void cpusThatAPanicStoppedWereOnline() {
        FakeKernel kernel = new TaskScene(true).kernel;
        kernel.memory.put(kernel.address("__cpu_online_mask").orElseThrow(), 0b0010, 8);
        assertEquals(List.of(0, 1), kernel.cpus().online());
        assertEquals(List.of(0), kernel.cpus().stopped());
    }

    @Test
    void masksOfBigEndianMachineBehindPointers() {
        FakeKernel kernel = new FakeKernel(ByteOrder.BIG_ENDIAN);
        kernel.types
                .struct("cpumask")
                .with("bits", FakeTypes.array(FakeTypes.LONG, 2))
                .done();
        kernel.variable("cpu_online_mask", 0x1000, 0x2000, 8);
        kernel.memory.put(0x2000, 0x8000_0000_0000_0001L, 8);
        kernel.memory.put(0x2008, 0b10, 8);
        assertEquals(List.of(0, 63, 65), kernel.cpus().online());
        assertEquals(List.of(0, 63, 65), kernel.cpus().possible(), "no other mask is there");
    }

    @Test
    void perCpuAddressAddsTheOffset() {
        FakeKernel kernel = new TaskScene(true).kernel;
        assertEquals(0xffff_8880_7001_1234L, kernel.cpus().address(1, 0x1234));
        assertThrows(FaultException.class, () -> kernel.cpus().address(99, 0x1234));
    }

    @Test
    void kernelForOneCpuHasPlainVariables() {
        assertEquals(0x1234, new FakeKernel().cpus().address(0, 0x1234));
    }

    @Test
    void currentTaskOfX86From62To614() {
        FakeKernel kernel = new TaskScene(true).kernel;
        kernel.types.struct("pcpu_hot").with("current_task", FakeTypes.POINTER).done();
        FakeKernel hot = withoutCurrentTask(kernel);
        hot.symbol("pcpu_hot", 0x3000);
        long task = TaskScene.IDLE1;
        hot.memory.pointer(hot.cpus().address(0, 0x3000), task);
        assertEquals(task, new CpuModel(hot).current(0).address());
    }

    @Test
    void currentTaskOfOtherMachinesIsTheRunQueues() {
        FakeKernel kernel = withoutCurrentTask(new TaskScene(true).kernel);
        assertEquals(TaskScene.INIT_TASK, new CpuModel(kernel).current(0).address());
        assertEquals(TaskScene.IDLE1, new CpuModel(kernel).current(1).address());
    }

    /** A capture that was killed leaves zeros where the per-CPU areas were; a CPU never runs nothing. */
    @Test
    void tasksThatSayThatTheyRunAreTakenWhereTheVariablesAreZero() {
        TaskScene scene = new TaskScene(true);
        FakeKernel kernel = scene.kernel;
        long variable = kernel.address("current_task").orElseThrow();
        kernel.memory.pointer(kernel.cpus().address(0, variable), 0);
        kernel.memory.pointer(kernel.cpus().address(1, variable), 0);
        CpuModel cpus = new CpuModel(kernel);
        assertThrows(FaultException.class, () -> cpus.current(0), "no task says so");
        scene.runs(TaskScene.IDLE1, 1);
        assertEquals(TaskScene.IDLE1, cpus.current(1).address());
        assertThrows(FaultException.class, () -> cpus.current(0));
    }

    private static FakeKernel withoutCurrentTask(FakeKernel kernel) {
        kernel.removeSymbol("current_task");
        return kernel;
    }
}
