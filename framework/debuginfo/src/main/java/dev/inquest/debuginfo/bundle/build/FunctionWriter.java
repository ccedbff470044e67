package dev.inquest.debuginfo.bundle.build;

import dev.inquest.debuginfo.bundle.Format;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Writes functions and what is inlined in them, column by column, which packs better. */
final class FunctionWriter {
    private static final int NODES = 1500;
    private static final int DEEPEST = 254;

    private final Names names;
    private final BlockWriter blocks = new BlockWriter();

    FunctionWriter(Names names) {
        this.names = names;
    }

    SectionData write(List<CodeCollector.Function> functions, int module) {
        List<CodeCollector.Function> sorted = new ArrayList<>(functions);
        sorted.sort(Comparator.comparingLong((CodeCollector.Function function) -> function.start ^ Long.MIN_VALUE));
        List<CodeCollector.Function> block = new ArrayList<>();
        int inside = 0;
        for (int i = 0; i < sorted.size(); i++) {
            CodeCollector.Function function = sorted.get(i);
            // Of several that begin at one address the last one counts.
            if (i + 1 < sorted.size() && sorted.get(i + 1).start == function.start) {
                continue;
            }
            boolean far = !block.isEmpty() && function.start - block.getFirst().start > Integer.MAX_VALUE / 2;
            if (inside >= NODES || far) {
                flush(block);
                inside = 0;
            }
            block.add(function);
            inside += 1 + function.inlined.length / 8;
        }
        flush(block);
        return blocks.end(Format.FUNCTIONS, module);
    }

    private void flush(List<CodeCollector.Function> block) {
        if (!block.isEmpty()) {
            blocks.add(block.getFirst().start, block.size(), new Columns(block.getFirst().start).fill(block));
            block.clear();
        }
    }

    /** The columns of one block. */
    private final class Columns {
        private final Bytes starts = new Bytes();
        private final Bytes lengths = new Bytes();
        private final Bytes functionNames = new Bytes();
        private final Bytes counts = new Bytes();
        private final Bytes depths = new Bytes();
        private final Bytes nodeNames = new Bytes();
        private final Bytes files = new Bytes();
        private final Bytes lines = new Bytes();
        private final Bytes columns = new Bytes();
        private final Bytes rangeCounts = new Bytes();
        private final Bytes rangeStarts = new Bytes();
        private final Bytes rangeLengths = new Bytes();
        private final Map<Integer, Integer> lastLines = new HashMap<>();
        private long end;
        private int nodes;
        private int ranges;

        Columns(long key) {
            end = key;
        }

        byte[] fill(List<CodeCollector.Function> block) {
            for (CodeCollector.Function function : block) {
                starts.sleb(function.start - end);
                end = function.start + function.length;
                lengths.uleb(function.length);
                functionNames.uleb(function.name);
                counts.uleb(tree(function));
            }
            Bytes out = new Bytes().uleb(block.size()).uleb(nodes).uleb(ranges);
            out.put(starts).put(lengths).put(functionNames).put(counts);
            out.put(depths).put(nodeNames).put(files).put(lines).put(columns);
            out.put(rangeCounts).put(rangeStarts).put(rangeLengths);
            return out.toArray();
        }

        private int tree(CodeCollector.Function function) {
            int[] in = function.inlined;
            int[] callers = new int[DEEPEST + 2];
            callers[0] = function.name;
            int count = 0;
            int deepest = 0;
            int before = 0;
            int at = 0;
            while (at < in.length) {
                int depth = in[at];
                int rangesHere = in[at + 5];
                if (depth <= deepest && depth < DEEPEST) {
                    node(in, at, callers[depth]);
                    for (int i = 0; i < rangesHere; i++) {
                        rangeStarts.sleb(in[at + 6 + i * 2] - before);
                        before = in[at + 6 + i * 2];
                        rangeLengths.uleb(in[at + 7 + i * 2]);
                    }
                    ranges += rangesHere;
                    callers[depth + 1] = in[at + 1];
                    deepest = depth + 1;
                    count++;
                }
                at += 6 + rangesHere * 2;
            }
            nodes += count;
            return count;
        }

        private void node(int[] in, int at, int caller) {
            depths.uleb(in[at]);
            nodeNames.uleb(in[at + 1]);
            int file = in[at + 2];
            if (caller != 0 && names.beside(caller) == 0) {
                names.setBeside(caller, file);
            }
            files.uleb(caller != 0 && names.beside(caller) == file ? 0 : file + 1);
            lines.sleb(in[at + 3] - lastLines.getOrDefault(caller, 0));
            lastLines.put(caller, in[at + 3]);
            columns.uleb(in[at + 4] & 0xffffffffL);
            rangeCounts.uleb(in[at + 5] - 1);
        }
    }
}
