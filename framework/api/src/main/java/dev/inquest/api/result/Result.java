package dev.inquest.api.result;

import dev.inquest.api.memory.Fault;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a command returns. Renderers turn it into text, JSON and other forms.
 *
 * @param schema name and version of the rows' form, for instance {@code bt/1}; documented in docs/json.md
 * @param status how it went
 * @param rows the data
 * @param diagnostics what to know about it
 * @param view how the rows read as text
 */
public record Result(String schema, Status status, List<Row> rows, List<Diagnostic> diagnostics, TextView view) {

    /** How a command went. */
    public enum Status {
        /** All done. */
        OK,
        /** Done, but something was unreadable or the user stopped it. */
        PARTIAL,
        /** Nothing useful came out; the diagnostics say why. */
        FAILED
    }

    /** Makes a result whose status is {@link Status#PARTIAL} when a cell of a row is {@link Unavailable}
     * and lacks something that another dump of this kernel might have; otherwise OK. */
    public static Result of(String schema, List<Row> rows, TextView view) {
        return of(schema, rows, List.of(), view);
    }

    /** Makes a result as {@link #of(String, List, TextView)} does, with diagnostics; a warning or an error makes it partial too. */
    public static Result of(String schema, List<Row> rows, List<Diagnostic> diagnostics, TextView view) {
        boolean partial =
                diagnostics.stream().anyMatch(d -> d.severity() != Diagnostic.Severity.INFO) || hasUnavailable(rows);
        return new Result(
                schema, partial ? Status.PARTIAL : Status.OK, List.copyOf(rows), List.copyOf(diagnostics), view);
    }

    /** Makes a result that says why nothing came out. */
    public static Result failed(String schema, String message) {
        return new Result(
                schema,
                Status.FAILED,
                List.of(),
                List.of(new Diagnostic(Diagnostic.Severity.ERROR, message)),
                TextView.NONE);
    }

    private static boolean hasUnavailable(List<Row> rows) {
        for (Row row : rows) {
            if (hasUnavailable(row)) {
                return true;
            }
        }
        return false;
    }

    /** Looks without a pattern switch, whose first use costs milliseconds: this is on the way of every first result. */
    private static boolean hasUnavailable(@Nullable Object value) {
        if (value instanceof Unavailable unavailable) {
            // What this kernel does not have, or its compiler did not keep, is not something that the dump lacks.
            return !unavailable.kind().equals("missing")
                    && !unavailable.kind().equals(Fault.Kind.OPTIMISED_OUT.words());
        }
        if (value instanceof Row row) {
            for (Object cell : row.cells().values()) {
                if (hasUnavailable(cell)) {
                    return true;
                }
            }
        } else if (value instanceof List<?> list) {
            for (Object item : list) {
                if (hasUnavailable(item)) {
                    return true;
                }
            }
        }
        return false;
    }
}
