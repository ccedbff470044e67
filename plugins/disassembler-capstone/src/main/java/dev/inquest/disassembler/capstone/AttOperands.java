package dev.inquest.disassembler.capstone;

import dev.inquest.capstone.Detail;
import dev.inquest.capstone.Operand;
import java.util.List;
import java.util.OptionalLong;

/** AT&amp;T operands as binutils writes them. */
final class AttOperands {
    private AttOperands() {}

    static String of(Detail.X86 detail, String name, OptionalLong target) {
        if (target.isPresent()) {
            return hex(target.getAsLong());
        }
        List<Operand> operands = detail.operands();
        String other = other(detail, name);
        if (!other.isEmpty()) {
            return other;
        }
        StringBuilder text = new StringBuilder(32);
        boolean indirect = operands.size() == 1 && indirect(name);
        int shift = detail.opcode() & ~3;
        if (shift == 0xd0 && operands.size() == 1 && detail.opcode() >= 0xd2) {
            text.append("%cl");
        }
        for (Operand operand : operands) {
            if (name.endsWith("pclmulqdq")
                    && operand.value() instanceof Operand.Immediate halves
                    && !AttMnemonic.carryLess(name, (int) halves.number()).isEmpty()) {
                // It is in the name.
                continue;
            }
            if (shift == 0xd0 && detail.opcode() < 0xd2 && operand.value() instanceof Operand.Immediate) {
                // Shifts by one that have it in the opcode.
                continue;
            }
            if (!text.isEmpty()) {
                text.append(',');
            }
            if (operand.value() instanceof Operand.InRegister in) {
                text.append(indirect ? "*%" : "%").append(register(in.register().name()));
            } else if (operand.value() instanceof Operand.Immediate immediate) {
                text.append('$').append(hex(masked(immediate.number(), width(operands))));
            } else if (operand.value() instanceof Operand.InMemory memory) {
                memory(indirect ? text.append('*') : text, memory, detail);
            }
        }
        return text.toString();
    }

    /** Debug registers are db to binutils. */
    private static String register(String name) {
        return name.length() >= 3 && name.startsWith("dr") ? "db" + name.substring(2) : name;
    }

    private static boolean indirect(String name) {
        return switch (name) {
            case "call", "jmp", "lcall", "ljmp" -> true;
            default -> false;
        };
    }

    /** Instructions whose operands are implied, and those that Capstone gives others. */
    private static String other(Detail.X86 detail, String name) {
        String a = switch (detail.opcode() & 1) {
            case 0 -> "%al";
            default -> (detail.rex() & 8) != 0 ? "%rax" : (detail.prefixes() >> 16 & 0xff) == 0x66 ? "%ax" : "%eax";
        };
        return switch (name) {
            case "stosb", "stosw", "stosd", "stosq" -> a + ",%es:(%rdi)";
            case "scasb", "scasw", "scasd", "scasq" -> "%es:(%rdi)," + a;
            case "lodsb", "lodsw", "lodsd", "lodsq" -> "%ds:(%rsi)," + a;
            case "movsb", "movsw", "movsq" -> detail.opcode() > 0xff ? "" : "%ds:(%rsi),%es:(%rdi)";
            case "movsd" -> detail.opcode() == 0xa5 ? "%ds:(%rsi),%es:(%rdi)" : "";
            case "cmpsb", "cmpsw", "cmpsq" -> detail.opcode() > 0xff ? "" : "%es:(%rdi),%ds:(%rsi)";
            case "cmpsd" -> detail.opcode() == 0xa7 ? "%es:(%rdi),%ds:(%rsi)" : "";
            case "insb", "insw", "insd" -> "(%dx),%es:(%rdi)";
            case "outsb", "outsw", "outsd" -> "%ds:(%rsi),(%dx)";
            case "in" -> detail.opcode() >= 0xec ? "(%dx)," + a : "";
            case "out" -> detail.opcode() >= 0xee ? a + ",(%dx)" : "";
            case "monitor", "monitorx" -> "%rax,%ecx,%edx";
            case "mwaitx" -> "%eax,%ecx,%ebx";
            case "mwait" -> "%eax,%ecx";
            case "nop" -> detail.opcode() == 0x90 && (detail.prefixes() >> 16 & 0xff) == 0x66 ? "%ax,%ax" : "";
            default -> "";
        };
    }

    /** Returns the size in bytes of the operand that an immediate goes with. */
    private static int width(List<Operand> operands) {
        for (int i = operands.size() - 1; i >= 0; i--) {
            if (!(operands.get(i).value() instanceof Operand.Immediate)) {
                return operands.get(i).size();
            }
        }
        return operands.isEmpty() ? 8 : operands.getFirst().size();
    }

    private static long masked(long number, int bytes) {
        return bytes > 0 && bytes < 8 ? number & (1L << bytes * 8) - 1 : number;
    }

    private static void memory(StringBuilder text, Operand.InMemory memory, Detail.X86 detail) {
        if (memory.segment() != null
                && (memory.segment().name().equals("gs")
                        || memory.segment().name().equals("fs"))) {
            text.append('%').append(memory.segment().name()).append(':');
        }
        boolean alone = memory.base() == null && memory.index() == null;
        if (detail.displacementSize() > 0 || memory.displacement() != 0 || alone) {
            long displacement = memory.displacement();
            text.append(displacement < 0 && !alone ? "-" + hex(-displacement) : hex(displacement));
        }
        if (alone) {
            return;
        }
        text.append('(');
        if (memory.base() != null) {
            text.append('%').append(memory.base().name());
        }
        if (memory.index() != null) {
            text.append(",%").append(memory.index().name()).append(',').append(memory.scale());
        }
        text.append(')');
    }

    static String hex(long number) {
        return "0x" + Long.toHexString(number);
    }
}
