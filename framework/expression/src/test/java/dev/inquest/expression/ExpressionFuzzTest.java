package dev.inquest.expression;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.inquest.api.command.SessionContext;
import dev.inquest.api.expression.ExpressionException;
import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.memory.FaultException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A target for a fuzzer: any text is an expression, or is refused with a message, without an overflow of the stack and in a time that its
 * length bounds. An ordinary run feeds the seeds alone; with {@code JAZZER_FUZZ=1} in the environment, {@code -Djazzer.hooks=true} and the method
 * chosen ({@code -Dtest=ExpressionFuzzTest#text}) the fuzzer goes on from there. It needs {@code -Xss4m}: a chain of 900 operators is evaluated as
 * deep, and the fuzzer makes frames several times as large as they are.
 */
class ExpressionFuzzTest {
    private final Kernel kernel = new Scene().kernel();

    static Stream<byte[]> seeds() {
        return Stream.of(
                        "1 + 2 * 3 - -4 % 5 << 2 >> 1 & 6 ^ 7 | 8",
                        "first.next->name[1], &table[3] - &table[1]",
                        "(int (*(*)[3])(char *, ...))8",
                        "sizeof(typeof(first) [2]) + _Alignof(long) + ARRAY_SIZE(table)",
                        "container_of(&first.next, struct node, next)->number ?: 0x1p-3f",
                        "per_cpu(counter, 1) + counter:0 + *per_cpu_ptr(&counter, 0)",
                        "_Generic(1L, int: 1, default: (unsigned __int128)-1 / 3)",
                        "table[1..2][0]@2 && \"a\\x41\"[1] == 'b' || !~0u",
                        "(".repeat(90) + "1" + ")".repeat(90),
                        "(".repeat(3000),
                        "- ".repeat(1900) + "1",
                        "(int ".repeat(500),
                        "(typeof(".repeat(400),
                        "(int (".repeat(400),
                        "(int " + "*".repeat(1500) + ")0",
                        "(int " + "[2]".repeat(600) + ")0",
                        "1" + "?1".repeat(900),
                        "1" + "?1:2".repeat(480),
                        "1" + " + 1".repeat(990),
                        "broken" + "->next".repeat(900),
                        "1UL" + " * 0xffffffffffffffff".repeat(900),
                        "table" + "[0]@4".repeat(300))
                .map(text -> text.getBytes(StandardCharsets.UTF_8));
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "10m")
    void text(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        CExpressions expressions = new CExpressions();
        try {
            expressions
                    .evaluate(kernel, new SessionContext(), text)
                    .value()
                    .type()
                    .spelling();
        } catch (ExpressionException | FaultException e) {
            // Refused with a reason.
        }
        expressions.type(kernel, text);
        try {
            expressions.split(kernel, text);
        } catch (ExpressionException e) {
            // Refused with a reason.
        }
    }
}
