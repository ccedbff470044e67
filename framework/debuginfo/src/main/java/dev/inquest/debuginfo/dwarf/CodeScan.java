package dev.inquest.debuginfo.dwarf;

import dev.inquest.api.progress.Progress;
import dev.inquest.debuginfo.data.MalformedException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** Goes over all units once and gives their lines and functions away; what is damaged is left out, as it is when lines are looked up. */
final class CodeScan {
    private static final int DEEPEST = 250;

    private final Dwarf dwarf;
    private final CodeVisitor visitor;
    private final long bias;
    private int[] nodes = new int[256];
    private int size;

    private CodeScan(Dwarf dwarf, CodeVisitor visitor) {
        this.dwarf = dwarf;
        this.visitor = visitor;
        this.bias = dwarf.sections().bias();
    }

    static void run(Dwarf dwarf, CodeVisitor visitor, Progress progress) {
        CodeScan scan = new CodeScan(dwarf, visitor);
        Unit[] units = dwarf.units();
        for (int i = 0; i < units.length && !progress.cancelled(); i++) {
            progress.report("reading lines and functions", i, units.length);
            try {
                scan.unit(units[i]);
            } catch (MalformedException e) {
                // The other units are in order.
            }
        }
    }

    private void unit(Unit unit) throws MalformedException {
        LineTable lines = LineProgram.of(dwarf, unit);
        Map<Integer, Integer> files = new HashMap<>();
        lines.forEachSequence((first, behind, end) -> {
            visitor.sequence(lines.address(first) + bias, end + bias);
            for (int row = first; row < behind; row++) {
                int file = files.computeIfAbsent(
                        lines.file(row),
                        number -> visitor.file(lines.fileTable().path(number)));
                visitor.row(lines.address(row) + bias, file, lines.line(row), lines.column(row));
            }
        });
        DieScanner scanner = new DieScanner(dwarf, unit, dwarf.readAbbreviations(unit));
        if (scanner.read() && scanner.children()) {
            functions(unit, scanner, lines.fileTable());
        }
    }

    private void functions(Unit unit, DieScanner scanner, FileTable files) throws MalformedException {
        int depth = 1;
        while (depth > 0 && !scanner.atEnd()) {
            if (!scanner.read()) {
                depth--;
            } else if (scanner.tag() == Tag.NAMESPACE && scanner.children()) {
                depth++;
            } else if (scanner.tag() == Tag.SUBPROGRAM && !scanner.declaration()) {
                function(unit, scanner, files);
            } else {
                scanner.skipChildren();
            }
        }
    }

    private void function(Unit unit, DieScanner scanner, FileTable files) throws MalformedException {
        Die die = dwarf.die(unit, scanner.offset());
        Ranges ranges = Ranges.of(dwarf, die);
        if (ranges.count() == 0) {
            scanner.skipChildren();
            return;
        }
        size = 0;
        if (scanner.children()) {
            body(unit, scanner, files, ranges.start(0));
        }
        int name = visitor.name(die.ownOrOriginalName());
        for (int i = 0; i < ranges.count(); i++) {
            long start = ranges.start(i);
            long length = ranges.end(i) - start;
            if (length > 0 && length < Integer.MAX_VALUE) {
                visitor.function(start + bias, length, name, inside(start - ranges.start(0), length));
            }
        }
    }

    /** Reads what is inside a function, behind whose entry the scanner is; distances are from {@code origin}. */
    private void body(Unit unit, DieScanner scanner, FileTable files, long origin) throws MalformedException {
        // For each level of entries, whether it was opened by an inlined function.
        boolean[] levels = new boolean[64];
        int level = 1;
        int depth = 0;
        while (level > 0) {
            if (!scanner.read()) {
                level--;
                depth -= levels[level] ? 1 : 0;
                continue;
            }
            boolean inlined = scanner.tag() == Tag.INLINED_SUBROUTINE && depth < DEEPEST;
            boolean children = scanner.children();
            if (!inlined && scanner.tag() != Tag.LEXICAL_BLOCK
                    || inlined && !node(unit, scanner, files, origin, depth)) {
                scanner.skipChildren();
            } else if (children) {
                levels = level == levels.length ? Arrays.copyOf(levels, level * 2) : levels;
                levels[level++] = inlined;
                depth += inlined ? 1 : 0;
            }
        }
    }

    private boolean node(Unit unit, DieScanner scanner, FileTable files, long origin, int depth)
            throws MalformedException {
        Die die = dwarf.die(unit, scanner.offset());
        Ranges ranges = Ranges.of(dwarf, die);
        if (ranges.count() == 0) {
            return false;
        }
        add(depth);
        add(visitor.name(die.ownOrOriginalName()));
        add(visitor.file(files.path(die.number(At.CALL_FILE, -1))));
        add((int) die.number(At.CALL_LINE, 0));
        add((int) die.number(At.CALL_COLUMN, 0));
        add(ranges.count());
        for (int i = 0; i < ranges.count(); i++) {
            add((int) (ranges.start(i) - origin));
            add((int) (ranges.end(i) - ranges.start(i)));
        }
        return true;
    }

    private void add(int number) {
        if (size == nodes.length) {
            nodes = Arrays.copyOf(nodes, size * 2);
        }
        nodes[size++] = number;
    }

    /** Returns the nodes that touch a range, with their ranges cut to it. */
    private int[] inside(long distance, long length) {
        int[] result = new int[size];
        int used = 0;
        int at = 0;
        while (at < size) {
            int count = nodes[at + 5];
            int head = used;
            System.arraycopy(nodes, at, result, used, 6);
            used += 6;
            int kept = 0;
            for (int i = 0; i < count; i++) {
                long start = Math.max(0, nodes[at + 6 + i * 2] - distance);
                long end = Math.min(length, (long) nodes[at + 6 + i * 2] + nodes[at + 7 + i * 2] - distance);
                if (start < end) {
                    result[used++] = (int) start;
                    result[used++] = (int) (end - start);
                    kept++;
                }
            }
            result[head + 5] = kept;
            if (kept == 0) {
                used = head;
            }
            at += 6 + count * 2;
        }
        return Arrays.copyOf(result, used);
    }
}
