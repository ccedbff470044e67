package dev.inquest.debuginfo.bundle.build;

import dev.inquest.api.layout.UnwindRow;
import dev.inquest.api.layout.UnwindRule;
import dev.inquest.api.layout.UnwindSource;
import dev.inquest.api.progress.Progress;
import dev.inquest.debuginfo.bundle.Format;
import dev.inquest.debuginfo.data.Boundaries;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Gathers unwind tables of any origin as the rows that they give, and where these begin to hold. */
final class UnwindCollector {
    private static final int ROWS = 256;
    private static final int BLOCK = 4 << 10;

    private final Map<String, Integer> numbers = new HashMap<>();
    private final List<Bytes> rows = new ArrayList<>();

    /** Writes the table of a kernel or module. */
    SectionData write(UnwindSource source, Boundaries boundaries, Sections sections, int module, Progress progress) {
        long[] addresses = addresses(boundaries, sections);
        BlockWriter blocks = new BlockWriter();
        List<long[]> block = new ArrayList<>();
        int last = 0;
        for (int i = 0; i < addresses.length && !progress.cancelled(); i++) {
            if ((i & 0xffff) == 0) {
                progress.report("reading unwind tables", i, addresses.length);
            }
            int row = number(source.row(addresses[i]));
            if (row == last) {
                continue;
            }
            last = row;
            boolean far = !block.isEmpty() && addresses[i] - block.getFirst()[0] > Integer.MAX_VALUE;
            if (block.size() == ROWS || far) {
                flush(block, blocks);
            }
            block.add(new long[] {addresses[i], row});
        }
        flush(block, blocks);
        return blocks.end(Format.UNWIND, module);
    }

    private static long[] addresses(Boundaries boundaries, Sections sections) {
        long[][] found = {new long[1 << 14]};
        int[] size = {0};
        boundaries.forEachBoundary(address -> {
            if (sections.code(address) || sections.code(address - 1)) {
                if (size[0] == found[0].length) {
                    found[0] = Arrays.copyOf(found[0], size[0] * 2);
                }
                found[0][size[0]++] = address ^ Long.MIN_VALUE;
            }
        });
        long[] addresses = Arrays.copyOf(found[0], size[0]);
        Arrays.sort(addresses);
        return Arrays.stream(addresses)
                .distinct()
                .map(address -> address ^ Long.MIN_VALUE)
                .toArray();
    }

    private static void flush(List<long[]> block, BlockWriter blocks) {
        if (block.isEmpty()) {
            return;
        }
        Bytes out = new Bytes().uleb(block.size());
        long key = block.getFirst()[0];
        long last = key;
        for (long[] row : block) {
            out.uleb(row[0] - last);
            last = row[0];
        }
        block.forEach(row -> out.uleb(row[1]));
        blocks.add(key, block.size(), out.toArray());
        block.clear();
    }

    /** Returns the number of a row from 1; 0 for no row. */
    private int number(@Nullable UnwindRow row) {
        if (row == null) {
            return 0;
        }
        Bytes record = record(row);
        String key = new String(record.toArray(), StandardCharsets.ISO_8859_1);
        Integer known = numbers.get(key);
        if (known == null) {
            rows.add(record);
            known = rows.size();
            numbers.put(key, known);
        }
        return known;
    }

    private static Bytes record(UnwindRow row) {
        Bytes out = new Bytes();
        out.u8(kind(row.kind()));
        out.u8((row.interrupted() ? 1 : 0) | (row.origin().equals("orc") ? 2 : 0));
        out.uleb(row.returnAddressRegister());
        rule(row.cfa(), out);
        out.uleb(row.registers().size());
        new TreeMap<>(row.registers()).forEach((register, rule) -> rule(rule, out.uleb(register)));
        return out;
    }

    private static int kind(UnwindRow.Kind kind) {
        return switch (kind) {
            case CALL -> 0;
            case REGISTERS -> 1;
            case PARTIAL_REGISTERS -> 2;
            case END -> 3;
            case UNDEFINED -> 4;
        };
    }

    private static void rule(UnwindRule rule, Bytes out) {
        switch (rule) {
            case UnwindRule.Undefined undefined -> out.u8(0);
            case UnwindRule.SameValue same -> out.u8(1);
            case UnwindRule.AtCfa at -> out.u8(2).sleb(at.offset());
            case UnwindRule.CfaPlus plus -> out.u8(3).sleb(plus.offset());
            case UnwindRule.RegisterPlus plus -> out.u8(4).uleb(plus.register()).sleb(plus.offset());
            case UnwindRule.Deref deref ->
                out.u8(5).uleb(deref.register()).sleb(deref.inner()).sleb(deref.outer());
            case UnwindRule.Expression expression -> {
                byte[] operations = expression.operations().toArray(ValueLayout.JAVA_BYTE);
                out.u8(expression.value() ? 7 : 6).uleb(operations.length).put(operations);
            }
        }
    }

    /** Writes the different rows, when there are any. */
    void writeRows(BundleWriter writer) {
        if (!rows.isEmpty()) {
            RecordWriter records = new RecordWriter(BLOCK);
            for (Bytes row : rows) {
                records.add(new Bytes().uleb(row.size()).put(row));
            }
            writer.add(records.end(Format.UNWIND_ROWS, 0));
        }
    }
}
