package dev.inquest.debuginfo.dwarf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inquest.api.layout.LayoutSource;
import dev.inquest.api.layout.TypeSource;
import dev.inquest.api.layout.UnwindRow;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Modules of arm64 and ppc64le, relocated to where they were loaded. Positions are as addr2line -i has them, sizes as pahole. */
class ModulesOfMachinesTest {

    private static List<String> positions(LayoutSource source, long distance) {
        return Objects.requireNonNull(source.lines()).positions(Samples.MODULE_TEXT + distance).stream()
                .map(position -> position.function() + ":" + position.line())
                .toList();
    }

    @ParameterizedTest
    @CsvSource({"sample-5-arm64.ko, 0x10, 0x20, 0x30, 0x3c", "sample-5-ppc64le.ko, 0x18, 0x28, 0x38, 0x50"})
    void relocatesWhatDwarfSays(String name, String first, String second, String third, String last) {
        LayoutSource source = Samples.dwarf(name);
        assertEquals(List.of("twice:37", "four_times:44", "work:50"), positions(source, Long.decode(first)));
        assertEquals(List.of("twice:37", "four_times:45", "work:50"), positions(source, Long.decode(second)));
        assertEquals(List.of("work:51"), positions(source, Long.decode(third)));
        assertEquals(List.of("work:52"), positions(source, Long.decode(last)));
        assertTrue(positions(source, Long.decode(last) + 0x40).isEmpty());
        UnwindRow row = Objects.requireNonNull(source.unwind()).row(Samples.MODULE_TEXT + 8);
        assertEquals(UnwindRow.Kind.CALL, Objects.requireNonNull(row).kind());
        TypeSource types = Objects.requireNonNull(source.types());
        assertEquals(
                96,
                Objects.requireNonNull(types.find(TypeSource.Kind.STRUCT, "item"))
                        .size());
        assertEquals(96, Objects.requireNonNull(types.variable("first_item")).size());
    }
}
