package dev.inquest.api.result;

import java.util.ArrayList;
import java.util.List;

/**
 * A view of rows as columns, each as wide as its widest cell.
 *
 * @param columns the columns from left to right
 */
public record Table(List<Column> columns) implements TextView {

    /** How a column is aligned. */
    public enum Align {
        /** To the left. */
        LEFT,
        /** To the right. */
        RIGHT,
        /** Centred, as crash does with addresses. */
        CENTRE
    }

    /**
     * One column.
     *
     * @param header what stands above it
     * @param cell name of the cell in each row
     * @param align how header and cells are aligned
     */
    public record Column(String header, String cell, Align align) {}

    /** Makes a table whose columns are {@code HEADER} or {@code HEADER=cell}; numbers align right, all else left. */
    public static Table of(String... columns) {
        List<Column> list = new ArrayList<>();
        for (String column : columns) {
            int equals = column.indexOf('=');
            list.add(
                    equals < 0
                            ? new Column(column, column.toLowerCase(java.util.Locale.ROOT), Align.LEFT)
                            : new Column(column.substring(0, equals), column.substring(equals + 1), Align.LEFT));
        }
        return new Table(list);
    }

    @Override
    public void write(Result result, TextOut out) {
        int[] widths = new int[columns.size()];
        List<String[]> lines = new ArrayList<>();
        String[] headers = new String[columns.size()];
        boolean[] right = new boolean[columns.size()];
        for (int i = 0; i < headers.length; i++) {
            headers[i] = columns.get(i).header();
            right[i] = columns.get(i).align() == Align.RIGHT;
        }
        lines.add(headers);
        for (Row row : result.rows()) {
            String[] line = new String[columns.size()];
            for (int i = 0; i < line.length; i++) {
                Object cell = row.get(columns.get(i).cell());
                right[i] |= columns.get(i).align() == Align.LEFT && cell instanceof Number;
                line[i] = cell == null ? "" : cell instanceof Address address ? address.digits() : cell.toString();
            }
            lines.add(line);
        }
        for (String[] line : lines) {
            for (int i = 0; i < line.length; i++) {
                widths[i] = Math.max(widths[i], line[i].length());
            }
        }
        for (String[] line : lines) {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < line.length; i++) {
                int space = widths[i] - line[i].length();
                int before = right[i] ? space : columns.get(i).align() == Align.CENTRE ? space / 2 : 0;
                text.append(" ".repeat(before)).append(line[i]).append(" ".repeat(space - before));
                text.append(i + 1 < line.length ? "  " : "");
            }
            out.line(text.toString().stripTrailing());
        }
    }
}
