package dev.inquest.commands.disassembly;

import dev.inquest.api.disassembly.Decoder;
import dev.inquest.api.disassembly.Instruction;
import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.layout.LineSource;
import dev.inquest.api.layout.Symbol;
import dev.inquest.api.memory.Fault;
import dev.inquest.api.memory.Memory;
import dev.inquest.api.progress.Progress;
import dev.inquest.api.result.Address;
import dev.inquest.api.result.Row;
import dev.inquest.api.result.Unavailable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Decodes a range into rows, an instruction each. Where memory is not in the dump a row says why, and decoding goes on behind it. */
final class Listing {
    private static final int CHUNK = 1 << 16;
    private static final int PAGE = 4096;

    private final Kernel kernel;
    private final Memory memory;
    private final Decoder decoder;
    private final Progress progress;
    private final Options options;

    /**
     * What rows have.
     *
     * @param symbols whether addresses have symbols: not so in user space
     * @param lines whether to look for files and lines
     * @param marks where the task's stack is in the code
     * @param patches tells what the kernel changed while it ran
     */
    record Options(boolean symbols, boolean lines, Marks marks, Patches patches) {}

    Listing(Kernel kernel, Memory memory, Decoder decoder, Progress progress, Options options) {
        this.kernel = kernel;
        this.memory = memory;
        this.decoder = decoder;
        this.progress = progress;
        this.options = options;
    }

    /** Decodes. */
    List<Row> rows(Range range) {
        List<Row> rows = new ArrayList<>();
        boolean[] done = {false};
        long at = beginning(range);
        while (!done[0]
                && Long.compareUnsigned(at, range.end()) < 0
                && rows.size() < range.count()
                && !progress.cancelled()) {
            long left = range.end() - at;
            // The last instruction may reach over the end that was asked for.
            byte[] bytes = new byte[left < 0 || left > CHUNK ? CHUNK : (int) left + decoder.longest() - 1];
            Fault fault = null;
            int have = 0;
            while (have < bytes.length && fault == null) {
                int piece = (int) Math.min(bytes.length - have, PAGE - (at + have & PAGE - 1));
                fault = memory.tryRead(at + have, bytes, have, piece);
                have += fault == null ? piece : 0;
            }
            if (fault != null && Long.compareUnsigned(at + have, range.start()) < 0) {
                at = range.start();
            } else if (have > 0) {
                boolean more = fault == null && have < left;
                at = decode(range, Arrays.copyOf(bytes, have), at, more, rows, done);
            } else if (fault != null) {
                rows.add(located(new Row(), at, false)
                        .put("mnemonic", new Unavailable(fault.kind().words(), fault.message())));
                long next = (at | PAGE - 1) + 1;
                if (next == 0 || range.function() == null) {
                    break;
                }
                at = next;
            }
        }
        return rows;
    }

    /**
     * Returns where decoding begins: with the function, where instructions are of one length, since addresses are made by several of them and
     * the first may stand before what is shown.
     */
    private long beginning(Range range) {
        Symbol function = range.function();
        if (function == null || decoder.step() != decoder.longest()) {
            return range.start();
        }
        long before = range.start() - function.address();
        return before > 0 && before <= CHUNK / 2 && before % decoder.step() == 0 ? function.address() : range.start();
    }

    /** Returns where to go on. */
    private long decode(Range range, byte[] code, long start, boolean more, List<Row> rows, boolean[] done) {
        long[] next = {start};
        decoder.decode(code, start, instruction -> {
            long offset = instruction.address() - start;
            // What was cut off by the end of the piece is decoded with the next one.
            if (more && offset > 0 && offset + decoder.longest() > code.length) {
                return false;
            }
            if (Long.compareUnsigned(instruction.address(), range.start()) >= 0) {
                rows.add(row(instruction));
            }
            next[0] = instruction.address() + instruction.length();
            Long last = range.last();
            done[0] = last != null && Long.compareUnsigned(next[0], last + 1) >= 0
                    || Long.compareUnsigned(next[0], range.end()) >= 0;
            return !done[0] && rows.size() < range.count();
        });
        return next[0];
    }

    private Row row(Instruction instruction) {
        Row row = located(new Row(), instruction.address(), options.lines());
        row.put("bytes", HexFormat.of().formatHex(instruction.bytes()));
        row.put("mnemonic", instruction.mnemonic());
        row.put("operands", instruction.operands());
        row.put("flow", instruction.flow().word());
        named(row, "target", instruction.target());
        named(row, "data", instruction.data());
        String note = options.patches().note(instruction);
        row.put("note", note.isEmpty() ? null : note);
        Marks.Mark mark = options.marks().at(instruction.address(), instruction.length());
        row.put("frame", mark == null ? null : mark.frame());
        return row.put("exception", mark == null ? null : mark.exact());
    }

    private Row located(Row row, long address, boolean lines) {
        Symbol symbol = options.symbols() ? kernel.symbolAt(address) : null;
        row.put("address", new Address(address));
        row.put("symbol", symbol == null ? null : symbol.name());
        row.put("offset", symbol == null ? null : address - symbol.address());
        row.put("module", symbol == null ? null : symbol.module());
        LineSource.@Nullable Position position = null;
        if (lines) {
            List<LineSource.Position> positions = kernel.positions(address);
            position = positions.isEmpty() ? null : positions.getFirst();
            row.put("inlined", position == null || !position.inlined() ? null : position.function());
        }
        row.put("file", position == null ? null : position.file());
        return row.put("line", position == null || position.line() == 0 ? null : position.line());
    }

    private void named(Row row, String name, OptionalLong address) {
        if (address.isEmpty()) {
            row.put(name, null);
            row.put(name + "_symbol", null);
            return;
        }
        Symbol symbol = options.symbols() ? kernel.symbolAt(address.getAsLong()) : null;
        row.put(name, new Address(address.getAsLong()));
        row.put(name + "_symbol", symbol == null ? null : symbol.name());
        row.put(name + "_offset", symbol == null ? null : address.getAsLong() - symbol.address());
    }
}
