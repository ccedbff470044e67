package dev.inquest.debuginfo.dwarf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inquest.api.layout.LineSource;
import dev.inquest.api.layout.UnwindRow;
import dev.inquest.api.layout.UnwindRule;
import dev.inquest.api.layout.UnwindSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DwarfCodeTest {

    static Stream<String> samples() {
        return Stream.concat(Samples.KERNELS.stream(), Samples.MODULES.stream());
    }

    private static List<String> positions(String sample, long distance) {
        LineSource lines = Samples.dwarf(sample).lines();
        assertNotNull(lines);
        return lines.positions(Samples.text(sample) + distance).stream()
                .map(p -> p.function() + (p.inlined() ? " inlined " : " ") + p.file() + ":" + p.line())
                .toList();
    }

    /** As objdump --inlines prints them. */
    @ParameterizedTest
    @MethodSource("samples")
    void inlinedFunctionsInnermostFirst(String sample) {
        assertEquals(
                List.of("twice inlined sample.c:37", "four_times inlined sample.c:44", "work sample.c:50"),
                positions(sample, 0x5));
        assertEquals(
                List.of("twice inlined sample.c:37", "four_times inlined sample.c:45", "work sample.c:50"),
                positions(sample, 0x18));
        assertEquals(List.of("work sample.c:51"), positions(sample, 0x20));
        assertEquals(List.of("work sample.c:52"), positions(sample, 0x26));
        assertTrue(positions(sample, 0x27).isEmpty());
        assertTrue(positions(sample, -1).isEmpty());
    }

    @ParameterizedTest
    @MethodSource("samples")
    void unwindRows(String sample) {
        UnwindSource unwind = Samples.dwarf(sample).unwind();
        assertNotNull(unwind);
        UnwindRow row = unwind.row(Samples.text(sample) + 0x26);
        assertEquals(
                new UnwindRow(
                        UnwindRow.Kind.CALL,
                        new UnwindRule.RegisterPlus(7, 8),
                        Map.of(16, new UnwindRule.AtCfa(-8)),
                        16,
                        false,
                        "cfi"),
                row);
        assertNull(unwind.row(Samples.text(sample) + 0x27));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void secondRange(String sample) {
        LineSource lines = Samples.dwarf(sample).lines();
        assertNotNull(lines);
        List<LineSource.Position> positions = lines.positions(Samples.INIT + Samples.BIAS + 3);
        if (sample.endsWith(".ko")) {
            assertTrue(positions.isEmpty(), "its section was not loaded");
        } else {
            assertEquals(56, positions.getFirst().line());
        }
    }
}
