package dev.inquest.commands.memory;

import dev.inquest.api.command.Arguments;
import dev.inquest.api.command.Command;
import dev.inquest.api.command.CommandException;
import dev.inquest.api.command.CommandSpec;
import dev.inquest.api.command.Invocation;
import dev.inquest.api.command.TaskSelector;
import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.layout.Symbol;
import dev.inquest.api.memory.Fault;
import dev.inquest.api.memory.Memory;
import dev.inquest.api.result.Address;
import dev.inquest.api.result.Result;
import dev.inquest.api.result.Row;
import dev.inquest.api.result.Unavailable;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/** {@code rd}: memory in words. */
@Component(service = Command.class, property = "inquest.command=rd")
public final class RdCommand implements Command {
    private static final long MOST_BYTES = 64L << 20;
    private static final CommandSpec SPEC = CommandSpec.of("rd", "show memory")
            .operands("address | symbol [count]")
            .flag("p", "The address is physical.")
            .flag("u", "The address is one of the chosen task's user space.")
            .flag("d", "Show signed decimal numbers.")
            .flag("D", "Show unsigned decimal numbers.")
            .flag("s", "Show words that point into the kernel's symbols as symbols.")
            .flag("a", "Show characters alone.")
            .flag("x", "Leave the characters out.")
            .flag("8", "Read bytes.")
            .flag("16", "Read 16-bit words.")
            .flag("32", "Read 32-bit words.")
            .flag("64", "Read 64-bit words, as without an option.")
            .flag("N", "Words are in network byte order.")
            .flag("R", "Show memory backwards: the words that end at the address.")
            .option("o", "offset", "Begin at this distance in bytes from the address.")
            .option("e", "address", "Show memory up to this address.")
            .describe(
                    "Shows words of memory, two to a line, with their characters. Numbers are hexadecimal; the count is in words, one when it is "
                            + "not given. Where memory is not in the dump the line says why.")
            .example("a string", "rd -a linux_banner 100", "")
            .example("a structure's words with symbols", "rd -s init_task 32", "")
            .example("physical memory", "rd -p 1000 16", "")
            .build();

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    private record Form(int size, boolean signed, boolean decimal, boolean symbols, boolean characters, boolean text) {
        int perLine() {
            return size == 8 ? 2 : size == 4 ? 4 : size == 2 ? 8 : 16;
        }
    }

    @Override
    public Result run(Invocation invocation) throws CommandException {
        Kernel kernel = invocation.kernel();
        Arguments arguments = invocation.arguments();
        List<String> operands = arguments.operands();
        if (operands.isEmpty() || operands.size() > 2) {
            throw CommandException.usage("rd: give an address or a symbol, and a count; 'help rd' shows more");
        }
        int size = arguments.has("8") ? 1 : arguments.has("16") ? 2 : arguments.has("32") ? 4 : 8;
        boolean text = arguments.has("a");
        size = text ? 1 : size;
        Form form = new Form(
                size,
                arguments.has("d"),
                arguments.has("d") || arguments.has("D"),
                arguments.has("s"),
                !arguments.has("x") && !arguments.has("d") && !arguments.has("D") && !arguments.has("s"),
                text);
        Memory memory = memory(invocation);
        long address = Numbers.address(kernel, "rd", operands.getFirst());
        if (arguments.has("o")) {
            address += Numbers.count("rd", arguments.value("o").orElseThrow());
        }
        long count = operands.size() > 1 ? Numbers.count("rd", operands.get(1)) : 1;
        if (arguments.has("e")) {
            long end = Numbers.address(kernel, "rd", arguments.value("e").orElseThrow());
            count = Math.max(0, (end - address + size - 1) / size);
        }
        if (count < 0 || count > MOST_BYTES / size) {
            throw CommandException.usage(
                    "rd: " + count + " words are more than it shows at once (" + (MOST_BYTES / size) + ")");
        }
        if (arguments.has("R")) {
            address -= (count - 1) * size;
        }
        boolean swap = arguments.has("N") && memory.order() == ByteOrder.LITTLE_ENDIAN;
        List<Row> rows = new ArrayList<>();
        if (form.text()) {
            rows.addAll(characters(memory, address, count));
        } else {
            long perLine = form.perLine();
            for (long done = 0; done < count && !invocation.progress().cancelled(); done += perLine) {
                rows.add(
                        line(kernel, memory, address + done * size, (int) Math.min(perLine, count - done), form, swap));
            }
        }
        return Result.of("rd/1", rows, (result, out) -> result.rows().forEach(row -> out.line(text(row, form))));
    }

    private static Memory memory(Invocation invocation) throws CommandException {
        Kernel kernel = invocation.kernel();
        if (invocation.arguments().has("p")) {
            return kernel.physical();
        }
        if (invocation.arguments().has("u")) {
            return kernel.userMemory(TaskSelector.current(invocation))
                    .orElseThrow(() ->
                            CommandException.failed("rd: the chosen task is a kernel thread and has no user space"));
        }
        return kernel.memory();
    }

    private static List<Row> characters(Memory memory, long address, long count) {
        List<Row> rows = new ArrayList<>();
        for (long done = 0; done < count; done += 64) {
            int length = (int) Math.min(64, count - done);
            byte[] bytes = new byte[length];
            Row row = new Row().put("address", new Address(address + done));
            Fault fault = memory.tryRead(address + done, bytes, 0, length);
            rows.add(
                    fault != null
                            ? row.put("text", new Unavailable(fault.kind().words(), fault.message()))
                            : row.put("text", printable(bytes)));
        }
        return rows;
    }

    private static Row line(Kernel kernel, Memory memory, long address, int words, Form form, boolean swap) {
        Row row = new Row().put("address", new Address(address));
        byte[] bytes = new byte[words * form.size()];
        Fault fault = memory.tryRead(address, bytes, 0, bytes.length);
        if (fault != null) {
            return row.put("words", new Unavailable(fault.kind().words(), fault.message()));
        }
        List<Object> values = new ArrayList<>();
        List<Object> symbols = new ArrayList<>();
        boolean little = memory.order() == ByteOrder.LITTLE_ENDIAN && !swap;
        for (int i = 0; i < words; i++) {
            long value = 0;
            for (int j = 0; j < form.size(); j++) {
                int index = i * form.size() + (little ? form.size() - 1 - j : j);
                value = value << 8 | bytes[index] & 0xff;
            }
            if (form.decimal()) {
                int unused = 64 - form.size() * 8;
                values.add(form.signed() ? (Object) (value << unused >> unused) : Long.toUnsignedString(value));
            } else {
                values.add(new Address(value));
            }
            symbols.add(form.symbols() ? symbol(kernel, value) : "");
        }
        row.put("words", values);
        if (form.symbols()) {
            row.put("symbols", symbols);
        }
        return row.put("text", printable(bytes));
    }

    // As crash does: the exact symbol alone, a distance behind any other.
    private static String symbol(Kernel kernel, long value) {
        if (value >= 0) {
            return "";
        }
        Symbol symbol = kernel.symbolAt(value);
        if (symbol == null) {
            return "";
        }
        long distance = value - symbol.address();
        return distance == 0 ? symbol.name() : symbol.name() + "+" + distance;
    }

    private static String printable(byte[] bytes) {
        StringBuilder text = new StringBuilder();
        for (byte b : bytes) {
            text.append(b >= 0x20 && b < 0x7f ? (char) b : '.');
        }
        return text.toString();
    }

    private static String text(Row row, Form form) {
        StringBuilder line =
                new StringBuilder(((Address) row.cells().getOrDefault("address", new Address(0))).digits());
        line.append(":  ");
        if (form.text()) {
            return line.append(
                            row.get("text") instanceof Unavailable reason
                                    ? "(" + reason.reason() + ")"
                                    : row.text("text"))
                    .toString();
        }
        if (row.get("words") instanceof Unavailable reason) {
            return line.append('(').append(reason.reason()).append(')').toString();
        }
        List<?> words = row.get("words") instanceof List<?> list ? list : List.of();
        List<?> symbols = row.get("symbols") instanceof List<?> list ? list : List.of();
        int width = form.decimal() ? 20 : form.size() * 2;
        for (int i = 0; i < form.perLine(); i++) {
            String cell = "";
            if (i < words.size()) {
                cell = words.get(i) instanceof Address value
                        ? value.digits().substring(16 - form.size() * 2)
                        : String.valueOf(words.get(i));
                if (!symbols.isEmpty() && !"".equals(symbols.get(i))) {
                    cell = String.valueOf(symbols.get(i));
                }
            }
            boolean right = form.decimal();
            String space = " ".repeat(Math.max(0, width - cell.length()));
            line.append(right ? space + cell : cell + space).append(' ');
        }
        if (form.characters()) {
            line.append("  ").append(row.text("text"));
        }
        return line.toString().stripTrailing();
    }
}
