package dev.inquest.debuginfo.bundle;

import dev.inquest.api.layout.LineSource;
import dev.inquest.debuginfo.data.MalformedException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lines and inlined functions of a placed kernel or module; either may be missing from the file. */
final class BundleLines implements LineSource {
    private final @Nullable Blocks lines;
    private final @Nullable Blocks functions;
    private final @Nullable Texts files;
    private final @Nullable Texts names;
    private final BundlePlacement placement;

    BundleLines(
            @Nullable Blocks lines,
            @Nullable Blocks functions,
            @Nullable Texts files,
            @Nullable Texts names,
            BundlePlacement placement) {
        this.lines = lines;
        this.functions = functions;
        this.files = files;
        this.names = names;
        this.placement = placement;
    }

    /** Where an instruction comes from, before inlining is told. */
    private record Row(@Nullable String file, int line, int column) {}

    @Override
    public List<Position> positions(long pc) {
        int section = placement.covering(pc);
        if (section < 0) {
            return List.of();
        }
        long address = placement.linked(section, pc);
        Row row = null;
        try {
            row = row(address);
            return positions(address, row);
        } catch (MalformedException e) {
            return row == null ? List.of() : List.of(new Position(null, false, row.file, row.line, row.column));
        }
    }

    private @Nullable Row row(long address) throws MalformedException {
        int number = lines == null ? -1 : lines.floor(address, 0);
        if (lines == null || number < 0) {
            return null;
        }
        LineBlock block = LineBlock.of(lines.block(number));
        int position = block.find(address - lines.key(number));
        if (position < 0 || block.file(position) == 0) {
            return null;
        }
        return new Row(file(block.file(position)), block.line(position), block.column(position));
    }

    /** Returns the name of a file; number 1 stands for one that the compiler did not name. */
    private @Nullable String file(long number) throws MalformedException {
        return files == null || number < 2 ? null : files.text(number - 1);
    }

    private List<Position> positions(long address, @Nullable Row row) throws MalformedException {
        String file = row == null ? null : row.file;
        int line = row == null ? 0 : row.line;
        int column = row == null ? 0 : row.column;
        int number = functions == null ? -1 : functions.floor(address, 0);
        FunctionBlock block = functions == null || number < 0 ? null : FunctionBlock.of(functions.block(number));
        long distance = functions == null || number < 0 ? 0 : address - functions.key(number);
        int function = block == null ? -1 : block.find(distance);
        if (block == null || names == null || function < 0) {
            return row == null ? List.of() : List.of(new Position(null, false, file, line, column));
        }
        FunctionBlock.Nodes nodes = block.nodes();
        int[] chain = block.chain(function, distance);
        List<Position> positions = new ArrayList<>(chain.length + 1);
        for (int i = chain.length - 1; i >= 0; i--) {
            int node = chain[i];
            positions.add(new Position(names.text(nodes.names[node]), true, file, line, column));
            int caller = i == 0 ? block.name(function) : nodes.names[chain[i - 1]];
            // 0 stands for the file that the calling function's calls mostly come from.
            file = file(nodes.files[node] == 0 ? names.number(caller) : nodes.files[node] - 1);
            line = nodes.lines[node];
            column = nodes.columns[node];
        }
        positions.add(new Position(names.text(block.name(function)), false, file, line, column));
        return positions;
    }
}
