package dev.inquest.core.types;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The types of well-known global variables, which BTF does not tell (before 6.15 it lists per-CPU variables alone). Their text is
 *
 * <pre>
 * text := (line '\n')*
 * line := '#' comment | name ':' type [ 'if' struct '.' member ]
 * </pre>
 *
 * A name may have several lines, for kernels that declare it differently; the first whose type exists and fits the symbol's size
 * is meant. Where sizes do not tell, a line is for kernels whose struct has a member. {@code []} takes its count from the symbol's size.
 */
public final class WellKnownGlobals {
    private final Map<String, List<String>> types;

    private WellKnownGlobals(Map<String, List<String>> types) {
        this.types = types;
    }

    /** Returns the table that belongs to this program. */
    public static WellKnownGlobals load() {
        return parse(GlobalsText.TEXT);
    }

    static WellKnownGlobals parse(String text) {
        Map<String, List<String>> types = HashMap.newHashMap(512);
        int start = 0;
        while (start < text.length()) {
            int end = text.indexOf('\n', start);
            end = end < 0 ? text.length() : end;
            int colon = text.indexOf(':', start);
            if (text.charAt(start) != '#' && colon > start && colon < end) {
                String name = text.substring(start, colon).strip();
                String type = text.substring(colon + 1, end).strip();
                List<String> known = types.get(name);
                if (known == null) {
                    types.put(name, List.of(type));
                } else {
                    List<String> longer = new ArrayList<>(known);
                    longer.add(type);
                    types.put(name, List.copyOf(longer));
                }
            }
            start = end + 1;
        }
        return new WellKnownGlobals(types);
    }

    /** Returns the types that a variable may have, with their conditions, the likeliest first; empty when it is not well known. */
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
