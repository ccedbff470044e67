package dev.inquest.api.result;

import java.io.IOException;
import java.io.Writer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Service of bundles that write results in one format. It is registered with the format's name as the service property {@link
 * #FORMAT}: {@code @Component(service = Renderer.class, property = "inquest.renderer=json")}.
 */
public interface Renderer {

    /** The service property with the format's name. */
    String FORMAT = "inquest.renderer";

    /** Returns the format's name as {@code --format} takes it, for instance {@code json}. */
    String name();

    /**
     * Returns whether the output has the diagnostics of each result in it. Otherwise the shell writes them to standard error.
     */
    default boolean showsDiagnostics() {
        return true;
    }

    /**
     * Returns whether the output consists of what the results' views show, and of no other cells.
     */
    default boolean viewOnly() {
        return false;
    }

    /**
     * Begins an output.
     *
     * @param dump what is known of the dump, or null when none is open
     * @param out where to write; flushed but not closed
     */
    Output begin(@Nullable Row dump, Writer out) throws IOException;

    /** One output of several results. */
    interface Output extends AutoCloseable {

        /**
         * Writes a result.
         *
         * @param command the command line as given
         * @param result what it returned
         * @param echo whether the command line was not typed on a terminal and should be shown where the format is for people
         */
        void write(String command, Result result, boolean echo) throws IOException;

        /** Ends the output. */
        @Override
        void close() throws IOException;
    }

    /** Returns the cells of rows as columns: all names in the order of first appearance. */
    static List<String> columns(List<Row> rows) {
        return rows.stream()
                .flatMap(row -> row.cells().keySet().stream())
                .distinct()
                .toList();
    }
}
