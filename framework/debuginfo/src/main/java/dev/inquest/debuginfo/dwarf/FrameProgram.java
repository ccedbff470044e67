package dev.inquest.debuginfo.dwarf;

import dev.inquest.api.layout.UnwindRow;
import dev.inquest.api.layout.UnwindRule;
import dev.inquest.debuginfo.data.Cursor;
import dev.inquest.debuginfo.data.MalformedException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** Interprets call frame instructions up to an address (DWARF 5, section 6.4.2). */
final class FrameProgram {
    private static final int MAXIMUM_SAVED = 64;
    private static final int MAXIMUM_REGISTER = 4096;

    private final FrameEntry.Common common;
    private Map<Integer, UnwindRule> rules = new HashMap<>();
    private Map<Integer, UnwindRule> initial = Map.of();
    private int cfaRegister;
    private long cfaOffset;
    private @Nullable UnwindRule cfaExpression;
    private final Deque<Saved> saved = new ArrayDeque<>();
    private @Nullable LongConsumer locations;

    private record Saved(
            Map<Integer, UnwindRule> rules,
            int cfaRegister,
            long cfaOffset,
            @Nullable UnwindRule cfaExpression) {}

    private FrameProgram(FrameEntry.Common common) {
        this.common = common;
    }

    /** Returns the row that holds at an address as linked. */
    static UnwindRow row(FrameEntry entry, long address) throws MalformedException {
        FrameEntry.Common common = entry.common();
        FrameProgram program = new FrameProgram(common);
        Cursor first = new Cursor(entry.program().where(), entry.program().data());
        program.run(first.seek(common.start()).limit(common.end()), 0, 0);
        program.initial = Map.copyOf(program.rules);
        program.run(entry.program(), entry.start(), address);
        return program.result();
    }

    /** Gives the addresses as linked at which an entry's rows begin, but for the first. */
    static void forEachLocation(FrameEntry entry, LongConsumer action) throws MalformedException {
        FrameProgram program = new FrameProgram(entry.common());
        program.locations = action;
        program.run(entry.program(), entry.start(), -1);
    }

    private UnwindRow result() {
        UnwindRule cfa = cfaExpression != null ? cfaExpression : new UnwindRule.RegisterPlus(cfaRegister, cfaOffset);
        boolean end = rules.get(common.returnRegister()) instanceof UnwindRule.Undefined;
        return new UnwindRow(
                end ? UnwindRow.Kind.END : UnwindRow.Kind.CALL,
                cfa,
                Map.copyOf(rules),
                common.returnRegister(),
                common.signal(),
                "cfi");
    }

    private void run(Cursor in, long start, long address) throws MalformedException {
        long location = start;
        while (!in.atEnd()) {
            int opcode = in.u8();
            int low = opcode & 0x3f;
            long advance = -1;
            switch (opcode >> 6) {
                case 1 -> advance = low;
                case 2 -> set(low, new UnwindRule.AtCfa(in.uleb() * common.dataFactor()));
                case 3 -> restore(low);
                default -> {
                    switch (low) {
                        case 0x00 -> {}
                        case 0x01 -> {
                            long next = in.unsigned(common.addressSize());
                            if (Long.compareUnsigned(next, address) > 0) {
                                return;
                            }
                            location = next;
                            reached(location);
                        }
                        case 0x02 -> advance = in.u8();
                        case 0x03 -> advance = in.u16();
                        case 0x04 -> advance = in.u32();
                        default -> other(low, in);
                    }
                }
            }
            if (advance > 0) {
                location += advance * common.codeFactor();
                if (Long.compareUnsigned(location, address) > 0) {
                    return;
                }
                reached(location);
            }
        }
    }

    private void reached(long location) {
        if (locations != null) {
            locations.accept(location);
        }
    }

    private void other(int opcode, Cursor in) throws MalformedException {
        switch (opcode) {
            case 0x05 -> set(register(in), new UnwindRule.AtCfa(in.uleb() * common.dataFactor()));
            case 0x06 -> restore(register(in));
            case 0x07 -> set(register(in), new UnwindRule.Undefined());
            case 0x08 -> set(register(in), new UnwindRule.SameValue());
            case 0x09 -> set(register(in), new UnwindRule.RegisterPlus(register(in), 0));
            case 0x0a -> save(in);
            case 0x0b -> restoreState(in);
            case 0x0c -> cfa(register(in), in.uleb());
            case 0x0d -> cfa(register(in), cfaOffset);
            case 0x0e -> cfa(cfaRegister, in.uleb());
            case 0x0f -> cfaExpression = expression(in, true);
            case 0x10 -> set(register(in), expression(in, false));
            case 0x11 -> set(register(in), new UnwindRule.AtCfa(in.sleb() * common.dataFactor()));
            case 0x12 -> cfa(register(in), in.sleb() * common.dataFactor());
            case 0x13 -> cfa(cfaRegister, in.sleb() * common.dataFactor());
            case 0x14 -> set(register(in), new UnwindRule.CfaPlus(in.uleb() * common.dataFactor()));
            case 0x15 -> set(register(in), new UnwindRule.CfaPlus(in.sleb() * common.dataFactor()));
            case 0x16 -> set(register(in), expression(in, true));
            // DW_CFA_AARCH64_negate_ra_state: the return address is signed; who unwinds strips that anyway.
            case 0x2d -> {}
            case 0x2e -> in.skipLeb();
            case 0x2f -> set(register(in), new UnwindRule.AtCfa(-in.uleb() * common.dataFactor()));
            default -> throw in.malformed("frame instruction 0x" + Integer.toHexString(opcode) + " is not known");
        }
    }

    private static int register(Cursor in) throws MalformedException {
        long register = in.uleb();
        if (register < 0 || register > MAXIMUM_REGISTER) {
            throw in.malformed("register " + Long.toUnsignedString(register));
        }
        return (int) register;
    }

    private void set(int register, UnwindRule rule) {
        rules.put(register, rule);
    }

    private void restore(int register) {
        UnwindRule rule = initial.get(register);
        if (rule == null) {
            rules.remove(register);
        } else {
            rules.put(register, rule);
        }
    }

    private void cfa(int register, long offset) {
        cfaRegister = register;
        cfaOffset = offset;
        cfaExpression = null;
    }

    private void save(Cursor in) throws MalformedException {
        if (saved.size() == MAXIMUM_SAVED) {
            throw in.malformed("more than " + MAXIMUM_SAVED + " remembered states");
        }
        saved.push(new Saved(Map.copyOf(rules), cfaRegister, cfaOffset, cfaExpression));
    }

    private void restoreState(Cursor in) throws MalformedException {
        Saved state = saved.poll();
        if (state == null) {
            throw in.malformed("no state was remembered");
        }
        rules = new HashMap<>(state.rules());
        cfaRegister = state.cfaRegister();
        cfaOffset = state.cfaOffset();
        cfaExpression = state.cfaExpression();
    }

    private static UnwindRule expression(Cursor in, boolean value) throws MalformedException {
        long size = in.uleb();
        int start = in.position();
        in.skip(size);
        return new UnwindRule.Expression(MemorySegment.ofBuffer(in.data().slice(start, (int) size)), value);
    }
}
