package dev.inquest.core.types;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The types of well-known global variables, which BTF does not tell (before 6.15 it lists per-CPU variables alone). They are in
 * the resource {@code globals.txt}:
 *
 * <pre>
 * file := (line '\n')*
 * line := '#' comment | name ':' type
 * </pre>
 *
 * A name may have several lines, for kernels that declare it differently; the first whose type exists and fits the symbol's size
 * is meant.
 */
public final class WellKnownGlobals {
    private final Map<String, List<String>> types;

    private WellKnownGlobals(Map<String, List<String>> types) {
        this.types = types;
    }

    /** Reads the resource. */
    public static WellKnownGlobals load() {
        try (InputStream in = WellKnownGlobals.class.getResourceAsStream("globals.txt")) {
            if (in == null) {
                throw new IllegalStateException("globals.txt is missing from the bundle");
            }
            return parse(new String(in.readAllBytes(), StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static WellKnownGlobals parse(String text) {
        Map<String, List<String>> types = new HashMap<>();
        int start = 0;
        while (start < text.length()) {
            int end = text.indexOf('\n', start);
            end = end < 0 ? text.length() : end;
            int colon = text.indexOf(':', start);
            if (text.charAt(start) != '#' && colon > start && colon < end) {
                String name = text.substring(start, colon).strip();
                String type = text.substring(colon + 1, end).strip();
                types.computeIfAbsent(name, k -> new ArrayList<>(1)).add(type);
            }
            start = end + 1;
        }
        return new WellKnownGlobals(types);
    }

    /** Returns the types that a variable may have, the likeliest first; empty when it is not well known. */
    public List<String> types(String name) {
        return types.getOrDefault(name, List.of());
    }

    /** Returns whether a name is that of a well-known variable of the kernel itself; modules have none of the name. */
    public boolean contains(String name) {
        return types.containsKey(name);
    }

    /** Returns the names, in no order. */
    public Iterable<String> names() {
        return types.keySet();
    }
}
