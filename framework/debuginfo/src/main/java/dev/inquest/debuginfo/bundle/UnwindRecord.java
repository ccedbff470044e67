package dev.inquest.debuginfo.bundle;

import dev.inquest.api.layout.UnwindRow;
import dev.inquest.api.layout.UnwindRule;
import dev.inquest.debuginfo.data.Cursor;
import dev.inquest.debuginfo.data.MalformedException;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.Map;

/** Reads unwind rows; the package has their form. */
final class UnwindRecord {
    private static final UnwindRow.Kind[] KINDS = {
        UnwindRow.Kind.CALL,
        UnwindRow.Kind.REGISTERS,
        UnwindRow.Kind.PARTIAL_REGISTERS,
        UnwindRow.Kind.END,
        UnwindRow.Kind.UNDEFINED
    };
    private static final int MOST_REGISTERS = 4096;

    private UnwindRecord() {}

    static UnwindRow read(Cursor in) throws MalformedException {
        int kind = in.u8();
        if (kind >= KINDS.length) {
            throw in.malformed("an unwind row of kind " + kind);
        }
        int flags = in.u8();
        int returnAddress = (int) in.uleb();
        UnwindRule cfa = rule(in);
        int count = LineBlock.count(in, 2);
        if (count > MOST_REGISTERS) {
            throw in.malformed(count + " registers");
        }
        Map<Integer, UnwindRule> rules = new HashMap<>();
        for (int i = 0; i < count; i++) {
            int register = (int) in.uleb();
            rules.put(register, rule(in));
        }
        return new UnwindRow(
                KINDS[kind], cfa, Map.copyOf(rules), returnAddress, (flags & 1) != 0, (flags & 2) != 0 ? "orc" : "cfi");
    }

    private static UnwindRule rule(Cursor in) throws MalformedException {
        int rule = in.u8();
        return switch (rule) {
            case 0 -> new UnwindRule.Undefined();
            case 1 -> new UnwindRule.SameValue();
            case 2 -> new UnwindRule.AtCfa(in.sleb());
            case 3 -> new UnwindRule.CfaPlus(in.sleb());
            case 4 -> new UnwindRule.RegisterPlus((int) in.uleb(), in.sleb());
            case 5 -> new UnwindRule.Deref((int) in.uleb(), in.sleb(), in.sleb());
            case 6, 7 -> {
                int size = LineBlock.count(in, 1);
                byte[] operations = in.bytes(size);
                yield new UnwindRule.Expression(MemorySegment.ofArray(operations), rule == 7);
            }
            default -> throw in.malformed("unwind rule " + rule + " is not known");
        };
    }
}
