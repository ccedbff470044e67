package dev.inquest.core.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.inquest.api.arch.ArchSession.CpuRegisters;
import dev.inquest.api.arch.Registers;
import dev.inquest.core.model.fake.FakeArch;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** {@link CrashRegisters}: notes go to the CPUs that they fit. */
class CrashRegistersTest {

    private static CpuRegisters note(int cpu, int pid) {
        return new CpuRegisters(cpu, pid, Registers.none(FakeArch.REGISTERS), "NT_PRSTATUS");
    }

    @Test
    void notesInTheirPlace() {
        assertArrayEquals(
                new int[] {0, 1},
                CrashRegisters.places(List.of(note(0, 151), note(1, 1)), List.of(0, 1), Map.of(0, 151, 1, 1)));
    }

    @Test
    void cpuWithoutNoteMovesThoseBehindIt() {
        assertArrayEquals(
                new int[] {0, 2, 3},
                CrashRegisters.places(
                        List.of(note(0, 5), note(1, 0), note(2, 77)),
                        List.of(0, 1, 2, 3),
                        Map.of(0, 5, 1, 9, 2, 0, 3, 77)));
    }

    @Test
    void pidsThatFitNowhereAreNoPids() {
        assertArrayEquals(
                new int[] {0, 1},
                CrashRegisters.places(List.of(note(0, 1), note(1, 2)), List.of(0, 1), Map.of(0, 199, 1, 0)));
    }
}
