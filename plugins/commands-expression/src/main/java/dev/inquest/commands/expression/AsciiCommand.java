package dev.inquest.commands.expression;

import dev.inquest.api.command.Command;
import dev.inquest.api.command.CommandException;
import dev.inquest.api.command.CommandSpec;
import dev.inquest.api.command.Invocation;
import dev.inquest.api.result.Address;
import dev.inquest.api.result.Result;
import dev.inquest.api.result.Row;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/** {@code ascii}: the characters in a word, and the table of all of them. */
@Component(service = Command.class, property = "inquest.command=ascii")
public final class AsciiCommand implements Command {
    private static final List<String> CONTROLS = List.of(
            "NUL", "SOH", "STX", "ETX", "EOT", "ENQ", "ACK", "BEL", "BS", "HT", "LF", "VT", "FF", "CR", "SO", "SI",
            "DLE", "DC1", "DC2", "DC3", "DC4", "NAK", "SYN", "ETB", "CAN", "EM", "SUB", "ESC", "FS", "GS", "RS", "US");
    private static final CommandSpec SPEC = CommandSpec.of("ascii", "show the characters in a word of memory")
            .operands("[value ...]")
            .describe(
                    "A value is a word of up to 64 bits in hexadecimal, as memory holds it: on little-endian machines its lowest byte is "
                            + "the first character. Without a value shows the table of characters.")
            .example("is this a string?", "ascii 62696c2f7273752f", "62696c2f7273752f: /usr/lib")
            .withoutDump()
            .build();

    /** Makes the command. */
    public AsciiCommand() {}

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    @Override
    public Result run(Invocation invocation) throws CommandException {
        List<String> values = invocation.arguments().operands();
        List<Row> rows = new ArrayList<>();
        if (values.isEmpty()) {
            for (int code = 0; code < 128; code++) {
                rows.add(new Row().put("code", code).put("character", name(code)));
            }
            return Result.of("ascii-table/1", rows, (result, out) -> table().forEach(out::line));
        }
        boolean little = !invocation.hasKernel() || invocation.kernel().memory().order() == ByteOrder.LITTLE_ENDIAN;
        for (String text : values) {
            String digits = text.startsWith("0x") ? text.substring(2) : text;
            long value;
            try {
                value = Long.parseUnsignedLong(digits, 16);
            } catch (NumberFormatException e) {
                throw CommandException.usage("ascii: " + text + " is no hexadecimal number of up to 64 bits");
            }
            rows.add(new Row().put("value", new Address(value)).put("text", characters(value, little)));
        }
        return Result.of(
                "ascii/1",
                rows,
                (result, out) -> result.rows()
                        .forEach(row -> out.line(new Address(row.number("value")).digits() + ": " + row.text("text"))));
    }

    private static String characters(long value, boolean little) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 8; i++) {
            int code = (int) (value >>> (little ? i : 7 - i) * 8) & 0xff;
            boolean printable = code >= 0x20 && code < 0x7f;
            text.append(printable ? String.valueOf((char) code) : code < 0x80 ? "<" + name(code) + ">" : ".");
        }
        return text.toString();
    }

    private static String name(int code) {
        return code < CONTROLS.size()
                ? CONTROLS.get(code)
                : code == 0x20 ? "SP" : code == 0x7f ? "DEL" : String.valueOf((char) code);
    }

    // As in crash: a row for each low digit, a column for each high one.
    private static List<String> table() {
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.add("      0    1   2   3   4   5   6   7");
        lines.add("    +-------------------------------");
        for (int low = 0; low < 16; low++) {
            StringBuilder line =
                    new StringBuilder("  " + Integer.toHexString(low).toUpperCase(java.util.Locale.ROOT) + " |");
            for (int high = 0; high < 8; high++) {
                String name = name(high * 16 + low);
                line.append(' ').append(name.length() == 1 ? " " + name + " " : String.format("%3s", name));
            }
            lines.add(line.toString().stripTrailing());
        }
        lines.add("");
        return lines;
    }
}
