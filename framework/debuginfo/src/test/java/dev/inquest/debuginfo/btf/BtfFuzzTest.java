package dev.inquest.debuginfo.btf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.inquest.api.layout.TypeSource.Kind;
import dev.inquest.api.types.ArrayType;
import dev.inquest.api.types.EnumType;
import dev.inquest.api.types.FunctionType;
import dev.inquest.api.types.MissingTypeException;
import dev.inquest.api.types.PointerType;
import dev.inquest.api.types.StructType;
import dev.inquest.api.types.Type;
import dev.inquest.debuginfo.fakes.Mutations;
import dev.inquest.testkit.BtfWriter;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A target for a fuzzer. An ordinary run feeds the seed alone, a piece of a real kernel's BTF; with {@code JAZZER_FUZZ=1} in the environment,
 * {@code -Djazzer.hooks=true} and the method chosen ({@code -Dtest=BtfFuzzTest#section}) the fuzzer goes on from there.
 */
class BtfFuzzTest {
    private static final int DEEPEST = 3;

    static Stream<byte[]> seeds() {
        return Stream.of(Mutations.resource("/btf/kernel-6.12.btf"), nested());
    }

    /** Structs without a name that contain one another twice, which the fuzzer found to take long. */
    private static byte[] nested() {
        BtfWriter types = new BtfWriter(ByteOrder.LITTLE_ENDIAN);
        int held = types.integer("int", 4, 1);
        for (int level = 0; level < 18; level++) {
            held = types.struct(BtfKind.STRUCT, level < 17 ? "" : "outer", false, 8, "", held, 0, "", held, 32);
        }
        return types.build();
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "10m")
    void section(byte[] bytes) {
        use(bytes);
    }

    /** Uses everything that a section offers, alone and with another one's types going on from it; returns how many types it found. */
    private static int use(byte[] bytes) {
        try {
            Btf btf = (Btf) Btf.parse(MemorySegment.ofArray(bytes), ByteOrder.LITTLE_ENDIAN, "BTF");
            int found = use(btf);
            use((Btf) Btf.parseSplit(MemorySegment.ofArray(bytes), ByteOrder.LITTLE_ENDIAN, "split", btf));
            return found;
        } catch (BtfException e) {
            return -1;
        }
    }

    private static int use(Btf btf) {
        int[] found = {0};
        for (Kind kind : Kind.values()) {
            btf.forEachName(kind, name -> {
                Type type = btf.find(kind, name);
                if (type != null) {
                    found[0]++;
                    touch(type, 0);
                }
            });
        }
        btf.variable("cpu_number");
        btf.enumerator("PIDTYPE_MAX");
        return found[0];
    }

    private static void touch(@Nullable Type type, int depth) {
        if (type == null || depth > DEEPEST) {
            return;
        }
        try {
            assertNotNull(type.spelling());
            type.size();
            switch (type.bare()) {
                case StructType struct -> {
                    struct.find("next");
                    struct.members().forEach(member -> touch(member.type().get(), depth + 1));
                }
                case PointerType pointer -> touch(pointer.target(), depth + 1);
                case ArrayType array -> touch(array.element(), depth + 1);
                case EnumType enumeration -> enumeration.nameOf(1);
                case FunctionType function -> function.parameters().forEach(one -> touch(one.type(), depth + 1));
                default -> {
                    // It refers to nothing.
                }
            }
        } catch (MissingTypeException e) {
            assertTrue(String.valueOf(e.getMessage()).contains("damaged"), String.valueOf(e.getMessage()));
        }
    }

    @Test
    void readsTheSeed() {
        assertEquals(36, use(Mutations.resource("/btf/kernel-6.12.btf")));
    }

    @Test
    void damageEndsInNothingWorse() {
        assertTimeoutPreemptively(
                Duration.ofMinutes(2),
                () -> Mutations.of(Mutations.resource("/btf/kernel-6.12.btf"), 4000, BtfFuzzTest::use));
    }
}
