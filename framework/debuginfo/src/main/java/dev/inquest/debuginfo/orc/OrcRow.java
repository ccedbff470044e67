package dev.inquest.debuginfo.orc;

import dev.inquest.api.layout.UnwindRow;
import dev.inquest.api.layout.UnwindRule;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Puts one row into the terms of DWARF; registers are numbered as in the x86_64 psABI, figure 3.36. */
final class OrcRow {
    private static final int RAX = 0;
    private static final int RDX = 1;
    private static final int RDI = 5;
    private static final int RBP = 6;
    private static final int RSP = 7;
    private static final int R10 = 10;
    private static final int R13 = 13;
    private static final int RETURN_ADDRESS = 16;
    private static final UnwindRule UNDEFINED = new UnwindRule.Undefined();
    private static final UnwindRule RETURN_ADDRESS_RULE = new UnwindRule.AtCfa(-8);
    private static final UnwindRule STACK_POINTER_RULE = new UnwindRule.CfaPlus(0);

    /** What an {@code sp_reg} or {@code bp_reg} stands for, whatever its number. */
    private enum Base {
        UNDEFINED,
        PREV_SP,
        DX,
        DI,
        BP,
        SP,
        R10,
        R13,
        BP_INDIRECT,
        SP_INDIRECT,
        AX
    }

    private static final Base[] NUMBERS = Base.values();
    private static final Base[] NUMBERS_7_1 = {
        Base.UNDEFINED,
        Base.AX,
        Base.DX,
        Base.SP,
        Base.BP,
        Base.DI,
        Base.R10,
        Base.R13,
        Base.PREV_SP,
        Base.SP_INDIRECT,
        Base.BP_INDIRECT
    };

    private OrcRow() {}

    /** Makes a row of its three numbers. */
    static UnwindRow of(OrcFormat format, int spOffset, int bpOffset, int flags) {
        Base sp = base(format, flags & 0xf);
        UnwindRow.Kind kind = kind(format, flags, sp);
        UnwindRule cfa = kind == UnwindRow.Kind.END || kind == UnwindRow.Kind.UNDEFINED ? null : cfa(sp, spOffset);
        if (cfa == null) {
            return new UnwindRow(
                    kind == UnwindRow.Kind.END ? kind : UnwindRow.Kind.UNDEFINED,
                    UNDEFINED,
                    Map.of(),
                    RETURN_ADDRESS,
                    false,
                    "orc");
        }
        boolean call = kind == UnwindRow.Kind.CALL;
        // Before there was a bit for it, the kernel took every frame of registers for an interrupted one.
        boolean interrupted = format.signalBit() < 0 ? !call : (flags >>> format.signalBit() & 1) != 0;
        return new UnwindRow(
                kind,
                cfa,
                registers(call, bp(base(format, flags >>> 4 & 0xf), bpOffset)),
                RETURN_ADDRESS,
                interrupted,
                "orc");
    }

    /** Returns whether a row only closes a section, or says that nothing is known. */
    static boolean undefined(OrcFormat format, int flags) {
        return kind(format, flags, base(format, flags & 0xf)) == UnwindRow.Kind.UNDEFINED;
    }

    private static @Nullable Base base(OrcFormat format, int number) {
        Base[] numbers = format.renumbered() ? NUMBERS_7_1 : NUMBERS;
        return number < numbers.length ? numbers[number] : null;
    }

    private static UnwindRow.Kind kind(OrcFormat format, int flags, @Nullable Base sp) {
        if (format.typeTellsEnd()) {
            return switch (flags >>> 8 & 7) {
                case 1 -> UnwindRow.Kind.END;
                case 2 -> UnwindRow.Kind.CALL;
                case 3 -> UnwindRow.Kind.REGISTERS;
                case 4 -> UnwindRow.Kind.PARTIAL_REGISTERS;
                default -> UnwindRow.Kind.UNDEFINED;
            };
        }
        if (sp == Base.UNDEFINED) {
            boolean end = format.endBit() < 0 || (flags >>> format.endBit() & 1) != 0;
            return end ? UnwindRow.Kind.END : UnwindRow.Kind.UNDEFINED;
        }
        return switch (flags >>> 8 & 3) {
            case 0 -> UnwindRow.Kind.CALL;
            case 1 -> UnwindRow.Kind.REGISTERS;
            case 2 -> UnwindRow.Kind.PARTIAL_REGISTERS;
            default -> UnwindRow.Kind.UNDEFINED;
        };
    }

    private static @Nullable UnwindRule cfa(@Nullable Base sp, int offset) {
        if (sp == null) {
            return null;
        }
        return switch (sp) {
            case SP -> new UnwindRule.RegisterPlus(RSP, offset);
            case BP -> new UnwindRule.RegisterPlus(RBP, offset);
            case SP_INDIRECT -> new UnwindRule.Deref(RSP, 0, offset);
            case BP_INDIRECT -> new UnwindRule.Deref(RBP, offset, 0);
            // The kernel adds no offset to the registers that hold the stack pointer for a while.
            case AX -> new UnwindRule.RegisterPlus(RAX, 0);
            case DX -> new UnwindRule.RegisterPlus(RDX, 0);
            case DI -> new UnwindRule.RegisterPlus(RDI, 0);
            case R10 -> new UnwindRule.RegisterPlus(R10, 0);
            case R13 -> new UnwindRule.RegisterPlus(R13, 0);
            case UNDEFINED, PREV_SP -> null;
        };
    }

    private static @Nullable UnwindRule bp(@Nullable Base bp, int offset) {
        if (bp == null) {
            return UNDEFINED;
        }
        return switch (bp) {
            case UNDEFINED -> null;
            case PREV_SP -> new UnwindRule.AtCfa(offset);
            case BP -> new UnwindRule.Deref(RBP, offset, 0);
            default -> UNDEFINED;
        };
    }

    private static Map<Integer, UnwindRule> registers(boolean call, @Nullable UnwindRule bp) {
        if (!call) {
            return bp == null ? Map.of() : Map.of(RBP, bp);
        }
        return bp == null
                ? Map.of(RETURN_ADDRESS, RETURN_ADDRESS_RULE, RSP, STACK_POINTER_RULE)
                : Map.of(RETURN_ADDRESS, RETURN_ADDRESS_RULE, RSP, STACK_POINTER_RULE, RBP, bp);
    }
}
