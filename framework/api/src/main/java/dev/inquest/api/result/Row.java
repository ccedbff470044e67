package dev.inquest.api.result;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One row of a result: named cells in order. A cell is a {@link String}, {@link Boolean}, {@link Integer}, {@link Long},
 * {@link Double}, {@link Address}, {@link Unavailable}, a {@link Row}, a {@link List} of these, or null.
 */
public final class Row {
    private final Map<String, @Nullable Object> cells = new LinkedHashMap<>();

    /** Makes an empty row. */
    public Row() {}

    /** Sets a cell and returns this row. */
    public Row put(String name, @Nullable Object value) {
        cells.put(name, value);
        return this;
    }

    /** Returns a cell, or null when it is empty or absent. */
    public @Nullable Object get(String name) {
        return cells.get(name);
    }

    /** Returns a cell as text users read: an empty string for null. */
    public String text(String name) {
        Object value = cells.get(name);
        return value == null ? "" : value.toString();
    }

    /** Returns a cell that is a number, an {@link Address} or a boolean as a number; 0 for any other. */
    public long number(String name) {
        Object value = cells.get(name);
        // Not a switch over types: the first one of a process generates a class, which takes milliseconds.
        if (value instanceof Number number) {
            return number.longValue();
        }
        if (value instanceof Address address) {
            return address.value();
        }
        return Boolean.TRUE.equals(value) ? 1 : 0;
    }

    /** Returns whether a cell is true. */
    public boolean is(String name) {
        return Boolean.TRUE.equals(cells.get(name));
    }

    /** Returns a cell that is a list of rows; empty for any other. */
    public List<Row> rows(String name) {
        return cells.get(name) instanceof List<?> list
                ? list.stream()
                        .filter(Row.class::isInstance)
                        .map(Row.class::cast)
                        .toList()
                : List.of();
    }

    /** Returns all cells in order. */
    public Map<String, @Nullable Object> cells() {
        return Collections.unmodifiableMap(cells);
    }

    @Override
    public String toString() {
        return cells.toString();
    }
}
