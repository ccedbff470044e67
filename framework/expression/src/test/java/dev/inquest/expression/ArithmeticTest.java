package dev.inquest.expression;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inquest.api.command.SessionContext;
import dev.inquest.api.expression.ExpressionException;
import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.types.FloatType;
import dev.inquest.api.types.Value;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Values and types of expressions against a program that GCC compiled ({@code make-arithmetic} beside the table). */
class ArithmeticTest {
    private static final int ROWS = 4000;

    @Test
    void eachExpressionHasGccsValueAndType() throws IOException {
        Kernel kernel = new Scene().kernel();
        List<String> different = new ArrayList<>();
        List<String> rows;
        try (InputStream table = Objects.requireNonNull(getClass().getResourceAsStream("arithmetic.tsv"))) {
            rows = new String(table.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        }
        assertTrue(rows.size() > ROWS, rows.size() + " rows");
        for (String row : rows) {
            String[] cells = row.split("\t");
            String found;
            try {
                Value value = new CExpressions()
                        .evaluate(kernel, new SessionContext(), cells[0])
                        .value();
                found = value.type().spelling() + " " + digits(value);
            } catch (ExpressionException e) {
                found = String.valueOf(e.getMessage());
            }
            // A long double is kept, and so shown, as a double.
            String type = cells[1].replace("long double", "double");
            if (!found.equals(type + " " + cells[2])) {
                different.add(cells[0] + " is " + found + ", GCC has " + type + " " + cells[2]);
            }
        }
        assertEquals(List.of(), different);
    }

    private static String digits(Value value) {
        if (value.type().bare() instanceof FloatType) {
            return String.format("%016x", Double.doubleToRawLongBits(value.asDouble()));
        }
        BigInteger ones = BigInteger.ONE.shiftLeft(128).subtract(BigInteger.ONE);
        return String.format("%032x", value.asBigInteger().and(ones));
    }
}
