package dev.inquest.core.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.inquest.core.model.fake.FakeKernel;
import dev.inquest.core.model.fake.FakeTypes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@link TaskStates}: the bits of three generations of include/linux/sched.h. */
class TaskStatesTest {
    private static final long ARRAY = 0xffff_ffff_8200_0000L;

    private static FakeKernel withArray(String... names) {
        FakeKernel kernel = new FakeKernel();
        kernel.symbol("task_state_array", ARRAY);
        for (int i = 0; i < names.length; i++) {
            long text = ARRAY + 0x1000 + i * 0x40L;
            kernel.memory.zero(text, 64);
            kernel.memory.string(text, names[i]);
            kernel.memory.pointer(ARRAY + i * 8L, text);
        }
        return kernel;
    }

    @ParameterizedTest
    @CsvSource({
        "0, RU",
        "1, IN",
        "2, UN",
        "0x402, ID",
        "0x102, UN",
        "4, ST",
        "0x104, ST",
        "8, TR",
        "0x10, DE",
        "0x20, ZO",
        "0xa0, ZO",
        "0x40, PA",
        "0x80, DE",
        "0x200, WA",
        "0x800, NE",
        "0x1000, UN",
        "0x8000, UN",
        "0x2001, IN"
    })
    void since414(String state, String name) {
        FakeKernel kernel = withArray(
                "R (running)",
                "S (sleeping)",
                "D (disk sleep)",
                "T (stopped)",
                "t (tracing stop)",
                "X (dead)",
                "Z (zombie)",
                "P (parked)",
                "I (idle)");
        assertEquals(name, TaskStates.of(kernel).name(Long.decode(state)));
    }

    @ParameterizedTest
    @CsvSource({
        "0, RU",
        "1, IN",
        "0x402, ID",
        "0x10, DE",
        "0x20, ZO",
        "0x40, DE",
        "0x82, UN",
        "0x100, WA",
        "0x200, PA",
        "0x800, NE"
    })
    void since314(String state, String name) {
        FakeKernel kernel = withArray(
                "R (running)",
                "S (sleeping)",
                "D (disk sleep)",
                "T (stopped)",
                "t (tracing stop)",
                "X (dead)",
                "Z (zombie)");
        assertEquals(name, TaskStates.of(kernel).name(Long.decode(state)));
    }

    @ParameterizedTest
    @CsvSource({"0x10, ZO", "0x20, DE", "0x40, DE", "0x200, PA", "0x100, WA"})
    void before314(String state, String name) {
        FakeKernel kernel = withArray(
                "R (running)",
                "S (sleeping)",
                "D (disk sleep)",
                "T (stopped)",
                "t (tracing stop)",
                "Z (zombie)",
                "X (dead)",
                "x (dead)",
                "K (wakekill)",
                "W (waking)",
                "P (parked)");
        assertEquals(name, TaskStates.of(kernel).name(Long.decode(state)));
    }

    @Test
    void typesDecideWithoutTheArray() {
        FakeKernel modern = new FakeKernel();
        modern.types.struct("task_struct").with("__state", FakeTypes.UNSIGNED).done();
        assertEquals("PA", TaskStates.of(modern).name(0x40));
        FakeKernel middle = new FakeKernel();
        middle.types.struct("sched_dl_entity").with("flags", FakeTypes.INT).done();
        assertEquals("DE", TaskStates.of(middle).name(0x40));
        assertEquals("ZO", TaskStates.of(middle).name(0x20));
        assertEquals("ZO", TaskStates.of(new FakeKernel()).name(0x10));
    }
}
