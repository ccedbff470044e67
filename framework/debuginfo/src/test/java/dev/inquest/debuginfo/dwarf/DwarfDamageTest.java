package dev.inquest.debuginfo.dwarf;

import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inquest.api.image.OpenException;
import dev.inquest.api.layout.LayoutSource;
import dev.inquest.api.layout.LineSource;
import dev.inquest.api.layout.TypeSource;
import dev.inquest.api.layout.UnwindSource;
import dev.inquest.api.types.EnumType;
import dev.inquest.api.types.MissingTypeException;
import dev.inquest.api.types.Spelling;
import dev.inquest.api.types.StructType;
import dev.inquest.api.types.Type;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Damaged files give reasons, nothing, or what is left; never anything else, and soon. */
class DwarfDamageTest {

    @ParameterizedTest
    @ValueSource(strings = {"sample-5.elf", "sample-5-zstd.elf", "sample-5-gnu.elf", "sample-5.ko", "sample-4.ko"})
    void cutShort(String sample) {
        byte[] whole = Samples.bytes(sample);
        assertTimeoutPreemptively(Duration.ofMinutes(1), () -> {
            int opened = 0;
            for (int size = 0; size < whole.length; size += 61) {
                opened += use(sample, Arrays.copyOf(whole, size)) ? 1 : 0;
            }
            assertTrue(opened < whole.length / 61 / 2, "the section headers are at the end of the file");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"sample-5.elf", "sample-5-zlib.elf", "sample-5.ko", "sample-4.ko"})
    void changedBytes(String sample) {
        byte[] whole = Samples.bytes(sample);
        Random random = new Random(42);
        assertTimeoutPreemptively(Duration.ofMinutes(2), () -> {
            int opened = 0;
            for (int i = 0; i < 800; i++) {
                byte[] changed = whole.clone();
                for (int k = 0; k <= i % 4; k++) {
                    changed[random.nextInt(changed.length)] = (byte) (i % 2 == 0 ? random.nextInt() : -1);
                }
                opened += use(sample, changed) ? 1 : 0;
            }
            assertTrue(opened > 200, opened + " of 800 were opened");
        });
    }

    private static boolean use(String sample, byte[] bytes) {
        LayoutSource dwarf;
        try {
            dwarf = Samples.dwarf(sample, bytes);
        } catch (OpenException e) {
            return false;
        }
        TypeSource types = dwarf.types();
        if (types != null) {
            for (TypeSource.Kind kind : TypeSource.Kind.values()) {
                types.forEachName(kind, name -> walk(types.find(kind, name)));
            }
            walk(types.variable("first_item"));
            walk(types.variable("heads"));
        }
        LineSource lines = dwarf.lines();
        UnwindSource unwind = dwarf.unwind();
        for (int distance = -1; distance < 0x28; distance += 4) {
            long pc = Samples.text(sample) + distance;
            if (lines != null) {
                lines.positions(pc);
            }
            if (unwind != null) {
                unwind.row(pc);
            }
        }
        return true;
    }

    private static void walk(@Nullable Type type) {
        try {
            if (type == null) {
                return;
            }
            Spelling.of(type, "x");
            type.size();
            Type bare = type.bare();
            bare.size();
            if (bare instanceof StructType struct) {
                for (StructType.Member member : struct.members()) {
                    Spelling.of(member.type().get(), "m");
                    member.type().get().size();
                }
                struct.find("node.next");
                struct.find("matrix[1][2]");
            } else if (bare instanceof EnumType enumeration) {
                enumeration.nameOf(5);
            }
        } catch (MissingTypeException e) {
            assertTrue(String.valueOf(e.getMessage()).contains("damaged"), e.getMessage());
        }
    }
}
