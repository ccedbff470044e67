package dev.inquest.api.result;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.inquest.api.memory.Fault;
import dev.inquest.api.memory.FaultException;
import dev.inquest.api.types.MissingTypeException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResultTest {

    @Test
    void anUnreadableCellMakesAResultPartialHoweverDeepItLies() {
        Object excluded = Cell.of(() -> {
            throw new FaultException(new Fault(Fault.Kind.EXCLUDED, 0x1000, "page excluded"));
        });
        assertEquals(new Unavailable("excluded", "0x1000: excluded (page excluded)"), excluded);
        Row inner = new Row().put("pc", excluded);
        Row row = new Row().put("frames", List.of(new Row(), inner));
        assertEquals(
                Result.Status.PARTIAL,
                Result.of("t/1", List.of(row), TextView.NONE).status());
        assertEquals(
                Result.Status.OK,
                Result.of("t/1", List.of(new Row().put("pid", 1)), TextView.NONE)
                        .status());
    }

    @Test
    void aMemberThatTheKernelLacksCostsACellAndNotTheStatus() {
        Object missing = Cell.of(() -> {
            throw new MissingTypeException("struct a has no member b");
        });
        assertInstanceOf(Unavailable.class, missing);
        assertEquals(
                Result.Status.OK,
                Result.of("t/1", List.of(new Row().put("b", missing)), TextView.NONE)
                        .status());
    }

    @Test
    void aVariableThatTheCompilerDidNotKeepCostsACellAndNotTheStatus() {
        Object part = Cell.of(() -> {
            throw new FaultException(new Fault(Fault.Kind.OPTIMISED_OUT, 8, "the compiler kept no value of it here"));
        });
        Row row = new Row()
                .put("len", new Unavailable("optimised out", "optimised out"))
                .put("flags", part);
        assertEquals("optimised out", assertInstanceOf(Unavailable.class, part).kind());
        assertEquals(
                Result.Status.OK, Result.of("t/1", List.of(row), TextView.NONE).status());
    }

    @Test
    void columnsAreAsWideAsTheirWidestCellAndNumbersStandRight() {
        StringBuilder text = new StringBuilder();
        Result result = Result.of(
                "t/1",
                List.of(
                        new Row()
                                .put("address", new Address(0xff16L))
                                .put("name", "ext4")
                                .put("count", 7),
                        new Row()
                                .put("address", new Address(-1))
                                .put("name", "x")
                                .put("count", 1234)),
                Table.of("ADDRESS", "NAME", "COUNT"));
        result.view().write(result, out(text));
        assertEquals("""
                ADDRESS           NAME  COUNT
                000000000000ff16  ext4      7
                ffffffffffffffff  x      1234
                """, text.toString());
    }

    private static TextOut out(StringBuilder text) {
        return new TextOut() {
            @Override
            public TextOut print(String part) {
                text.append(part);
                return this;
            }
        };
    }
}
