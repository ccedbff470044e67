package dev.inquest.debuginfo.dwarf;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.inquest.api.location.ExpressionMachine;
import dev.inquest.api.location.Surroundings;
import dev.inquest.api.location.UnknownValueException;
import dev.inquest.api.memory.FaultException;
import dev.inquest.api.memory.Memory;
import dev.inquest.debuginfo.data.MalformedException;
import dev.inquest.debuginfo.elf.ElfFile;
import dev.inquest.debuginfo.elf.Placement;
import dev.inquest.debuginfo.fakes.FakeMemory;
import dev.inquest.debuginfo.index.IndexFile;
import dev.inquest.debuginfo.index.IndexStore;
import dev.inquest.testkit.ElfFileWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Targets for a fuzzer. An ordinary run feeds the seeds alone, which are the samples; with {@code JAZZER_FUZZ=1} in the environment, {@code -Djazzer.hooks=true} and one method
 * chosen ({@code -Dtest=DwarfFuzzTest#file}) the fuzzer goes on from there.
 */
class DwarfFuzzTest {
    private static final byte[] ID = {1, 2, 3, 4};

    static Stream<byte[]> files() {
        return Stream.of(
                        "sample-5.elf",
                        "sample-4-types.elf",
                        "sample-5-types.elf",
                        "sample-5-split.elf",
                        "locals-4.elf",
                        "locals-5.elf")
                .map(Samples::bytes);
    }

    /** A whole file: headers, entries, abbreviations, lines, frames, lists of ranges and locations. */
    @MethodSource("files")
    @FuzzTest(maxDuration = "10m")
    void file(byte[] bytes) {
        Exercise.run("fuzz.elf", bytes);
    }

    static Stream<byte[]> modules() {
        return Stream.of("sample-5.ko", "sample-4.ko", "locals-5.ko").map(Samples::bytes);
    }

    /** A module, whose sections are relocated. */
    @MethodSource("modules")
    @FuzzTest(maxDuration = "10m")
    void module(byte[] bytes) {
        Exercise.run("fuzz.ko", bytes);
    }

    static Stream<byte[]> indices() throws MalformedException {
        ElfFile file = ElfFile.open(ElfFileWriter.source("sample", Samples.bytes("sample-5.elf")));
        Dwarf dwarf = new Dwarf(
                new DebugSections(file, Placement.of(file, Samples.map("sample"))), IndexStore.NONE, () -> null);
        Indices indices = new Indices(dwarf, new UnitCodes(dwarf), null);
        ByteBuffer written = IndexFile.write(ID, 1000, indices.contents(indices.names()));
        byte[] bytes = new byte[written.remaining()];
        written.get(bytes);
        return Stream.of(bytes);
    }

    /** An index file. */
    @MethodSource("indices")
    @FuzzTest(maxDuration = "10m")
    void index(byte[] bytes) throws MalformedException {
        IndexFile kept = IndexFile.open(ByteBuffer.wrap(bytes), ID, 1000);
        if (kept == null) {
            return;
        }
        RangeMap ranges = RangeMap.of(kept);
        if (ranges != null) {
            ranges.find(Samples.TEXT + 5);
        }
        ElfFile file = ElfFile.open(ElfFileWriter.source("sample", Samples.bytes("sample-5.elf")));
        Dwarf dwarf = new Dwarf(
                new DebugSections(file, Placement.of(file, Samples.map("sample"))), IndexStore.NONE, () -> null);
        NameIndex names = NameIndex.of(dwarf, kept);
        if (names != null) {
            names.find(NameScan.STRUCT, "item");
            names.forEach(NameScan.TYPEDEF, name -> {});
        }
    }

    static Stream<byte[]> expressions() {
        return Stream.of(
                new byte[] {0x77, 8, (byte) 0x80, 0, 0x3f, 0x1a, 0x3b, 0x2a, 0x33, 0x24, 0x22},
                new byte[] {0x58, (byte) 0x93, 8, 0x74, 1, (byte) 0x9f, (byte) 0x93, 8},
                new byte[] {(byte) 0xa3, 1, 0x55, 0x31, 0x24, (byte) 0x9f},
                new byte[] {0x31, 0x28, 1, 0, 0x37, 0x35, (byte) 0xa8, 9, (byte) 0x9d, 5, 3});
    }

    /** The operations of an expression. */
    @MethodSource("expressions")
    @FuzzTest(maxDuration = "10m")
    void expression(byte[] bytes) {
        FakeMemory memory = new FakeMemory(ByteOrder.LITTLE_ENDIAN);
        memory.put(0x1000, new byte[64]);
        ByteBuffer operations = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        try {
            ExpressionMachine.locate(operations, new Surroundings() {
                @Override
                public Memory memory() {
                    return memory;
                }

                @Override
                public long register(int number) throws UnknownValueException {
                    if (number > 16) {
                        throw new UnknownValueException("no such register");
                    }
                    return 0x1000L + number;
                }

                @Override
                public ByteBuffer called(long offset, boolean inUnit) {
                    return operations;
                }

                @Override
                public BaseType type(long offset) {
                    return new BaseType((int) offset & 15, (int) offset >> 4 & 15);
                }
            });
        } catch (UnknownValueException | FaultException e) {
            return;
        }
    }
}
