package dev.inquest.shell.commands;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Words that stand for a command line: the user's own, and those that crash's users have in their fingers. */
public final class Aliases {
    private static final Map<String, String> BUILT_IN = Map.ofEntries(
            Map.entry("man", "help"),
            Map.entry("?", "help"),
            Map.entry("sf", "set scroll off"),
            Map.entry("sn", "set scroll on"),
            Map.entry("hex", "set radix 16"),
            Map.entry("dec", "set radix 10"),
            Map.entry("px", "p -x"),
            Map.entry("pd", "p -d"),
            Map.entry("for", "foreach"),
            Map.entry("size", "struct -s"),
            Map.entry("dmesg", "log"),
            Map.entry("lsmod", "mod"),
            Map.entry("last", "ps -l"));

    private final Map<String, String> own = new TreeMap<>();

    /** Makes the built-in aliases and none of the user's own. */
    public Aliases() {}

    /** Returns what the user said that a word stands for, or null. */
    public @Nullable String own(String word) {
        return own.get(word);
    }

    /** Returns what a word stands for when no command has that name, or null. */
    public @Nullable String builtIn(String word) {
        return BUILT_IN.get(word);
    }

    /** Lets a word stand for a command line; an empty one takes the meaning away. */
    public void put(String word, String meaning) {
        if (meaning.isEmpty()) {
            own.remove(word);
        } else {
            own.put(word, meaning);
        }
    }

    /** Returns all the user's own, by word. */
    public Map<String, String> own() {
        return Collections.unmodifiableMap(own);
    }

    /** Returns all built-in ones, by word. */
    public Map<String, String> builtIn() {
        return new TreeMap<>(BUILT_IN);
    }
}
