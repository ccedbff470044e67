package dev.inquest.debuginfo.bundle.build;

import dev.inquest.debuginfo.dwarf.CodeVisitor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Gathers the lines and functions of a kernel or module. File 1 is one without a name; 0 stands for none. */
final class CodeCollector implements CodeVisitor {
    private final Sections sections;
    private final Names files;
    private final Names names;
    private final boolean lines;
    private final boolean functions;
    private final Rows rows = new Rows();
    private final List<Function> found = new ArrayList<>();
    private boolean skipped;
    private long end;

    /** One range of a function; see {@link CodeVisitor#function}. */
    static final class Function {
        final long start;
        final long length;
        final int name;
        final int[] inlined;

        Function(long start, long length, int name, int[] inlined) {
            this.start = start;
            this.length = length;
            this.name = name;
            this.inlined = inlined;
        }
    }

    /**
     * Makes a collector.
     *
     * @param sections where the file's sections lie in the bundle
     * @param files gets the names of files
     * @param names gets the names of functions
     * @param lines whether lines are wanted
     * @param functions whether functions are
     */
    CodeCollector(Sections sections, Names files, Names names, boolean lines, boolean functions) {
        this.sections = sections;
        this.files = files;
        this.names = names;
        this.lines = lines;
        this.functions = functions;
    }

    @Override
    public int file(@Nullable String path) {
        return path == null ? 1 : files.number(path) + 1;
    }

    @Override
    public int name(@Nullable String function) {
        return function == null || !functions ? 0 : names.number(function);
    }

    @Override
    public void sequence(long start, long behind) {
        endSequence();
        // What the linker threw away has addresses near 0.
        skipped = !lines || !sections.code(start);
        end = behind;
        if (!skipped) {
            rows.begin();
        }
    }

    private void endSequence() {
        if (!skipped && end != 0) {
            rows.add(end, 0, 0, 0);
        }
    }

    @Override
    public void row(long address, int file, int line, int column) {
        if (!skipped) {
            rows.add(address, file, line, column);
        }
    }

    @Override
    public void function(long start, long length, int name, int[] inlined) {
        if (functions && sections.code(start)) {
            found.add(new Function(start, length, name, inlined));
        }
    }

    /** Returns the rows, in order. */
    Rows rows() {
        endSequence();
        end = 0;
        rows.sort();
        return rows;
    }

    /** Returns the functions, in no order. */
    List<Function> functions() {
        return found;
    }
}
