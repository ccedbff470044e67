package dev.inquest.commands.memory;

import dev.inquest.api.arch.ArchSession;
import dev.inquest.api.command.Arguments;
import dev.inquest.api.command.Command;
import dev.inquest.api.command.CommandException;
import dev.inquest.api.command.CommandSpec;
import dev.inquest.api.command.Invocation;
import dev.inquest.api.image.VmcoreInfo;
import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.kernel.KernelFacts;
import dev.inquest.api.kernel.Reads;
import dev.inquest.api.memory.FaultException;
import dev.inquest.api.result.Address;
import dev.inquest.api.result.Cell;
import dev.inquest.api.result.Result;
import dev.inquest.api.result.Row;
import dev.inquest.api.types.CorruptListException;
import dev.inquest.api.types.MissingTypeException;
import dev.inquest.api.types.Value;
import dev.inquest.api.types.print.ValueRows;
import dev.inquest.api.types.print.ValueText;
import java.util.ArrayList;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/** {@code mach}: the machine. */
@Reads(value = "pglist_data", optional = "node_present_pages", lost = "line MEMORY SIZE")
@Reads(
        value = "clocksource",
        optional = {"mult", "shift"},
        lost = "line HZ, where there is no tick_nsec",
        mayLack = true)
@Component(service = Command.class, property = "inquest.command=mach")
public final class MachCommand implements Command {
    private static final CommandSpec SPEC = CommandSpec.of("mach", "show facts about the machine")
            .flag("m", "Show the map of physical memory: the firmware's (e820), or else the kernel's own (iomem).")
            .flag("c", "Show what the kernel knows of each CPU.")
            .flag("v", "Show VMCOREINFO, the notes that the kernel leaves for tools.")
            .flag("x", "With -c: numbers in hexadecimal.")
            .flag("d", "With -c: numbers in decimal.")
            .describe(
                    "Shows memory, CPUs, the tick rate, the page size, the regions of the kernel's address space and the stacks that each CPU has "
                            + "for interrupts and exceptions.")
            .example("the machine", "mach", "")
            .example("the firmware's map of memory", "mach -m", "")
            .build();

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    @Override
    public Result run(Invocation invocation) throws CommandException {
        Kernel kernel = invocation.kernel();
        Arguments arguments = invocation.arguments();
        if (arguments.has("m")) {
            return memory(kernel);
        }
        if (arguments.has("c")) {
            return cpus(
                    kernel,
                    arguments.has("x")
                            || !arguments.has("d") && invocation.context().radix() == 16);
        }
        if (arguments.has("v")) {
            VmcoreInfo info = kernel.arch().vmcoreInfo();
            if (info == null) {
                throw CommandException.failed("mach: the dump has no VMCOREINFO");
            }
            List<Row> rows = new ArrayList<>();
            info.lines()
                    .forEach((key, value) -> rows.add(new Row().put("key", key).put("value", value)));
            return Result.of(
                    "mach-vmcoreinfo/1",
                    rows,
                    (result, out) -> result.rows().forEach(row -> out.line(row.text("key") + "=" + row.text("value"))));
        }
        return Result.of("mach/1", List.of(summary(kernel)), MachView::write);
    }

    private static Result memory(Kernel kernel) throws CommandException {
        try {
            return Result.of("mach-memory/1", MemoryMaps.rows(kernel), MemoryMaps::write);
        } catch (FaultException | MissingTypeException | CorruptListException e) {
            throw CommandException.failed("mach: the map of memory cannot be read: " + e.getMessage());
        }
    }

    private static Row summary(Kernel kernel) {
        Row row = new Row()
                .put("machine", kernel.arch().architecture().name())
                .put("memory", Cell.of(() -> KernelFacts.presentPages(kernel) * KernelFacts.pageSize(kernel)))
                .put(
                        "cpus",
                        Cell.of(() -> kernel.cpus().online().size()
                                + kernel.cpus().stopped().size()))
                .put(
                        "cpu_khz",
                        kernel.address("cpu_khz").isPresent()
                                ? Cell.of(() -> kernel.memory()
                                        .u32(kernel.address("cpu_khz").orElseThrow()))
                                : null)
                .put("hz", Cell.of(() -> KernelFacts.ticksPerSecond(kernel)))
                .put("page_size", KernelFacts.pageSize(kernel));
        List<Row> regions = new ArrayList<>();
        for (ArchSession.Region region : kernel.arch().regions()) {
            regions.add(new Row()
                    .put("name", region.name())
                    .put("start", new Address(region.start()))
                    .put("end", new Address(region.end())));
        }
        for (String name : new String[] {"vmalloc", "vmemmap"}) {
            // x86 keeps the places of randomised regions in variables.
            boolean told =
                    regions.stream().anyMatch(region -> region.text("name").contains(name));
            kernel.address(name + "_base").ifPresent(variable -> {
                if (!told) {
                    regions.add(new Row()
                            .put("name", name)
                            .put("start", Cell.address(() -> kernel.memory().u64(variable)))
                            .put("end", null));
                }
            });
        }
        row.put("regions", regions).put("stack_size", kernel.stackSize());
        List<Row> stacks = new ArrayList<>();
        for (int cpu : kernel.cpus().possible()) {
            for (ArchSession.CpuStack stack : kernel.arch().stacks(kernel, cpu)) {
                stacks.add(new Row()
                        .put("stack", stack.name())
                        .put("cpu", cpu)
                        .put("low", new Address(stack.low()))
                        .put("size", stack.high() - stack.low()));
            }
        }
        return row.put("stacks", stacks);
    }

    /** What the kernel knows of a CPU: {@code cpu_info} on x86, {@code cpu_data} on arm64. */
    private static Result cpus(Kernel kernel, boolean hexadecimal) throws CommandException {
        String[][] known = {{"cpu_info", "struct cpuinfo_x86"}, {"cpu_data", "struct cpuinfo_arm64"}};
        for (String[] one : known) {
            if (kernel.address(one[0]).isPresent() && kernel.findType(one[1]) != null) {
                ValueText printer = new ValueText(kernel, hexadecimal);
                List<Row> rows = new ArrayList<>();
                for (int cpu : kernel.cpus().online()) {
                    Value value = kernel.at(
                            one[1],
                            kernel.cpus().address(cpu, kernel.address(one[0]).orElseThrow()));
                    rows.add(new Row()
                            .put("cpu", cpu)
                            .put("type", one[1])
                            .put("value", Cell.of(() -> ValueRows.cell(value)))
                            .put("text", Cell.of(() -> printer.of(value, 0))));
                }
                return Result.of("mach-cpus/1", rows, (result, out) -> {
                    for (Row row : result.rows()) {
                        out.line("CPU " + row.text("cpu") + ":");
                        out.line(row.text("type") + " " + row.text("text"));
                        out.line();
                    }
                });
            }
        }
        throw CommandException.failed("mach: this kernel keeps no table of CPUs that is known here");
    }
}
