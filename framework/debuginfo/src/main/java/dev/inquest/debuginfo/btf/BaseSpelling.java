package dev.inquest.debuginfo.btf;

import java.util.ArrayList;
import java.util.List;
import java.util.StringTokenizer;

/**
 * C lets an integer's words come in any order, and compilers differ: GCC records {@code long unsigned int}, Clang {@code unsigned long}.
 */
final class BaseSpelling {
    private BaseSpelling() {}

    /** Returns the spellings under which a base type may be recorded, the given one first. */
    static List<String> candidates(String spelling) {
        List<String> candidates = new ArrayList<>(4);
        candidates.add(spelling);
        int longs = 0;
        boolean unsigned = false;
        boolean signed = false;
        String core = "int";
        StringTokenizer words = new StringTokenizer(spelling);
        while (words.hasMoreTokens()) {
            String word = words.nextToken();
            switch (word) {
                case "long" -> longs++;
                case "unsigned" -> unsigned = true;
                case "signed" -> signed = true;
                case "int" -> {}
                case "bool" -> core = "_Bool";
                case "char", "short", "__int128", "_Bool" -> core = word;
                default -> {
                    return candidates;
                }
            }
        }
        if (longs > 2) {
            return candidates;
        }
        String prefix = "long ".repeat(longs);
        switch (core) {
            case "int" -> {
                add(candidates, prefix + (unsigned ? "unsigned int" : "int"));
                add(candidates, (unsigned ? "unsigned " : "") + (longs == 0 ? "int" : prefix.strip()));
            }
            case "short" -> {
                add(candidates, unsigned ? "short unsigned int" : "short int");
                add(candidates, unsigned ? "unsigned short" : "short");
            }
            case "char" -> add(candidates, unsigned ? "unsigned char" : signed ? "signed char" : "char");
            case "_Bool" -> {
                add(candidates, "_Bool");
                add(candidates, "bool");
            }
            default -> {
                add(candidates, unsigned ? "__int128 unsigned" : "__int128");
                add(candidates, unsigned ? "unsigned __int128" : "__int128");
            }
        }
        return candidates;
    }

    private static void add(List<String> candidates, String spelling) {
        if (!candidates.contains(spelling)) {
            candidates.add(spelling);
        }
    }
}
