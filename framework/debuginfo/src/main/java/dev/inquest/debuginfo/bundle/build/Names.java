package dev.inquest.debuginfo.bundle.build;

import dev.inquest.debuginfo.bundle.Format;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Texts by numbers from 1 in the order in which they were first seen, each with a number beside it. */
final class Names {
    private static final int BLOCK = 8 << 10;

    private final Map<String, Integer> numbers = new HashMap<>();
    private final List<String> texts = new ArrayList<>();
    private int[] beside = new int[1024];

    int number(String text) {
        Integer known = numbers.get(text);
        if (known == null) {
            texts.add(text);
            known = texts.size();
            numbers.put(text, known);
            if (known >= beside.length) {
                beside = java.util.Arrays.copyOf(beside, known * 2);
            }
        }
        return known;
    }

    /** Returns the number beside a text; 0 when none was set. */
    int beside(int number) {
        return beside[number];
    }

    void setBeside(int number, int value) {
        beside[number] = value;
    }

    boolean isEmpty() {
        return texts.isEmpty();
    }

    SectionData write(int kind) {
        RecordWriter records = new RecordWriter(BLOCK);
        for (int i = 0; i < texts.size(); i++) {
            records.add(new Bytes().text(texts.get(i)).uleb(beside[i + 1]));
        }
        return records.end(kind, 0);
    }

    /** Writes the names of files and functions, where there are any. */
    static void write(Names files, Names functions, BundleWriter writer) {
        if (!files.isEmpty()) {
            writer.add(files.write(Format.FILES));
        }
        if (!functions.isEmpty()) {
            writer.add(functions.write(Format.FUNCTION_NAMES));
        }
    }
}
