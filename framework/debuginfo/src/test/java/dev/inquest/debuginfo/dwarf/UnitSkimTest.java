package dev.inquest.debuginfo.dwarf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inquest.debuginfo.data.MalformedException;
import dev.inquest.debuginfo.elf.ElfFile;
import dev.inquest.debuginfo.elf.Placement;
import dev.inquest.debuginfo.index.IndexStore;
import dev.inquest.testkit.ElfFileWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two ways to skim a unit see the same entries. */
class UnitSkimTest {
    private static String entry(int offset, int tag, boolean declaration, int form, int position, boolean completes) {
        return offset + " tag " + tag + (declaration ? " declared" : "") + " name " + form + " at "
                + (form == 0 ? 0 : position) + (completes ? " completes" : "");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sample-5.elf",
                "sample-5.ko",
                "sample-4.ko",
                "sample-4-types.elf",
                "sample-5-types.elf",
                "locals-4.elf",
                "locals-5.elf"
            })
    void seesWhatAScannerSees(String name) throws MalformedException {
        ElfFile file = ElfFile.open(ElfFileWriter.source(name, Samples.bytes(name)));
        Dwarf dwarf = new Dwarf(
                new DebugSections(file, Placement.of(file, Samples.map("sample"))), IndexStore.NONE, () -> null);
        UnitSkim skim = new UnitSkim(dwarf, dwarf.abbreviationBytes(), dwarf.units()[0]);
        List<String> expected = new ArrayList<>();
        List<String> got = new ArrayList<>();
        // Once over the uppermost entries alone, once over all.
        for (boolean nested : new boolean[] {false, true}) {
            for (Unit unit : dwarf.units()) {
                DieScanner scanner = new DieScanner(dwarf, unit, dwarf.readAbbreviations(unit));
                assertTrue(scanner.read());
                while (!scanner.atEnd()) {
                    if (scanner.read()) {
                        expected.add(entry(
                                scanner.offset(),
                                scanner.tag(),
                                scanner.declaration(),
                                scanner.nameForm(),
                                scanner.namePosition(),
                                scanner.specification()));
                        if (!nested) {
                            scanner.skipChildren();
                        }
                    }
                }
                assertTrue(skim.begin(dwarf.info(), unit));
                assertTrue(skim.read());
                while (!skim.atEnd()) {
                    if (skim.read()) {
                        got.add(entry(
                                skim.offset(),
                                skim.tag(),
                                skim.declaration(),
                                skim.nameForm(),
                                skim.namePosition(),
                                skim.specification()));
                        if (skim.nameForm() == Form.STRP) {
                            assertEquals(
                                    dwarf.die(unit, skim.offset()).name(),
                                    dwarf.string(DebugSection.STR, skim.nameOffset()));
                        }
                        if (skim.specification()) {
                            specified(dwarf, unit, skim);
                        }
                        if (!nested) {
                            skim.skipChildren();
                        }
                    }
                }
            }
        }
        assertEquals(expected, got);
        assertTrue(expected.size() > 20, expected.toString());
    }

    /** A number of 64 bits that is negative once stood for an abbreviation; found by the fuzzer. */
    @Test
    void aCodeThatNoTableHasIsRefused() throws MalformedException {
        byte[] bytes = Samples.bytes("sample-5.elf");
        ElfFile whole = ElfFile.open(ElfFileWriter.source("whole", bytes));
        Dwarf before = new Dwarf(
                new DebugSections(whole, Placement.of(whole, Samples.map("sample"))), IndexStore.NONE, () -> null);
        Unit first = before.units()[0];
        int root = (int) Objects.requireNonNull(whole.section(".debug_info")).offset() + first.root();
        Arrays.fill(bytes, root, root + 9, (byte) 0xff);
        bytes[root + 9] = 1;
        ElfFile file = ElfFile.open(ElfFileWriter.source("damaged", bytes));
        Dwarf dwarf = new Dwarf(
                new DebugSections(file, Placement.of(file, Samples.map("sample"))), IndexStore.NONE, () -> null);
        Unit unit = dwarf.units()[0];
        UnitSkim skim = new UnitSkim(dwarf, dwarf.abbreviationBytes(), unit);
        assertTrue(skim.begin(dwarf.info(), unit));
        MalformedException refused = assertThrows(MalformedException.class, skim::read);
        assertTrue(String.valueOf(refused.getMessage()).contains("abbreviation"), refused.getMessage());
    }

    private static void specified(Dwarf dwarf, Unit unit, UnitSkim skim) throws MalformedException {
        long at = skim.specifiedName();
        if (at >= 0) {
            assertEquals(dwarf.die(unit, skim.offset()).ownOrOriginalName(), dwarf.string(DebugSection.STR, at));
        }
    }
}
