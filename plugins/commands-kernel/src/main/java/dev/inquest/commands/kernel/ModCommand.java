package dev.inquest.commands.kernel;

import dev.inquest.api.command.Arguments;
import dev.inquest.api.command.Command;
import dev.inquest.api.command.CommandException;
import dev.inquest.api.command.CommandSpec;
import dev.inquest.api.command.Invocation;
import dev.inquest.api.image.OpenException;
import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.kernel.KernelModule;
import dev.inquest.api.result.Address;
import dev.inquest.api.result.Cell;
import dev.inquest.api.result.Diagnostic;
import dev.inquest.api.result.Result;
import dev.inquest.api.result.Row;
import dev.inquest.api.result.TextOut;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Component;

/** {@code mod}: the loaded modules, and their debug information. */
@Component(
        service = Command.class,
        property = {"inquest.command=mod", "inquest.command=lsmod"})
public final class ModCommand implements Command {
    private static final CommandSpec SPEC = CommandSpec.of("mod", "show loaded modules, load their debug information")
            .alias("lsmod")
            .operands("[file | directory]")
            .option(
                    "s",
                    "module",
                    "Load debug information of this module from the file or directory given, or from where debug information is looked for.")
            .flag(
                    "S",
                    "Load debug information of all modules from the directory given, or from where debug information is looked for.")
            .flag("t", "Show only modules with taints.")
            .describe(
                    "Shows for each module its struct module, name, base address, size in bytes and where its symbols come from. Modules have "
                            + "symbols without debug information: the kernel keeps their names.")
            .example("all modules", "mod", "")
            .example("lines and types of one module", "mod -s crasher /tmp/crasher.ko", "")
            .example(
                    "debug information for all modules from an unpacked package",
                    "mod -S /usr/lib/debug/lib/modules/6.1.0-56-amd64",
                    "")
            .example("which modules taint the kernel", "mod -t", "")
            .build();

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    @Override
    public Result run(Invocation invocation) throws CommandException {
        Kernel kernel = invocation.kernel();
        Arguments arguments = invocation.arguments();
        List<KernelModule> modules = kernel.modules();
        List<Diagnostic> diagnostics = new ArrayList<>();
        if (arguments.has("s")) {
            String name = arguments.value("s").orElseThrow();
            KernelModule module = modules.stream()
                    .filter(m -> same(m.name(), name))
                    .findFirst()
                    .orElseThrow(() -> CommandException.failed("mod: no module " + name + " is loaded"));
            load(invocation, List.of(module), diagnostics, true);
            modules = List.of(module);
        } else if (arguments.has("S")) {
            load(invocation, modules, diagnostics, false);
        } else if (!arguments.operands().isEmpty()) {
            throw CommandException.usage("mod: a file or directory goes with -s or -S");
        }
        List<KernelModule> sorted = new ArrayList<>(modules);
        sorted.sort((a, b) -> Long.compareUnsigned(a.base(), b.base()));
        List<Row> rows = new ArrayList<>();
        for (KernelModule module : sorted) {
            if (!arguments.has("t") || !module.taints().isEmpty()) {
                rows.add(row(module));
            }
        }
        return arguments.has("t")
                ? Result.of("mod/1", rows, diagnostics, ModCommand::taints)
                : Result.of("mod/1", rows, diagnostics, ModCommand::table);
    }

    private static Row row(KernelModule module) {
        return new Row()
                .put("module", new Address(module.address()))
                .put("name", Cell.of(module::name))
                .put("base", Cell.address(module::base))
                .put("size", Cell.of(module::size))
                .put("taints", Cell.of(module::taints))
                .put("symbols_from", Cell.of(module::symbolsFrom));
    }

    private static void load(
            Invocation invocation, List<KernelModule> modules, List<Diagnostic> diagnostics, boolean mustExist)
            throws CommandException {
        Kernel kernel = invocation.kernel();
        List<String> operands = invocation.arguments().operands();
        Path place = operands.isEmpty() ? null : Path.of(operands.getFirst());
        if (place != null && !Files.exists(place)) {
            throw CommandException.failed("mod: " + place + " does not exist");
        }
        Map<String, Path> files = Map.of();
        if (place != null && !Files.isDirectory(place)) {
            files = Map.of(ModuleFiles.canonical(modules.getFirst().name()), place);
            if (modules.size() != 1) {
                throw CommandException.usage("mod: -S takes a directory; for one file use 'mod -s MODULE FILE'");
            }
        } else if (place != null) {
            files = ModuleFiles.below(List.of(place), invocation.progress());
        }
        int done = 0;
        for (KernelModule module : modules) {
            invocation.progress().report("loading " + module.name(), done++, modules.size());
            if (place == null && kernel.findModuleSymbols(module)) {
                continue;
            }
            Path file = files.get(ModuleFiles.canonical(module.name()));
            if (file == null) {
                String message = module.name() + ": no file " + module.name() + ".ko or .ko.debug was found"
                        + (place == null ? "; name a file or directory" : " below " + place);
                if (mustExist) {
                    throw CommandException.failed("mod: " + message);
                }
                diagnostics.add(new Diagnostic(Diagnostic.Severity.WARNING, message));
                continue;
            }
            try {
                kernel.loadModuleSymbols(module, file, false, invocation.progress());
            } catch (OpenException e) {
                if (mustExist) {
                    throw CommandException.failed("mod: " + e.getMessage());
                }
                diagnostics.add(new Diagnostic(Diagnostic.Severity.WARNING, String.valueOf(e.getMessage())));
            }
        }
    }

    private static boolean same(String a, String b) {
        return ModuleFiles.canonical(a).equals(ModuleFiles.canonical(b));
    }

    private static void table(Result result, TextOut out) {
        int width = 4;
        int sizes = 4;
        for (Row row : result.rows()) {
            width = Math.max(width, row.text("name").length());
            sizes = Math.max(sizes, row.text("size").length());
        }
        out.line("     MODULE       " + pad("NAME", width) + "        BASE        " + left("SIZE", sizes)
                + "  OBJECT FILE");
        for (Row row : result.rows()) {
            out.line(digits(row, "module") + "  " + pad(row.text("name"), width) + "  " + digits(row, "base") + "  "
                    + left(row.text("size"), sizes) + "  " + origin(row));
        }
    }

    private static String origin(Row row) {
        String from = row.text("symbols_from");
        return from.equals("kallsyms") ? "(not loaded)  [CONFIG_KALLSYMS]" : from;
    }

    private static void taints(Result result, TextOut out) {
        if (result.rows().isEmpty()) {
            out.line("no tainted modules");
            return;
        }
        int width = 4;
        for (Row row : result.rows()) {
            width = Math.max(width, row.text("name").length());
        }
        out.line(pad("NAME", width) + "  TAINTS");
        for (Row row : result.rows()) {
            out.line(pad(row.text("name"), width) + "  " + row.text("taints"));
        }
    }

    private static String digits(Row row, String cell) {
        return row.get(cell) instanceof Address address ? address.digits() : left(row.text(cell), 16);
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }

    private static String left(String text, int width) {
        return " ".repeat(Math.max(0, width - text.length())) + text;
    }
}
