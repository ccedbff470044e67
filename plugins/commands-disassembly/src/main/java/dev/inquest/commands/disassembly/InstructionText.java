package dev.inquest.commands.disassembly;

import dev.inquest.api.result.Address;
import dev.inquest.api.result.Row;
import dev.inquest.api.result.Unavailable;
import org.jspecify.annotations.Nullable;

/** A row's instruction as text. */
final class InstructionText {
    private final boolean hexadecimal;
    private final int width;

    /**
     * Makes it.
     *
     * @param hexadecimal whether distances from symbols are hexadecimal
     * @param width how wide mnemonics are at least
     */
    InstructionText(boolean hexadecimal, int width) {
        this.hexadecimal = hexadecimal;
        this.width = width;
    }

    /** Returns mnemonic, operands and what is known of addresses in them, as gdb has them. */
    String instruction(Row row) {
        if (row.get("mnemonic") instanceof Unavailable unavailable) {
            return "(" + unavailable.reason() + ")";
        }
        StringBuilder text = new StringBuilder(row.text("mnemonic"));
        String operands = row.text("operands");
        if (!operands.isEmpty()) {
            while (text.length() < width) {
                text.append(' ');
            }
            text.append(' ').append(operands);
        }
        String target = symbol(row, "target");
        if (!target.isEmpty()) {
            text.append(" <").append(target).append('>');
        }
        if (row.get("data") instanceof Address data) {
            String symbol = symbol(row, "data");
            text.append("        # ").append(data).append(symbol.isEmpty() ? "" : " <" + symbol + ">");
        }
        if (!row.text("note").isEmpty()) {
            text.append(" [").append(row.text("note")).append(']');
        }
        return text.toString();
    }

    private String symbol(Row row, String name) {
        String symbol = row.text(name + "_symbol");
        return symbol.isEmpty() ? "" : symbol + distance(row.number(name + "_offset"));
    }

    /** Returns where a row is, as {@code schedule+5}; empty without a symbol. */
    String place(Row row) {
        String symbol = row.text("symbol");
        return symbol.isEmpty() ? "" : symbol + distance(row.number("offset"));
    }

    private String distance(long offset) {
        return offset == 0 ? "" : number(offset);
    }

    /** Returns a distance with its sign. */
    String number(long offset) {
        return hexadecimal ? "+0x" + Long.toHexString(offset) : "+" + offset;
    }

    /** Returns the bytes in hexadecimal, each followed by a blank, or null when there are none. */
    static @Nullable String bytes(Row row) {
        String digits = row.text("bytes");
        if (digits.isEmpty()) {
            return null;
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < digits.length(); i += 2) {
            text.append(i == 0 ? "" : " ").append(digits, i, i + 2);
        }
        return text.toString();
    }
}
