package dev.inquest.disassembler.capstone;

import dev.inquest.api.disassembly.Instruction.Flow;
import dev.inquest.capstone.Instruction;
import java.nio.ByteOrder;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * 64-bit PowerPC as binutils writes it: numbers in decimal, no blank behind commas, and more of the extended mnemonics than Capstone has. Instruction formats
 * and their fields: Power ISA 3.1, book I, 1.6.
 */
final class PowerPcSpeller implements Speller {
    /** A bit of the condition register as Capstone has it. */
    private static final Pattern CONDITION = Pattern.compile("\\bcr([0-7])(lt|gt|eq|un|so)\\b");

    private final ByteOrder order;
    private final PowerPcMnemonics mnemonics = new PowerPcMnemonics();

    PowerPcSpeller(ByteOrder order) {
        this.order = order;
    }

    @Override
    public Spelling spell(Instruction instruction, String name, byte[] code, int offset) {
        int word = Words.at(code, offset, order);
        OptionalLong target = target(word, instruction.address());
        String[] other = mnemonics.of(word);
        String mnemonic = other != null ? other[0] : mnemonic(instruction.mnemonic());
        String operands =
                other != null ? other[1] : operands(mnemonic, decimal(instruction.operandText(), target.isPresent()));
        if (word >>> 16 == 0x429f && target.isPresent()) {
            // The usual way to read the program counter: a branch always with a hint that the architecture has no name
            // for.
            mnemonic = (word & 1) != 0 ? "bcl" : "bc";
            operands = "20,4*cr7+so," + AttOperands.hex(target.getAsLong());
        }
        Flow flow = flow(word);
        Spelling spelling = Spelling.of(instruction, mnemonic, operands, flow);
        return target.isPresent() ? spelling.withTarget(target.getAsLong()) : spelling;
    }

    private static String mnemonic(String mnemonic) {
        return switch (mnemonic) {
            case "cp_abort" -> "cpabort";
            case "waitimpl" -> "pause_short";
            case "sync" -> "hwsync";
            default -> mnemonic;
        };
    }

    @Override
    public Spelling bad(byte[] code, int offset, int length) {
        if (length < 4) {
            return Words.bytes(code, offset, length);
        }
        int word = Words.at(code, offset, order);
        String @Nullable [] other = mnemonics.of(word);
        return other != null
                ? new Spelling(other[0], other[1], flow(word), OptionalLong.empty(), OptionalLong.empty(), 4)
                : Spelling.bad(".long", AttOperands.hex(word & 0xffffffffL), 4);
    }

    /** Returns where the branch goes, whose address Capstone gives without telling that it is a branch. */
    static OptionalLong target(int word, long address) {
        int opcode = word >>> 26;
        if (opcode != 18 && opcode != 16) {
            return OptionalLong.empty();
        }
        long distance = opcode == 18 ? word << 6 >> 6 & ~3 : (short) word & ~3;
        boolean absolute = (word & 2) != 0;
        return OptionalLong.of(absolute ? distance : address + distance);
    }

    static Flow flow(int word) {
        boolean link = (word & 1) != 0;
        int extended = word >>> 1 & 0x3ff;
        return switch (word >>> 26) {
            case 18 -> link ? Flow.CALL : Flow.JUMP;
            case 16 -> link ? Flow.CALL : Flow.CONDITIONAL_JUMP;
            case 17 -> Flow.TRAP;
            case 3 -> (word >>> 21 & 31) == 31 ? Flow.TRAP : Flow.NEXT;
            case 31 -> extended == 4 && (word >>> 21 & 31) == 31 ? Flow.TRAP : Flow.NEXT;
            case 19 ->
                switch (extended) {
                    case 16 -> link ? Flow.CALL : Flow.RETURN;
                    case 528, 560 -> link ? Flow.CALL : Flow.JUMP;
                    // rfid, rfscv, hrfid
                    case 18, 82, 274 -> Flow.RETURN;
                    default -> Flow.NEXT;
                };
            default -> Flow.NEXT;
        };
    }

    private static String operands(String mnemonic, String text) {
        if (mnemonic.startsWith("cr")
                || mnemonic.startsWith("bc")
                || mnemonic.startsWith("bd")
                || mnemonic.equals("isel")) {
            return CONDITION.matcher(text).replaceAll(found -> {
                String bit = found.group(2).equals("un") ? "so" : found.group(2);
                return found.group(1).equals("0") ? bit : "4*cr" + found.group(1) + "+" + bit;
            });
        }
        if (mnemonic.endsWith("cix")) {
            return text.replace(",r0,", ",0,");
        }
        return mnemonic.equals("mtfsf") && text.endsWith(",0") ? text.substring(0, text.length() - 2) : text;
    }

    /** Writes hexadecimal numbers in decimal, except a target at the end, and takes the blanks behind commas out. */
    private static String decimal(String operands, boolean target) {
        StringBuilder text = new StringBuilder(operands.length());
        int last = target ? operands.lastIndexOf("0x") : -1;
        int at = 0;
        while (at < operands.length()) {
            char c = operands.charAt(at);
            if (c == '0' && at + 1 < operands.length() && operands.charAt(at + 1) == 'x' && at != last) {
                int end = at + 2;
                while (end < operands.length() && Character.digit(operands.charAt(end), 16) >= 0) {
                    end++;
                }
                text.append(Long.parseUnsignedLong(operands, at + 2, end, 16));
                at = end;
            } else {
                if (c != ' ') {
                    text.append(c);
                }
                at++;
            }
        }
        return text.toString();
    }
}
