package dev.inquest.api.types;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class MemberPathTest {
    private static final Type INT = new IntType("int", 4, true, false);

    /** Found by the fuzzer: looking into each copy of an anonymous struct takes as long as there are copies of copies. */
    @Test
    void anonymousStructsThatContainOneAnotherManyTimes() {
        StructType inner =
                new StructType(false, null, 4, () -> List.of(new StructType.Member("bottom", () -> INT, 0, 0)));
        for (int level = 0; level < 30; level++) {
            StructType held = inner;
            List<StructType.Member> members = List.of(
                    new StructType.Member(null, () -> held, 8, 0), new StructType.Member(null, () -> held, 16, 0));
            inner = new StructType(false, level < 29 ? null : "outer", 4, () -> members);
        }
        StructType outer = inner;
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
            assertNull(outer.find("no_such_member"));
            assertEquals(30, Objects.requireNonNull(outer.find("bottom")).offset());
        });
    }
}
