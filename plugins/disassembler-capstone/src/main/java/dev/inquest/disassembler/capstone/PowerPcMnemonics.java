package dev.inquest.disassembler.capstone;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Spellings of PowerPC that Capstone 5 does not have: extended mnemonics (Power ISA 3.1, book I, appendix C), names of special-purpose registers, and
 * instructions that it does not decode.
 */
final class PowerPcMnemonics {
    private static final String REGISTERS = "powerpc-special-registers.txt";

    /** By the TO field; book I, C.6. */
    private static final Map<Integer, String> CONDITIONS = Map.ofEntries(
            Map.entry(1, "lgt"),
            Map.entry(2, "llt"),
            Map.entry(4, "eq"),
            Map.entry(5, "lge"),
            Map.entry(6, "lle"),
            Map.entry(8, "gt"),
            Map.entry(12, "ge"),
            Map.entry(16, "lt"),
            Map.entry(20, "le"),
            Map.entry(24, "ne"),
            Map.entry(31, "u"));

    private final Map<Integer, String[]> registers = new HashMap<>();

    PowerPcMnemonics() {
        try (InputStream in = Objects.requireNonNull(PowerPcMnemonics.class.getResourceAsStream(REGISTERS));
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.startsWith("#")) {
                    String[] words = line.split(" ");
                    registers.put(Integer.valueOf(words[0]), new String[] {words[1], words[2]});
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns mnemonic and operands, or null where Capstone's will do. */
    String @Nullable [] of(int word) {
        return switch (word >>> 26) {
            case 2 -> trapImmediate("td", word);
            case 3 -> trapImmediate("tw", word);
            case 24 -> word == 0x63ff0000 ? spelling("exser", "") : null;
            case 19 -> branches(word);
            case 21 -> rotateWord(word);
            case 30 -> rotateDoubleword(word);
            case 31 -> extended(word);
            case 56 -> spelling("lq", r(word >>> 21) + "," + memory((short) word & ~15, word >>> 16 & 31));
            case 62 ->
                (word & 3) == 2
                        ? spelling("stq", r(word >>> 21) + "," + memory((short) word & ~3, word >>> 16 & 31))
                        : null;
            case 60 -> vector(word);
            default -> null;
        };
    }

    private static String[] spelling(String mnemonic, String operands) {
        return new String[] {mnemonic, operands};
    }

    private static String memory(int distance, int base) {
        return distance + "(" + (base == 0 ? "0" : r(base)) + ")";
    }

    private static String r(int number) {
        return "r" + (number & 31);
    }

    private static String @Nullable [] trapImmediate(String base, int word) {
        String condition = CONDITIONS.get(word >>> 21 & 31);
        return condition == null ? null : spelling(base + condition + "i", r(word >>> 16) + "," + (short) word);
    }

    private static String @Nullable [] branches(int word) {
        int extended = word >>> 1 & 0x3ff;
        String alone = switch (extended) {
            case 82 -> "rfscv";
            case 370 -> "stop";
            case 402 -> "doze";
            case 434 -> "nap";
            case 466 -> "sleep";
            case 498 -> "rvwinkle";
            default -> "";
        };
        if (!alone.isEmpty()) {
            return spelling(alone, "");
        }
        boolean counts = (word >>> 21 & 4) == 0;
        if (extended == 528 && counts) {
            // A form that the architecture calls invalid: it would count down the register that it branches to.
            return spelling("bcctr" + ((word & 1) != 0 ? "l" : ""), (word >>> 21 & 31) + "," + bit(word >>> 16 & 31));
        }
        return null;
    }

    private static String bit(int number) {
        String name = switch (number & 3) {
            case 0 -> "lt";
            case 1 -> "gt";
            case 2 -> "eq";
            default -> "so";
        };
        return number < 4 ? name : "4*cr" + number / 4 + "+" + name;
    }

    private static String dot(int word) {
        return (word & 1) != 0 ? "." : "";
    }

    /** rlwinm: RS, RA, SH, MB, ME. */
    private static String @Nullable [] rotateWord(int word) {
        int shift = word >>> 11 & 31;
        int begin = word >>> 6 & 31;
        int end = word >>> 1 & 31;
        String registers = r(word >>> 16) + "," + r(word >>> 21) + ",";
        if (shift == 0 && begin == 0 && end < 31) {
            return spelling("clrrwi" + dot(word), registers + (31 - end));
        }
        if (shift != 0 && end == 31 && begin == 32 - shift) {
            return spelling("srwi" + dot(word), registers + begin);
        }
        return null;
    }

    /** rldicl and rldicr: RS, RA, SH in two parts, MB or ME in two parts. */
    private static String @Nullable [] rotateDoubleword(int word) {
        int form = word >>> 2 & 7;
        if (form > 1) {
            return null;
        }
        int shift = word >>> 11 & 31 | (word >>> 1 & 1) << 5;
        int mask = word >>> 6 & 31 | (word >>> 5 & 1) << 5;
        String registers = r(word >>> 16) + "," + r(word >>> 21) + ",";
        if (form == 0 && shift != 0 && mask == 64 - shift) {
            return spelling("srdi" + dot(word), registers + mask);
        }
        if (form == 1 && shift == 0) {
            return spelling("clrrdi" + dot(word), registers + (63 - mask));
        }
        if (form == 1 && mask == 63 - shift) {
            return spelling("sldi" + dot(word), registers + shift);
        }
        return null;
    }

    private String @Nullable [] extended(int word) {
        int source = word >>> 21 & 31;
        int a = word >>> 16 & 31;
        int b = word >>> 11 & 31;
        String pair = (a == 0 ? "0" : r(a)) + "," + r(b);
        return switch (word >>> 1 & 0x3ff) {
            case 444 -> source == b ? spelling("mr" + dot(word), r(a) + "," + r(source)) : null;
            case 124 -> source == b ? spelling("not" + dot(word), r(a) + "," + r(source)) : null;
            case 339 -> register(word, true);
            case 467 -> register(word, false);
            case 144 -> (word >>> 20 & 1) == 0 && (word >>> 12 & 0xff) == 0xff ? spelling("mtcr", r(source)) : null;
            case 278 -> touch("dcbt", source, pair);
            case 246 -> touch("dcbtst", source, pair);
            case 86 -> source == 4 ? spelling("dcbfps", pair) : source == 6 ? spelling("dcbstps", pair) : null;
            case 306 -> invalidate("tlbie", word, b, source);
            case 274 -> invalidate("tlbiel", word, b, source);
            case 498 -> spelling("slbia", (source & 7) == 0 ? "" : Integer.toString(source & 7));
            case 979 -> spelling("slbfee.", r(source) + "," + r(b));
            case 774 -> spelling("copy", pair);
            case 902 -> (word & 1) != 0 ? spelling("paste.", pair) : null;
            case 276 -> spelling("lqarx", r(source) + "," + pair);
            case 182 -> (word & 1) != 0 ? spelling("stqcx.", r(source) + "," + pair) : null;
            case 206 -> spelling("msgsnd", r(b));
            case 238 -> spelling("msgclr", r(b));
            case 142 -> spelling("msgsndp", r(b));
            case 174 -> spelling("msgclrp", r(b));
            default -> null;
        };
    }

    /** The TH field: below 8 a cache target, above a stream; binutils leaves out what assemblers put in by themselves. */
    private static String @Nullable [] touch(String base, int hint, String pair) {
        if (hint == 16) {
            return null;
        }
        int usual = hint < 8 ? 0 : 8;
        return spelling(base + (hint < 8 ? "ct" : "ds"), pair + (hint == usual ? "" : "," + hint));
    }

    /** RB, RS, RIC, PRS, R; those at the end that are 0 are left out. */
    private static String[] invalidate(String base, int word, int b, int source) {
        int ric = word >>> 18 & 3;
        int prs = word >>> 17 & 1;
        int radix = word >>> 16 & 1;
        StringBuilder operands = new StringBuilder(r(b));
        boolean more = ric != 0 || prs != 0 || radix != 0;
        if (source != 0 || more || base.equals("tlbie")) {
            operands.append(',').append(r(source));
        }
        if (more) {
            operands.append(',').append(ric);
        }
        if (prs != 0 || radix != 0) {
            operands.append(',').append(prs).append(radix != 0 ? ",1" : "");
        }
        return spelling(base, operands.toString());
    }

    private String[] register(int word, boolean read) {
        int number = word >>> 16 & 31 | (word >>> 11 & 31) << 5;
        String general = r(word >>> 21);
        if (number >= 272 && number <= 275) {
            int which = number - 272;
            return read ? spelling("mfsprg", general + "," + which) : spelling("mtsprg", which + "," + general);
        }
        String[] names = registers.get(number);
        String name = names == null ? "-" : names[read ? 0 : 1];
        if (name.endsWith("batu") || name.endsWith("batl")) {
            int which = number >> 1 & 3;
            return read ? spelling("mf" + name, general + "," + which) : spelling("mt" + name, which + "," + general);
        }
        if (!name.equals("-")) {
            return spelling((read ? "mf" : "mt") + name, general);
        }
        return read ? spelling("mfspr", general + "," + number) : spelling("mtspr", number + "," + general);
    }

    /** xxlor of a register with itself. */
    private static String @Nullable [] vector(int word) {
        if ((word >>> 3 & 0xff) != 146) {
            return null;
        }
        int a = word >>> 16 & 31 | (word >>> 2 & 1) << 5;
        int b = word >>> 11 & 31 | (word >>> 1 & 1) << 5;
        int t = word >>> 21 & 31 | (word & 1) << 5;
        return a == b ? spelling("xxmr", "vs" + t + ",vs" + a) : null;
    }
}
