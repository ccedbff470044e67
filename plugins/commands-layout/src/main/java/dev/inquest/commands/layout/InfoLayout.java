package dev.inquest.commands.layout;

import dev.inquest.api.command.CommandException;
import dev.inquest.api.command.Invocation;
import dev.inquest.api.image.OpenException;
import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.kernel.KernelOpener;
import dev.inquest.api.layout.DebugFile;
import dev.inquest.api.layout.DumpLayout.Part;
import dev.inquest.api.layout.FoundSymbols;
import dev.inquest.api.layout.LayoutSource;
import dev.inquest.api.layout.LoadMap;
import dev.inquest.api.layout.TypeSource;
import dev.inquest.api.memory.FaultException;
import dev.inquest.api.progress.Progress;
import dev.inquest.api.result.Address;
import dev.inquest.api.result.Diagnostic;
import dev.inquest.api.result.Result;
import dev.inquest.api.result.Row;
import dev.inquest.api.result.Table;
import dev.inquest.api.result.TextOut;
import dev.inquest.api.types.MissingTypeException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** {@code layout info}: which layout sources a dump or a file has, what each gives, which is asked first, and what is missing. */
final class InfoLayout implements Subcommand {
    private static final Map<Part, String> REMEDIES = Map.of(
            Part.TYPES, "a vmlinux with debug information, or the kernel's layout bundle, gives types",
            Part.SYMBOLS, "the kernel's vmlinux or layout bundle gives symbols",
            Part.LINES,
                    "a vmlinux with debug information, or a layout bundle made with lines, gives file:line and inlined functions",
            Part.UNWIND, "a vmlinux with debug information, or a layout bundle made with unwind, gives exact stacks");

    private final KernelOpener opener;

    InfoLayout(KernelOpener opener) {
        this.opener = opener;
    }

    @Override
    public String name() {
        return "info";
    }

    @Override
    public Result run(Invocation invocation, List<String> operands) throws CommandException {
        if (operands.isEmpty()) {
            if (!invocation.hasKernel()) {
                throw CommandException.usage("layout info: name a dump, a vmlinux or a layout bundle");
            }
            return describe(invocation.kernel());
        }
        List<Path> files = Operands.paths(operands);
        Progress progress = invocation.progress();
        try {
            boolean alone = files.size() == 1
                    && opener.content(files.getFirst(), progress).kind() == KernelOpener.FileKind.DEBUG_INFORMATION;
            if (alone) {
                try (DebugFile file = opener.openDebugFile(files.getFirst(), progress)) {
                    return describe(file);
                }
            }
            try (Kernel kernel = opener.open(new KernelOpener.Request(files, false, Map.of(), progress))) {
                return describe(kernel);
            }
        } catch (OpenException e) {
            throw CommandException.failed(String.valueOf(e.getMessage()));
        }
    }

    /** Describes an open dump. */
    static Result describe(Kernel kernel) {
        Map<Part, List<LayoutSource>> byPart = new LinkedHashMap<>();
        for (Part part : Part.values()) {
            byPart.put(part, asked(kernel, part));
        }
        List<LayoutSource> all = new ArrayList<>(kernel.layouts());
        byPart.values()
                .forEach(list ->
                        list.stream().filter(source -> !all.contains(source)).forEach(all::add));
        Row row = new Row()
                .put("what", "dump")
                .put("release", kernel.uts().release())
                .put("architecture", kernel.arch().architecture().name())
                .put("build_id", buildId(kernel))
                .put("sources", rows(all, byPart))
                .put("found", findings(all))
                .put("missing", missing(byPart));
        List<Diagnostic> diagnostics = new ArrayList<>(kernel.diagnostics());
        return new Result("layout-info/1", Result.Status.OK, List.of(row), List.copyOf(diagnostics), InfoLayout::write);
    }

    private static List<LayoutSource> asked(Kernel kernel, Part part) {
        try {
            return kernel.layouts(part);
        } catch (FaultException | MissingTypeException e) {
            return List.of();
        }
    }

    private static @Nullable String buildId(Kernel kernel) {
        var info = kernel.arch().vmcoreInfo();
        return info == null ? null : info.get("BUILD-ID").orElse(null);
    }

    private static Result describe(DebugFile file) {
        List<LayoutSource> sources = file.kernel() ? file.load(LoadMap.kernel(0)) : List.of();
        Map<Part, List<LayoutSource>> byPart = new LinkedHashMap<>();
        for (Part part : Part.values()) {
            List<LayoutSource> having = new ArrayList<>();
            sources.stream().filter(source -> has(source, part)).forEach(having::add);
            byPart.put(part, having);
        }
        Row row = new Row()
                .put("what", file.kernel() ? "kernel" : "module " + file.moduleName())
                .put("file", file.name())
                .put("release", file.release().orElse(null))
                .put("architecture", machine(file.machine().elfMachine()))
                .put("build_id", file.buildId().orElse(null))
                .put("debug_information", file.hasDebugInfo())
                .put(
                        "modules",
                        file.modules().stream().map(DebugFile::moduleName).toList())
                .put("sources", rows(sources, byPart))
                .put("missing", file.kernel() ? missing(byPart) : List.of());
        return new Result("layout-info/1", Result.Status.OK, List.of(row), List.of(), InfoLayout::write);
    }

    /** Names of ELF machines (gABI, e_machine) as uname has them. */
    private static String machine(int elfMachine) {
        return switch (elfMachine) {
            case 62 -> "x86_64";
            case 183 -> "aarch64";
            case 21 -> "ppc64le";
            default -> "ELF machine " + elfMachine;
        };
    }

    private static boolean has(LayoutSource source, Part part) {
        return switch (part) {
            case TYPES -> source.types() != null;
            case SYMBOLS -> source.symbols() != null;
            case LINES -> source.lines() != null;
            case UNWIND -> source.unwind() != null;
        };
    }

    private static List<Row> rows(List<LayoutSource> sources, Map<Part, List<LayoutSource>> byPart) {
        List<Row> rows = new ArrayList<>();
        for (LayoutSource source : sources) {
            Row row = new Row().put("source", source.describe());
            for (Part part : Part.values()) {
                int place = byPart.getOrDefault(part, List.of()).indexOf(source);
                String word = place == 0 ? "first" : place > 0 ? "then" : has(source, part) ? "not asked" : null;
                row.put(part.name().toLowerCase(Locale.ROOT), word);
            }
            row.put("variables", source.variables() == null ? null : "first");
            TypeSource types = source.types();
            if (types != null && types.ready()) {
                long[] count = new long[1];
                types.forEachName(TypeSource.Kind.STRUCT, name -> count[0]++);
                row.put("structs", count[0]);
            }
            rows.add(row);
        }
        return rows;
    }

    /** Returns what was looked for in memory because no table names it. */
    private static List<Row> findings(List<LayoutSource> sources) {
        List<Row> rows = new ArrayList<>();
        for (LayoutSource source : sources) {
            if (source.symbols() instanceof FoundSymbols found) {
                for (FoundSymbols.Finding finding : found.findings()) {
                    rows.add(new Row()
                            .put("name", finding.name())
                            .put("symbols", finding.symbols())
                            .put("address", finding.address() == 0 ? null : new Address(finding.address()))
                            .put("how", finding.how()));
                }
            }
        }
        return rows;
    }

    private static List<String> missing(Map<Part, List<LayoutSource>> byPart) {
        List<String> missing = new ArrayList<>();
        for (Part part : Part.values()) {
            if (byPart.getOrDefault(part, List.of()).isEmpty()) {
                missing.add(
                        part.name().toLowerCase(Locale.ROOT) + ": none; " + Objects.requireNonNull(REMEDIES.get(part)));
            }
        }
        return missing;
    }

    private static void write(Result result, TextOut out) {
        Row row = result.rows().getFirst();
        out.line(row.text("what") + (row.get("file") == null ? "" : " " + row.text("file")) + ": " + row.text("release")
                + ", "
                + row.text("architecture")
                + (row.get("build_id") == null ? "" : ", build ID " + row.text("build_id")));
        if (row.get("modules") instanceof List<?> modules && !modules.isEmpty()) {
            out.line("with the modules "
                    + String.join(", ", modules.stream().map(String::valueOf).toList()));
        }
        out.line("");
        List<String[]> lines = new ArrayList<>();
        lines.add(new String[] {"SOURCE", "TYPES", "SYMBOLS", "LINES", "UNWIND", "LOCALS"});
        for (Row source : row.rows("sources")) {
            lines.add(new String[] {
                source.text("source"),
                cell(source, "types"),
                cell(source, "symbols"),
                cell(source, "lines"),
                cell(source, "unwind"),
                cell(source, "variables")
            });
        }
        int width = 6;
        for (String[] line : lines) {
            width = Math.max(width, line[0].length());
        }
        for (String[] line : lines) {
            out.line(String.format(
                            "%-" + width + "s  %-9s  %-9s  %-9s  %-9s  %s",
                            line[0],
                            line[1],
                            line[2],
                            line[3],
                            line[4],
                            line[5])
                    .stripTrailing());
        }
        if (row.get("found") instanceof List<?> found && !found.isEmpty()) {
            out.line("");
            Table.of("FOUND=name", "ADDRESS", "SYMBOLS", "HOW")
                    .write(
                            new Result(
                                    "layout-info/1", Result.Status.OK, row.rows("found"), List.of(), InfoLayout::write),
                            out);
        }
        if (row.get("missing") instanceof List<?> missing) {
            for (Object one : missing) {
                out.line("missing " + one);
            }
        }
    }

    private static String cell(Row row, String name) {
        return row.get(name) == null ? "-" : row.text(name);
    }
}
