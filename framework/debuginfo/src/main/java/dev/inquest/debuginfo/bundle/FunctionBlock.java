package dev.inquest.debuginfo.bundle;

import dev.inquest.debuginfo.data.Cursor;
import dev.inquest.debuginfo.data.MalformedException;
import java.util.HashMap;
import java.util.Map;

/** The functions of one block with what is inlined in them: trees in the order of their first visit, each node with its depth. */
final class FunctionBlock {
    /** Compilers nest no deeper. */
    static final int DEEPEST = 255;

    private final int[] starts;
    private final int[] lengths;
    private final int[] names;
    private final int[] firstNodes;
    private final Nodes nodes;

    /** What is inlined, in arrays. Ranges are distances from the block's address. */
    static final class Nodes {
        final int[] depths;
        final int[] names;
        final int[] files;
        final int[] lines;
        final int[] columns;
        final int[] firstRanges;
        int[] starts = new int[0];
        int[] lengths = new int[0];

        Nodes(int count) {
            depths = new int[count];
            names = new int[count];
            files = new int[count];
            lines = new int[count];
            columns = new int[count];
            firstRanges = new int[count + 1];
        }
    }

    private FunctionBlock(int[] starts, int[] lengths, int[] names, int[] firstNodes, Nodes nodes) {
        this.starts = starts;
        this.lengths = lengths;
        this.names = names;
        this.firstNodes = firstNodes;
        this.nodes = nodes;
    }

    static FunctionBlock of(Blocks.Block block) throws MalformedException {
        if (block.parsed() instanceof FunctionBlock known) {
            return known;
        }
        FunctionBlock made = read(block.cursor());
        block.keep(made);
        return made;
    }

    private static FunctionBlock read(Cursor in) throws MalformedException {
        int functions = LineBlock.count(in, 4);
        int count = LineBlock.count(in, 7);
        int ranges = LineBlock.count(in, 2);
        int[] starts = new int[functions];
        int[] lengths = new int[functions];
        int[] names = new int[functions];
        int[] first = new int[functions + 1];
        for (int i = 0; i < functions; i++) {
            starts[i] = (int) in.sleb();
        }
        numbers(in, lengths);
        for (int i = 1; i < functions; i++) {
            starts[i] += starts[i - 1] + lengths[i - 1];
        }
        numbers(in, names);
        for (int i = 0; i < functions; i++) {
            first[i + 1] = sum(in, first[i], (int) in.uleb(), count);
        }
        Nodes nodes = new Nodes(count);
        numbers(in, nodes.depths);
        numbers(in, nodes.names);
        numbers(in, nodes.files);
        lines(in, names, first, nodes);
        numbers(in, nodes.columns);
        for (int i = 0; i < count; i++) {
            nodes.firstRanges[i + 1] = sum(in, nodes.firstRanges[i], (int) in.uleb() + 1, ranges);
        }
        nodes.starts = new int[ranges];
        nodes.lengths = new int[ranges];
        for (int i = 0; i < ranges; i++) {
            nodes.starts[i] = (int) in.sleb();
        }
        numbers(in, nodes.lengths);
        place(functions, starts, first, nodes);
        return new FunctionBlock(starts, lengths, names, first, nodes);
    }

    private static void numbers(Cursor in, int[] numbers) throws MalformedException {
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (int) in.uleb();
        }
    }

    private static int sum(Cursor in, int before, int more, int most) throws MalformedException {
        if (more < 0 || more > most - before) {
            throw in.malformed("a function has more inside than its block");
        }
        return before + more;
    }

    /** A line is a distance from that of the last call in the block from the same function. */
    private static void lines(Cursor in, int[] names, int[] first, Nodes nodes) throws MalformedException {
        Map<Integer, Integer> last = new HashMap<>();
        int[] callers = new int[DEEPEST + 1];
        for (int function = 0; function < names.length; function++) {
            callers[0] = names[function];
            int deepest = 0;
            for (int i = first[function]; i < first[function + 1]; i++) {
                int depth = nodes.depths[i];
                if (depth < 0 || depth > deepest || depth >= DEEPEST) {
                    throw in.malformed("what is inlined is nested " + depth + " deep");
                }
                int line = last.getOrDefault(callers[depth], 0) + (int) in.sleb();
                nodes.lines[i] = line;
                last.put(callers[depth], line);
                callers[depth + 1] = nodes.names[i];
                deepest = depth + 1;
            }
        }
    }

    /** A function's first range begins at a distance from the function's start, each other one at a distance from that before. */
    private static void place(int functions, int[] starts, int[] first, Nodes nodes) {
        for (int i = 0; i < functions; i++) {
            int before = starts[i];
            for (int node = first[i]; node < first[i + 1]; node++) {
                for (int range = nodes.firstRanges[node]; range < nodes.firstRanges[node + 1]; range++) {
                    nodes.starts[range] += before;
                    before = nodes.starts[range];
                }
            }
        }
    }

    /** Returns the function at a distance from the block's address, or -1. */
    int find(long distance) {
        int low = 0;
        int high = starts.length - 1;
        while (low <= high) {
            int middle = low + high >>> 1;
            if (starts[middle] <= distance) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return high >= 0 && distance - starts[high] < lengths[high] ? high : -1;
    }

    int name(int function) {
        return names[function];
    }

    Nodes nodes() {
        return nodes;
    }

    /** Returns the nodes that hold a place, outermost first. */
    int[] chain(int function, long distance) {
        int[] chain = new int[8];
        int depth = 0;
        for (int node = firstNodes[function]; node < firstNodes[function + 1]; node++) {
            if (nodes.depths[node] < depth) {
                break;
            }
            if (nodes.depths[node] == depth && holds(node, distance)) {
                chain = depth == chain.length ? java.util.Arrays.copyOf(chain, depth * 2) : chain;
                chain[depth++] = node;
            }
        }
        return java.util.Arrays.copyOf(chain, depth);
    }

    private boolean holds(int node, long distance) {
        for (int i = nodes.firstRanges[node]; i < nodes.firstRanges[node + 1]; i++) {
            if (distance >= nodes.starts[i] && distance - nodes.starts[i] < nodes.lengths[i]) {
                return true;
            }
        }
        return false;
    }
}
