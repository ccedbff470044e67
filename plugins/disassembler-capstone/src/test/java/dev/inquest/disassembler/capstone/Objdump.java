package dev.inquest.disassembler.capstone;

import java.util.HexFormat;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One line of {@code objdump -d -w}.
 *
 * @param address address of the instruction
 * @param bytes its bytes in the order of memory
 * @param mnemonic its mnemonic with prefixes
 * @param operands its operands without the symbols that objdump puts behind addresses
 */
@SuppressWarnings("ArrayRecordComponent")
record Objdump(long address, byte[] bytes, String mnemonic, String operands) {
    private static final Set<String> PREFIXES = Set.of(
            "lock",
            "rep",
            "repz",
            "repnz",
            "cs",
            "ds",
            "es",
            "ss",
            "fs",
            "gs",
            "data16",
            "addr32",
            "notrack",
            "bnd",
            "rex",
            "rex.W",
            "xacquire",
            "xrelease");

    /** Reads a line; null when it is none with an instruction. {@code words}: bytes come as 32-bit words, as for AArch64. */
    static @Nullable Objdump parse(String line, boolean words) {
        String[] parts = line.split("\t", -1);
        if (parts.length < 3 || !parts[0].endsWith(":")) {
            return null;
        }
        String digits = parts[1].strip();
        byte[] bytes = HexFormat.of().parseHex(digits.replace(" ", ""));
        if (words) {
            for (int i = 0; i < bytes.length / 2; i++) {
                byte swap = bytes[i];
                bytes[i] = bytes[bytes.length - 1 - i];
                bytes[bytes.length - 1 - i] = swap;
            }
        }
        long address = Long.parseUnsignedLong(
                parts[0].substring(0, parts[0].length() - 1).strip(), 16);
        String text = parts.length > 3 ? parts[2] + " " + parts[3] : parts[2];
        String rest = text.strip();
        StringBuilder mnemonic = new StringBuilder();
        while (true) {
            int blank = rest.indexOf(' ');
            String word = blank < 0 ? rest : rest.substring(0, blank);
            rest = blank < 0 ? "" : rest.substring(blank).strip();
            mnemonic.append(mnemonic.isEmpty() ? "" : " ").append(word);
            if (!PREFIXES.contains(word) || rest.isEmpty()) {
                break;
            }
        }
        int comment = rest.indexOf(" #");
        if (comment >= 0 && !words) {
            rest = rest.substring(0, comment).strip();
        }
        int slashes = rest.indexOf("//");
        if (slashes >= 0) {
            rest = rest.substring(0, slashes).strip();
        }
        int symbol = rest.indexOf(" <");
        if (symbol >= 0) {
            rest = rest.substring(0, symbol).strip();
        }
        return new Objdump(address, bytes, mnemonic.toString(), rest);
    }
}
