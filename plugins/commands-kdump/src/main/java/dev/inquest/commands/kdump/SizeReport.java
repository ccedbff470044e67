package dev.inquest.commands.kdump;

import dev.inquest.api.command.Arguments;
import dev.inquest.api.command.CommandException;
import dev.inquest.api.command.Invocation;
import dev.inquest.api.image.DumpImage;
import dev.inquest.api.image.OpenException;
import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.kernel.KernelOpener;
import dev.inquest.api.result.Result;
import dev.inquest.api.result.Row;
import dev.inquest.commands.kdump.machine.DumpSurvey;
import dev.inquest.commands.kdump.machine.FilesSurvey;
import dev.inquest.commands.kdump.machine.Survey;
import dev.inquest.commands.kdump.machine.Survey.What;
import dev.inquest.commands.kdump.reserve.Crashkernel;
import dev.inquest.commands.kdump.reserve.Defaults;
import dev.inquest.commands.kdump.reserve.Need;
import dev.inquest.commands.kdump.reserve.Sizes;
import dev.inquest.commands.kdump.tree.MachineFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code kdump size}. */
final class SizeReport {
    private static final int LARGEST = 8 << 20;

    private final Invocation invocation;
    private final Arguments arguments;
    private final KernelOpener opener;

    SizeReport(Invocation invocation, KernelOpener opener) {
        this.invocation = invocation;
        this.arguments = invocation.arguments();
        this.opener = opener;
    }

    Result run(List<String> operands) throws CommandException {
        Survey survey = survey(operands);
        Need.Machine machine = machine(survey);
        List<Need.Part> parts = Need.parts(machine);
        long need = Need.sum(parts);
        List<Row> partRows = new ArrayList<>();
        for (Need.Part part : parts) {
            partRows.add(new Row()
                    .put("part", part.name())
                    .put("bytes", part.bytes())
                    .put("estimate", part.estimate())
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
                .put("origin", survey.origin())
                .put("facts", facts(survey))
                .put("not_known", unknown(survey))
                .put("parts", partRows)
                .put("need", need)
                .put("suggestion", "crashkernel=" + Sizes.option(Need.rounded(need)))
                .put("defaults", defaults)
                .put("booted_with", booted(survey, machine, need));
        if (arguments.value("crashkernel").isPresent()) {
            row.put("given", given(arguments.value("crashkernel").get(), machine, need));
        }
        return Result.of("kdump-size/1", List.of(row), new SizeView());
    }

    private static List<Row> facts(Survey survey) {
        List<Row> rows = new ArrayList<>();
        for (Survey.Fact fact : survey.facts()) {
            rows.add(new Row()
                    .put("fact", fact.what().words())
                    .put("value", fact.value())
                    .put("from", fact.from())
                    .put("estimate", fact.estimate()));
        }
        return rows;
    }

    private static List<Row> unknown(Survey survey) {
        List<Row> rows = new ArrayList<>();
        for (Survey.Unknown one : survey.unknown()) {
            rows.add(new Row().put("fact", one.what().words()).put("why", one.why()));
        }
        return rows;
    }

    /** What the machine was booted with, against what it needs and what it got. */
    private static @Nullable Row booted(Survey survey, Need.Machine machine, long need) {
        String options = survey.value(What.CRASHKERNEL);
        if (options == null) {
            return null;
        }
        Row row = new Row().put("crashkernel", options.equals("none") ? null : options);
        List<String> words = new ArrayList<>();
        long asked = 0;
        boolean told = !options.equals("none");
        for (String option : options.equals("none") ? new String[0] : options.split(" ")) {
            try {
                Crashkernel parsed = Crashkernel.parse(option);
                words.add(parsed.words());
                told &= !parsed.auto();
                asked += parsed.auto() ? 0 : parsed.size(machine.memory());
            } catch (IllegalArgumentException e) {
                words.add(String.valueOf(e.getMessage()));
                told = false;
            }
        }
        long reserved = survey.number(What.RESERVED, -1);
        Boolean enough = null;
        if (reserved >= 0 || told) {
            enough = (reserved >= 0 ? reserved : asked) >= need;
        }
        return row.put("meaning", words.isEmpty() ? "nothing is kept" : String.join("; ", words))
                .put("bytes", told ? asked : null)
                .put("reserved", reserved < 0 ? null : reserved)
                .put("enough", enough);
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

    /** Finds out what is to be found out: of a sosreport, a dump, the dump that is open, or this machine; of nothing where the memory was given. */
    private Survey survey(List<String> operands) throws CommandException {
        List<String> machines = new ArrayList<>(operands);
        machines.addAll(arguments.values("sosreport"));
        if (machines.size() > 1) {
            throw CommandException.usage("kdump size: give one machine: a dump, or --sosreport DIR or archive");
        }
        try {
            if (arguments.has("sosreport")) {
                return files(existing(machines.getFirst()), "of the machine in " + machines.getFirst(), null);
            }
            if (!operands.isEmpty()) {
                Path path = existing(operands.getFirst());
                return Files.isDirectory(path) || MachineFiles.isArchive(path)
                        ? files(path, "of the machine in " + path, null)
                        : dump(path);
            }
            if (arguments.has("memory")) {
                return new Survey("as given");
            }
            if (invocation.hasKernel()) {
                return DumpSurvey.of(invocation.kernel(), invocation.progress());
            }
            String own = System.getProperty("os.arch", "x86_64");
            return files(Path.of("/"), "of this machine", own.equals("amd64") ? "x86_64" : own);
        } catch (IOException e) {
            throw CommandException.failed("kdump size: " + machines.getFirst() + ": " + e.getMessage());
        }
    }

    private static Path existing(String name) throws CommandException {
        try {
            Path path = Path.of(name);
            if (!Files.exists(path)) {
                throw CommandException.failed("kdump size: " + name + ": no such file or folder");
            }
            return path;
        } catch (InvalidPathException e) {
            throw CommandException.usage("kdump size: not the name of a file: " + name);
        }
    }

    private static Survey files(Path root, String origin, @Nullable String architecture)
            throws IOException, CommandException {
        MachineFiles files = MachineFiles.named(root, FilesSurvey.paths(), LARGEST);
        if (files.files().isEmpty()) {
            throw CommandException.failed(
                    "kdump size: " + root + ": has none of a machine's files, such as proc/meminfo or proc/cmdline");
        }
        return FilesSurvey.of(files, origin, architecture);
    }

    private Survey dump(Path path) throws CommandException {
        KernelOpener.Request request = new KernelOpener.Request(List.of(path), false, Map.of(), invocation.progress());
        try (Kernel kernel = opener.open(request)) {
            return DumpSurvey.of(kernel, invocation.progress());
        } catch (OpenException unopened) {
            try (DumpImage image = opener.openImage(request)) {
                return DumpSurvey.of(image, String.valueOf(unopened.getMessage()), invocation.progress());
            } catch (OpenException e) {
                throw CommandException.failed("kdump size: " + e.getMessage());
            }
        }
    }

    private Need.Machine machine(Survey survey) throws CommandException {
        String found = survey.value(What.ARCHITECTURE);
        String architecture = arguments.value("arch").orElse(found == null ? "x86_64" : found);
        if (architecture.equals("arm64")) {
            architecture = "aarch64";
        }
        if (!List.of("x86_64", "aarch64", "ppc64le").contains(architecture)) {
            throw CommandException.usage(
                    "kdump size: --arch is x86_64, aarch64 or ppc64le, not '" + architecture + "'");
        }
        long usual = architecture.equals("ppc64le") ? 64 << 10 : 4096;
        long pageSize = size("page-size", survey.number(What.PAGE_SIZE, usual));
        if (pageSize < 4096 || pageSize > 64 << 10 || Long.bitCount(pageSize) != 1) {
            throw CommandException.usage("kdump size: --page-size is 4K, 16K or 64K");
        }
        long memory = size("memory", survey.number(What.MEMORY, -1));
        if (memory < 0) {
            throw CommandException.failed("kdump size: how much memory the machine has is not known: "
                    + survey.unknown().stream()
                            .filter(one -> one.what() == What.MEMORY)
                            .map(Survey.Unknown::why)
                            .findFirst()
                            .orElse("nothing tells")
                    + "; give --memory SIZE");
        }
        if (memory < 1 << 20) {
            throw CommandException.usage("kdump size: a machine has more memory than " + Sizes.words(memory)
                    + "; write 44G for 44 gigabytes");
        }
        return new Need.Machine(
                memory,
                architecture,
                (int) pageSize,
                cpus((int) survey.number(What.CPUS, 0)),
                arguments.has("sme") || survey.yes(What.ENCRYPTION),
                arguments.has("smmu") || survey.yes(What.SMMU),
                arguments.has("mlx5") || survey.yes(What.MLX5),
                arguments.has("cyclic"));
    }

    private int cpus(int found) throws CommandException {
        String text = arguments.value("cpus").orElse("");
        if (text.isEmpty()) {
            return found;
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
}
