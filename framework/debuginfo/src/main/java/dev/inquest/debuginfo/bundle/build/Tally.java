package dev.inquest.debuginfo.bundle.build;

import dev.inquest.api.layout.LayoutBuilder.Section;
import dev.inquest.debuginfo.bundle.Format;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Counts what a file is made of, by what users know it as. */
final class Tally {
    /** What users see, in this order. */
    private static final List<String> NAMES = List.of(
            "types",
            "variables",
            "function types",
            "kernel and modules",
            "symbols",
            "lines",
            "functions",
            "unwind rows",
            "source files");

    private final Map<String, Long> sizes = new LinkedHashMap<>();
    private final Map<String, Long> counts = new LinkedHashMap<>();

    void add(SectionData section) {
        String name = name(section.kind());
        sizes.merge(name, (long) section.bytes().length, Long::sum);
        counts.merge(name, count(section), Long::sum);
    }

    private static String name(int kind) {
        return switch (kind) {
            case Format.TYPES, Format.TYPE_NAMES -> "types";
            case Format.FUNCTION_TYPES -> "function types";
            case Format.VARIABLES, Format.VARIABLE_NAMES -> "variables";
            case Format.SYMBOLS, Format.SYMBOL_NAMES -> "symbols";
            case Format.LINES -> "lines";
            case Format.FILES -> "source files";
            case Format.FUNCTIONS, Format.FUNCTION_NAMES -> "functions";
            case Format.UNWIND, Format.UNWIND_ROWS -> "unwind rows";
            default -> "kernel and modules";
        };
    }

    /** A section in blocks begins with the numbers of its blocks and of its records. */
    private static long count(SectionData section) {
        return switch (section.kind()) {
            case Format.TYPES,
                    Format.FUNCTION_TYPES,
                    Format.VARIABLES,
                    Format.SYMBOLS,
                    Format.LINES,
                    Format.FILES,
                    Format.FUNCTIONS,
                    Format.UNWIND -> {
                byte[] bytes = section.bytes();
                yield bytes[4] & 0xffL | (bytes[5] & 0xffL) << 8 | (bytes[6] & 0xffL) << 16 | (bytes[7] & 0xffL) << 24;
            }
            case Format.IDENTITY -> 1;
            default -> 0;
        };
    }

    List<Section> sections() {
        List<Section> sections = new ArrayList<>();
        for (String name : NAMES) {
            Long size = sizes.get(name);
            if (size != null) {
                sections.add(new Section(name, counts.getOrDefault(name, 0L), size));
            }
        }
        return sections;
    }
}
