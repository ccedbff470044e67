package dev.inquest.disassembler.capstone;

import dev.inquest.capstone.Detail;
import dev.inquest.capstone.Instruction;
import dev.inquest.capstone.Operand;
import java.util.Set;

/**
 * Prefixes as binutils shows them: those that change nothing, which compilers use to make instructions longer, are named in the order of the bytes. Intel SDM
 * volume 2, 2.1.1; in 64-bit mode the overrides by cs, ds, es and ss have no effect (volume 1, 3.3.4.2).
 */
final class X86Prefixes {
    private static final Set<String> STRINGS = Set.of("movs", "stos", "lods", "scas", "cmps", "ins", "outs");

    private X86Prefixes() {}

    /** Returns the prefixes, each followed by a blank. */
    static String of(Instruction instruction, Detail.X86 detail, String plain, byte[] code, int offset) {
        int end = offset + instruction.length();
        int at = offset;
        while (at < end && legacy(code[at] & 0xff)) {
            at++;
        }
        if (at == offset) {
            return "";
        }
        String capstone = instruction.mnemonic();
        StringBuilder text = new StringBuilder();
        int sizes = 0;
        for (int i = offset; i < at; i++) {
            sizes += code[i] == 0x66 ? 1 : 0;
        }
        boolean sizeUsed = sizes > 0 && sizeUsed(detail, code, at, plain);
        for (int i = offset; i < at; i++) {
            int prefix = code[i] & 0xff;
            switch (prefix) {
                case 0x66 -> text.append(sizes-- > 1 || !sizeUsed ? "data16 " : "");
                case 0x67 -> text.append(memory(detail) ? "" : "addr32 ");
                case 0x26 -> text.append("es ");
                case 0x2e -> text.append(conditional(detail) ? "" : "cs ");
                case 0x36 -> text.append("ss ");
                case 0x3e -> text.append(indirectBranch(detail, plain) ? "notrack " : conditional(detail) ? "" : "ds ");
                case 0x64, 0x65 -> text.append(memory(detail) ? "" : prefix == 0x64 ? "fs " : "gs ");
                case 0xf0 -> text.append("lock ");
                case 0xf2, 0xf3 -> text.append(repeat(detail, capstone, plain, prefix));
                default -> {}
            }
        }
        return text.toString();
    }

    private static boolean legacy(int code) {
        return switch (code) {
            case 0x26, 0x2e, 0x36, 0x3e, 0x64, 0x65, 0x66, 0x67, 0xf0, 0xf2, 0xf3 -> true;
            default -> false;
        };
    }

    /** Returns whether one operand-size prefix does something: sizes an operand, or belongs to the opcode. */
    private static boolean sizeUsed(Detail.X86 detail, byte[] code, int at, String plain) {
        boolean wide = (code[at] & 0xf8) == 0x48;
        if (detail.opcode() >> 8 == 0x0f
                && detail.features().stream()
                        .anyMatch(f -> f.startsWith("sse")
                                || f.startsWith("avx")
                                || f.equals("adx")
                                || f.equals("aes")
                                || f.equals("pclmul"))) {
            return true;
        }
        if (plain.startsWith("wruss")) {
            return true;
        }
        return !wide && !plain.startsWith("call") && !plain.startsWith("j") && !plain.equals("ret");
    }

    private static boolean memory(Detail.X86 detail) {
        for (Operand operand : detail.operands()) {
            if (operand.value() instanceof Operand.InMemory) {
                return true;
            }
        }
        return false;
    }

    static boolean conditional(Detail.X86 detail) {
        int opcode = detail.opcode();
        return (opcode & 0xf0) == 0x70 && opcode <= 0xff || (opcode & 0xfff0) == 0x0f80;
    }

    private static boolean indirectBranch(Detail.X86 detail, String plain) {
        return (plain.equals("jmp") || plain.equals("call")) && detail.opcode() == 0xff;
    }

    private static String repeat(Detail.X86 detail, String capstone, String plain, int prefix) {
        String word = capstone.indexOf(' ') < 0 ? "" : capstone.substring(0, capstone.lastIndexOf(' ') + 1);
        if (prefix == 0xf2 && (plain.equals("call") || plain.equals("jmp") || plain.equals("ret"))) {
            return "bnd ";
        }
        if (prefix == 0xf3 && plain.equals("ret")) {
            return "repz ";
        }
        String base =
                plain.isEmpty() ? plain : STRINGS.contains(plain) ? plain : plain.substring(0, plain.length() - 1);
        if (STRINGS.contains(base) && !detail.operands().isEmpty() && detail.opcode() < 0x100) {
            boolean compares = base.equals("cmps") || base.equals("scas");
            return prefix == 0xf2 ? "repnz " : compares ? "repz " : "rep ";
        }
        // Otherwise it belongs to the opcode, unless Capstone says that it does not.
        return word.startsWith("rep") ? (prefix == 0xf2 ? "repnz " : "repz ") : "";
    }
}
