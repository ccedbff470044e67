package dev.inquest.commands.kdump.lint;

import dev.inquest.commands.kdump.lint.Finding.Severity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects what is found in one file. */
final class Findings {
    private final String file;
    private final String reference;
    private final List<Finding> list = new ArrayList<>();

    /**
     * Makes a collection.
     *
     * @param file the file's name
     * @param reference the document that findings refer to unless they name another
     */
    Findings(String file, String reference) {
        this.file = file;
        this.reference = reference;
    }

    void error(int line, String message, String instead) {
        list.add(new Finding(file, line, Severity.ERROR, message, instead, reference));
    }

    void warning(int line, String message, String instead) {
        list.add(new Finding(file, line, Severity.WARNING, message, instead, reference));
    }

    void note(int line, String message, String instead) {
        list.add(new Finding(file, line, Severity.NOTE, message, instead, reference));
    }

    void meaning(int line, String message) {
        list.add(new Finding(file, line, Severity.MEANING, message, "", ""));
    }

    void add(int line, Severity severity, String message, String instead, String otherReference) {
        list.add(new Finding(file, line, severity, message, instead, otherReference));
    }

    /** Returns everything, by line and then by severity. */
    List<Finding> sorted() {
        List<Finding> sorted = new ArrayList<>(list);
        sorted.sort(Comparator.comparingInt(Finding::line).thenComparing(Finding::severity));
        return List.copyOf(sorted);
    }
}
