package dev.inquest.commands.kernel;

import dev.inquest.api.command.Arguments;
import dev.inquest.api.command.Command;
import dev.inquest.api.command.CommandException;
import dev.inquest.api.command.CommandSpec;
import dev.inquest.api.command.Invocation;
import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.layout.LineSource;
import dev.inquest.api.layout.Symbol;
import dev.inquest.api.result.Address;
import dev.inquest.api.result.Result;
import dev.inquest.api.result.Row;
import dev.inquest.api.result.TextOut;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;

/** {@code sym}: symbols by name and by address. */
@Component(service = Command.class, property = "inquest.command=sym")
public final class SymCommand implements Command {
    private static final CommandSpec SPEC = CommandSpec.of("sym", "translate symbols and addresses")
            .operands("[symbol | address] ...")
            .flag("l", "Show all symbols of the kernel and its modules.")
            .option("m", "module", "Show all symbols of this module.")
            .flag("M", "Show all symbols of all modules.")
            .option("q", "text", "Show all symbols that contain this text.")
            .flag("p", "Show the symbol before, too.")
            .flag("n", "Show the symbol behind, too.")
            .describe(
                    "For a name, shows its address and kind (nm's letter); for an address, the symbol that contains it and the distance "
                            + "from its beginning. Where there is debug information, file and line follow.")
            .example("where is schedule?", "sym schedule", "ffffffff936114f0 (T) schedule  kernel/sched/core.c: 6654")
            .example("what is at this address?", "sym ffffffff9361154a", "")
            .example("everything about jiffies", "sym -q jiffies", "")
            .build();

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    @Override
    public Result run(Invocation invocation) throws CommandException {
        Kernel kernel = invocation.kernel();
        Arguments arguments = invocation.arguments();
        List<Row> rows = new ArrayList<>();
        if (arguments.has("l") || arguments.has("M") || arguments.has("m") || arguments.has("q")) {
            String module = arguments.value("m").orElse(null);
            if (module != null
                    && kernel.modules().stream().noneMatch(m -> m.name().equals(module))) {
                throw CommandException.failed("sym: no module " + module + " is loaded");
            }
            String part = arguments.value("q").orElse(null);
            kernel.forEachSymbol(symbol -> {
                boolean keep = (module == null || module.equals(symbol.module()))
                        && (!arguments.has("M") || symbol.module() != null)
                        && (part == null || symbol.name().contains(part));
                if (keep) {
                    rows.add(row(symbol, symbol.address(), null));
                }
            });
            return Result.of("sym/1", rows, SymCommand::show);
        }
        if (arguments.operands().isEmpty()) {
            throw CommandException.usage("sym: give a symbol or an address; 'help sym' shows more");
        }
        for (String operand : arguments.operands()) {
            List<Row> found = find(kernel, operand, arguments);
            if (found.isEmpty()) {
                throw CommandException.failed("sym: " + operand + " is neither a symbol nor an address inside one");
            }
            rows.addAll(found);
        }
        return Result.of("sym/1", rows, SymCommand::show);
    }

    private static List<Row> find(Kernel kernel, String operand, Arguments arguments) {
        List<Row> rows = new ArrayList<>();
        List<Symbol> symbols = kernel.symbols(operand);
        for (Symbol symbol : symbols) {
            withNeighbours(kernel, symbol, symbol.address(), arguments, rows);
        }
        if (symbols.isEmpty()) {
            int plus = operand.indexOf('+');
            try {
                if (plus > 0) {
                    Symbol base = kernel.symbol(operand.substring(0, plus));
                    if (base != null) {
                        long address = base.address() + Long.decode(operand.substring(plus + 1));
                        Symbol symbol = kernel.symbolAt(address);
                        rows.add(row(symbol == null ? base : symbol, address, kernel));
                    }
                    return rows;
                }
                long address = Long.parseUnsignedLong(operand.startsWith("0x") ? operand.substring(2) : operand, 16);
                Symbol symbol = kernel.symbolAt(address);
                if (symbol != null) {
                    withNeighbours(kernel, symbol, address, arguments, rows);
                }
            } catch (NumberFormatException e) {
                // Neither a name nor a number: the caller says so.
            }
        }
        return rows;
    }

    private static void withNeighbours(
            Kernel kernel, Symbol symbol, long address, Arguments arguments, List<Row> rows) {
        @Nullable Symbol[] neighbours = new Symbol[2];
        if (arguments.has("p") || arguments.has("n")) {
            kernel.forEachSymbol(other -> {
                int order = Long.compareUnsigned(other.address(), symbol.address());
                if (order < 0
                        && (neighbours[0] == null
                                || Long.compareUnsigned(other.address(), neighbours[0].address()) >= 0)) {
                    neighbours[0] = other;
                }
                if (order > 0
                        && (neighbours[1] == null
                                || Long.compareUnsigned(other.address(), neighbours[1].address()) < 0)) {
                    neighbours[1] = other;
                }
            });
        }
        if (arguments.has("p") && neighbours[0] != null) {
            rows.add(row(neighbours[0], neighbours[0].address(), kernel));
        }
        rows.add(row(symbol, address, kernel));
        if (arguments.has("n") && neighbours[1] != null) {
            rows.add(row(neighbours[1], neighbours[1].address(), kernel));
        }
    }

    private static Row row(Symbol symbol, long address, @Nullable Kernel lines) {
        String source = null;
        if (lines != null && symbol.text()) {
            List<LineSource.Position> positions = lines.positions(address);
            if (!positions.isEmpty() && positions.getFirst().file() != null) {
                source =
                        positions.getFirst().file() + ":" + positions.getFirst().line();
            }
        }
        return new Row()
                .put("address", new Address(address))
                .put("kind", String.valueOf(symbol.kind()))
                .put("symbol", symbol.name())
                .put("offset", address - symbol.address())
                .put("module", symbol.module())
                .put("source", source)
                .put("symbols_from", symbol.source());
    }

    private static void show(Result result, TextOut out) {
        for (Row row : result.rows()) {
            StringBuilder line =
                    new StringBuilder(((Address) row.cells().getOrDefault("address", new Address(0))).digits());
            line.append(" (").append(row.text("kind")).append(") ").append(row.text("symbol"));
            if (row.number("offset") != 0) {
                line.append('+').append(row.text("offset"));
            }
            if (row.get("module") != null) {
                line.append(" [").append(row.text("module")).append(']');
            }
            if (row.get("source") != null) {
                String source = row.text("source");
                int colon = source.lastIndexOf(':');
                line.append(' ').append(source, 0, colon).append(": ").append(source, colon + 1, source.length());
            }
            out.line(line.toString());
        }
    }
}
