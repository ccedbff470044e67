package dev.inquest.commands.kdump;

import dev.inquest.api.command.Arguments;
import dev.inquest.api.command.CommandException;
import dev.inquest.api.command.Invocation;
import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.memory.FaultException;
import dev.inquest.api.result.Result;
import dev.inquest.api.result.Row;
import dev.inquest.api.result.TextOut;
import dev.inquest.api.types.MissingTypeException;
import dev.inquest.commands.kdump.reserve.Crashkernel;
import dev.inquest.commands.kdump.reserve.Defaults;
import dev.inquest.commands.kdump.reserve.Need;
import dev.inquest.commands.kdump.reserve.Sizes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code kdump size}. */
final class SizeReport {
    private final Invocation invocation;
    private final Arguments arguments;
    private String origin = "as given";

    SizeReport(Invocation invocation) {
        this.invocation = invocation;
        this.arguments = invocation.arguments();
    }

    Result run(List<String> operands) throws CommandException {
        if (!operands.isEmpty()) {
            throw CommandException.usage(
                    "kdump size: '" + operands.getFirst() + "' is not understood; give --memory SIZE");
        }
        Need.Machine machine = machine();
        List<Need.Part> parts = Need.parts(machine);
        long need = Need.sum(parts);
        List<Row> partRows = new ArrayList<>();
        for (Need.Part part : parts) {
            partRows.add(new Row()
                    .put("part", part.name())
                    .put("bytes", part.bytes())
                    .put("why", part.why()));
        }
        List<Row> defaults = new ArrayList<>();
        for (Defaults.Kept kept : Defaults.of(machine)) {
            defaults.add(new Row()
                    .put("distribution", kept.distribution())
                    .put("crashkernel", kept.option())
                    .put("bytes", kept.bytes())
                    .put("enough", kept.bytes() >= need));
        }
        Row row = new Row()
                .put("memory", machine.memory())
                .put("architecture", machine.architecture())
                .put("page_size", machine.pageSize())
                .put("cpus", machine.cpus() == 0 ? null : machine.cpus())
                .put("origin", origin)
                .put("parts", partRows)
                .put("need", need)
                .put("suggestion", "crashkernel=" + Sizes.option(Need.rounded(need)))
                .put("defaults", defaults);
        if (arguments.value("crashkernel").isPresent()) {
            row.put("given", given(arguments.value("crashkernel").get(), machine, need));
        }
        return Result.of("kdump-size/1", List.of(row), SizeReport::write);
    }

    private static Row given(String text, Need.Machine machine, long need) throws CommandException {
        String value = text.startsWith("crashkernel=") ? text.substring("crashkernel=".length()) : text;
        try {
            Crashkernel option = Crashkernel.parse(value);
            Row row = new Row().put("crashkernel", value).put("meaning", option.words());
            if (!option.auto()) {
                long size = option.size(machine.memory());
                row.put("bytes", size).put("enough", size >= need);
            }
            return row;
        } catch (IllegalArgumentException e) {
            throw CommandException.usage("kdump size: crashkernel=" + value + ": " + e.getMessage());
        }
    }

    private Need.Machine machine() throws CommandException {
        String architecture = arguments.value("arch").orElseGet(this::ownArchitecture);
        if (architecture.equals("arm64")) {
            architecture = "aarch64";
        }
        if (!List.of("x86_64", "aarch64", "ppc64le").contains(architecture)) {
            throw CommandException.usage(
                    "kdump size: --arch is x86_64, aarch64 or ppc64le, not '" + architecture + "'");
        }
        long pageSize = size("page-size", architecture.equals("ppc64le") ? 64 << 10 : 4096);
        if (pageSize < 4096 || pageSize > 64 << 10 || Long.bitCount(pageSize) != 1) {
            throw CommandException.usage("kdump size: --page-size is 4K, 16K or 64K");
        }
        long memory = arguments.has("memory") ? size("memory", 0) : measured();
        if (memory < 1 << 20) {
            throw CommandException.usage("kdump size: a machine has more memory than " + Sizes.words(memory)
                    + "; write 44G for 44 gigabytes");
        }
        return new Need.Machine(
                memory,
                architecture,
                (int) pageSize,
                cpus(),
                arguments.has("sme"),
                arguments.has("smmu"),
                arguments.has("mlx5"),
                arguments.has("cyclic"));
    }

    private String ownArchitecture() {
        if (invocation.hasKernel() && !arguments.has("memory")) {
            return invocation.kernel().arch().architecture().name();
        }
        String name = System.getProperty("os.arch", "x86_64");
        return arguments.has("memory") || name.equals("amd64") ? "x86_64" : name;
    }

    private int cpus() throws CommandException {
        String text = arguments.value("cpus").orElse("");
        if (text.isEmpty()) {
            if (arguments.has("memory")) {
                return 0;
            }
            return invocation.hasKernel()
                    ? invocation.kernel().cpus().online().size()
                    : Runtime.getRuntime().availableProcessors();
        }
        if (!text.matches("[1-9][0-9]{0,5}")) {
            throw CommandException.usage("kdump size: --cpus is a number of CPUs, not '" + text + "'");
        }
        return Integer.parseInt(text);
    }

    private long size(String option, long otherwise) throws CommandException {
        String text = arguments.value(option).orElse("");
        if (text.isEmpty()) {
            return otherwise;
        }
        try {
            return Sizes.parse(text);
        } catch (IllegalArgumentException e) {
            throw CommandException.usage("kdump size: --" + option + ": " + e.getMessage());
        }
    }

    /** The memory of the machine in the dump, or of this one. */
    private long measured() throws CommandException {
        if (invocation.hasKernel()) {
            Kernel kernel = invocation.kernel();
            try {
                String name = kernel.symbol("_totalram_pages") == null ? "totalram_pages" : "_totalram_pages";
                long pages = kernel.global(name).findMember("counter").isPresent()
                        ? kernel.global(name).member("counter").asLong()
                        : kernel.global(name).asLong();
                origin = "of the machine in the dump";
                return pages * kernel.image().pageSize();
            } catch (FaultException | MissingTypeException e) {
                throw CommandException.failed("kdump size: how much memory the dumped machine has cannot be read: "
                        + e.getMessage() + "; give --memory SIZE");
            }
        }
        try {
            for (String line : Files.readAllLines(Path.of("/proc/meminfo"))) {
                if (line.startsWith("MemTotal:")) {
                    origin = "of this machine";
                    return Long.parseLong(line.replaceAll("[^0-9]", "")) << 10;
                }
            }
        } catch (IOException | NumberFormatException e) {
            throw CommandException.usage("kdump size: this machine does not tell its memory; give --memory SIZE");
        }
        throw CommandException.usage("kdump size: this machine does not tell its memory; give --memory SIZE");
    }

    private static void write(Result result, TextOut out) {
        Row row = result.rows().getFirst();
        out.line("memory " + Sizes.words(row.number("memory")) + " (" + row.text("origin") + "), "
                + row.text("architecture") + ", pages of " + Sizes.words(row.number("page_size")));
        out.line("");
        for (Row part : row.rows("parts")) {
            out.line(String.format(
                            "%10s  %-34s %s", Sizes.words(part.number("bytes")), part.text("part"), part.text("why"))
                    .stripTrailing());
        }
        out.line(String.format("%10s  needed; %s", Sizes.words(row.number("need")), row.text("suggestion")));
        out.line("");
        for (Row one : row.rows("defaults")) {
            out.line(String.format(
                    "%10s  %-16s %s%s",
                    Sizes.words(one.number("bytes")),
                    one.text("distribution"),
                    one.text("crashkernel"),
                    one.is("enough") ? "" : "   (less than needed)"));
        }
        if (row.get("given") instanceof Row given) {
            out.line("");
            out.line("crashkernel=" + given.text("crashkernel") + ": " + given.text("meaning"));
            if (given.get("bytes") != null) {
                out.line(Sizes.words(given.number("bytes")) + " on this machine: "
                        + (given.is("enough") ? "enough" : "too little"));
            }
        }
    }
}
