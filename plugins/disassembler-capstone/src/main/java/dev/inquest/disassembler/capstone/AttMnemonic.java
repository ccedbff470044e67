package dev.inquest.disassembler.capstone;

import dev.inquest.capstone.Detail;
import dev.inquest.capstone.Instruction;
import dev.inquest.capstone.Operand;
import java.util.List;
import java.util.Set;

/**
 * AT&amp;T mnemonics as binutils 2.40 writes them. Capstone, as LLVM, always puts the operand's size behind the name ({@code movq %rax,%rbx}); binutils does so
 * only where no register tells it ({@code mov %rax,%rbx}, {@code movq $0x1,(%rax)}), and never for what has but one size in 64-bit mode ({@code call}).
 */
final class AttMnemonic {
    private static final String SUFFIXES = "bwlq";

    /** Their only size in 64-bit mode is 64 bits. */
    private static final Set<String> ONE_SIZE = Set.of(
            "call", "jmp", "ret", "push", "pop", "leave", "enter", "pushf", "popf", "pushfq", "popfq", "sldt", "str",
            "lldt", "ltr", "smsw", "lmsw");

    /** A register among their operands is a port, a count or a source of another size and does not tell the size. */
    private static final Set<String> SHIFTS = Set.of("shl", "sal", "shr", "sar", "rol", "ror", "rcl", "rcr");

    /** These keep what Capstone puts behind the name. */
    private static final Set<String> KEPT = Set.of("crc32", "movsx", "movzx", "movsxd");

    private AttMnemonic() {}

    static String of(Instruction instruction, Detail.X86 detail, String name, byte[] code, int offset) {
        String full = instruction.mnemonic();
        int blank = full.lastIndexOf(' ');
        String plain = plain(full.substring(blank + 1), name, detail, code[offset] & 0xff);
        return X86Prefixes.of(instruction, detail, plain, code, offset) + plain + hint(detail, code[offset]);
    }

    /** A prefix that told old processors whether a conditional jump is likely. */
    private static String hint(Detail.X86 detail, byte first) {
        boolean prefix = first == 0x3e || first == 0x2e;
        return prefix && X86Prefixes.conditional(detail) ? first == 0x3e ? ",pt" : ",pn" : "";
    }

    private static String plain(String mnemonic, String name, Detail.X86 detail, int first) {
        if (name.endsWith("pclmulqdq") && detail.operands().getFirst().value() instanceof Operand.Immediate halves) {
            String known = carryLess(mnemonic, (int) halves.number());
            if (!known.isEmpty()) {
                return known;
            }
        }
        String other = other(mnemonic, detail, first);
        if (!other.isEmpty()) {
            return other;
        }
        int last = mnemonic.length() - 1;
        boolean suffixed = last > 0
                && SUFFIXES.indexOf(mnemonic.charAt(last)) >= 0
                && mnemonic.length() == name.length() + 1
                && mnemonic.startsWith(name);
        if (!suffixed || KEPT.contains(name)) {
            return mnemonic;
        }
        return ONE_SIZE.contains(name) || register(name, detail.operands()) ? name : mnemonic;
    }

    /** PCLMULQDQ's immediate says which halves it multiplies; binutils names four of its values. Empty for others. */
    static String carryLess(String mnemonic, int halves) {
        String base = mnemonic.substring(0, mnemonic.length() - "qdq".length());
        return switch (halves) {
            case 0x00 -> base + "lqlqdq";
            case 0x01 -> base + "hqlqdq";
            case 0x10 -> base + "lqhqdq";
            case 0x11 -> base + "hqhqdq";
            default -> "";
        };
    }

    private static String other(String mnemonic, Detail.X86 detail, int first) {
        return switch (mnemonic) {
            case "movabsq" -> "movabs";
            // 66 90 is an exchange of %ax with itself to binutils.
            case "nop" -> detail.opcode() == 0x90 && (detail.prefixes() >> 16 & 0xff) == 0x66 ? "xchg" : "";
            case "sidtq" -> "sidt";
            case "sgdtq" -> "sgdt";
            case "lidtq" -> "lidt";
            case "lgdtq" -> "lgdt";
            // f3 or f2 before it: AMD64 manual volume 3, VMGEXIT.
            case "vmmcall" -> first == 0xf3 || first == 0xf2 ? "vmgexit" : "";
            case "wait" -> "fwait";
            case "ljmpl" -> "ljmp";
            case "lcalll" -> "lcall";
            case "lretl" -> "lret";
            // An undocumented encoding of shl.
            case "salb", "salw", "sall", "salq" ->
                detail.operands().getLast().value() instanceof Operand.InRegister
                        ? "shl"
                        : "sh" + mnemonic.substring(2);
            case "pushfq" -> "pushf";
            case "popfq" -> "popf";
            case "leaveq" -> "leave";
            case "stosb", "stosw", "stosl", "stosq" -> "stos";
            case "lodsb", "lodsw", "lodsl", "lodsq" -> "lods";
            case "scasb", "scasw", "scasl", "scasq" -> "scas";
            default -> "";
        };
    }

    /** Returns whether a register operand tells the size. */
    private static boolean register(String name, List<Operand> operands) {
        if (name.equals("in") || name.equals("out")) {
            return true;
        }
        // A shift's count stands first and is no help.
        int from = SHIFTS.contains(name) && operands.size() > 1 ? 1 : 0;
        for (int i = from; i < operands.size(); i++) {
            if (operands.get(i).value() instanceof Operand.InRegister) {
                return true;
            }
        }
        return false;
    }
}
