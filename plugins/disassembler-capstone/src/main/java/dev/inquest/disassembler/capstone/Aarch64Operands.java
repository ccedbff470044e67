package dev.inquest.disassembler.capstone;

import java.util.OptionalLong;
import java.util.Set;

/**
 * Numbers in AArch64 operands as binutils writes them: distances, positions and shifts in decimal, all others in hexadecimal and unsigned; addresses without
 * {@code #}; {@code cs} and {@code cc} instead of {@code hs} and {@code lo}.
 */
final class Aarch64Operands {
    private static final Set<String> POSITIONS = Set.of(
            "lsl", "lsr", "asr", "ror", "ubfx", "sbfx", "ubfiz", "sbfiz", "bfi", "bfxil", "bfc", "extr", "tbz", "tbnz",
            "ubfm", "sbfm", "bfm", "shl", "sshr", "ushr", "shrn", "sli", "sri", "sshll", "ushll", "ext", "shrn2",
            "rshrn", "rdvl", "addvl", "addpl", "udf", "sys", "sysl");

    private Aarch64Operands() {}

    static String of(String mnemonic, String operands, int word, OptionalLong target) {
        String text = operands;
        String end = "";
        if (target.isPresent()) {
            int last = text.lastIndexOf('#');
            if (last >= 0) {
                end = AttOperands.hex(target.getAsLong());
                text = text.substring(0, last);
            }
        }
        if (text.endsWith(", hs") || text.endsWith(", lo")) {
            text = text.substring(0, text.length() - 2) + (text.endsWith("hs") ? "cs" : "cc");
        }
        if (mnemonic.equals("sys") || mnemonic.equals("sysl")) {
            text = text.replace(" c", " C");
        }
        if (text.indexOf('#') < 0) {
            return text + end;
        }
        boolean positions = POSITIONS.contains(mnemonic);
        boolean wide = word < 0;
        StringBuilder out = new StringBuilder(text.length() + 8);
        boolean inside = false;
        boolean behind = false;
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            inside = c == '[' || inside && c != ']';
            behind |= c == ']';
            out.append(c);
            at++;
            if (c == '#') {
                int stop = at;
                while (stop < text.length() && text.charAt(stop) != ',' && text.charAt(stop) != ']') {
                    stop++;
                }
                String number = text.substring(at, stop);
                boolean shift =
                        at >= 2 && text.charAt(at - 2) == ' ' && at >= 3 && Character.isLetter(text.charAt(at - 3));
                out.append(number(number, positions || inside || behind || shift, wide));
                at = stop;
            }
        }
        return out + end;
    }

    private static String number(String text, boolean decimal, boolean wide) {
        boolean negative = text.startsWith("-");
        String digits = negative ? text.substring(1) : text;
        boolean floating = digits.indexOf('.') >= 0;
        int end = digits.startsWith("0x") ? 2 : 0;
        int radix = end == 2 ? 16 : 10;
        while (!floating && end < digits.length() && Character.digit(digits.charAt(end), radix) >= 0) {
            end++;
        }
        if (floating || end != digits.length() || end == 0) {
            return text;
        }
        long value = Long.parseUnsignedLong(digits.substring(radix == 16 ? 2 : 0), radix);
        value = negative ? -value : value;
        return decimal ? Long.toString(value) : AttOperands.hex(wide ? value : value & 0xffffffffL);
    }
}
