package dev.inquest.commands.memory;

import dev.inquest.api.arch.AddressTranslator;
import dev.inquest.api.command.Arguments;
import dev.inquest.api.command.Command;
import dev.inquest.api.command.CommandException;
import dev.inquest.api.command.CommandSpec;
import dev.inquest.api.command.Invocation;
import dev.inquest.api.command.TaskLine;
import dev.inquest.api.command.TaskSelector;
import dev.inquest.api.files.Paths;
import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.kernel.Reads;
import dev.inquest.api.kernel.Task;
import dev.inquest.api.memory.FaultException;
import dev.inquest.api.result.Address;
import dev.inquest.api.result.Cell;
import dev.inquest.api.result.Result;
import dev.inquest.api.result.Row;
import dev.inquest.api.result.Unavailable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;

/** {@code vtop}: what stands behind a virtual address. */
@Component(service = Command.class, property = "inquest.command=vtop")
@Reads(value = "mm_struct", required = "pgd")
@Reads(
        value = "vm_area_struct",
        optional = {"vm_start", "vm_end", "vm_flags"},
        lost = "the area of a user address")
public final class VtopCommand implements Command {
    private static final CommandSpec SPEC = CommandSpec.of("vtop", "translate virtual addresses to physical ones")
            .operands("address | symbol ...")
            .option("c", "pid | task", "Translate user addresses by this task's page tables.")
            .flag("u", "The addresses are those of user space.")
            .flag("k", "The addresses are the kernel's.")
            .describe(
                    "Shows the physical address behind each virtual one, the page-table entries that lead there with their own physical "
                            + "addresses, the flags of the last one in words, for user addresses the area (VMA) that the address lies in, and "
                            + "the page structure. Without -u or -k the address itself tells which space it belongs to. User addresses are those "
                            + "of the chosen task. Kernel addresses are always translated by the kernel's own tables, which processes share.")
            .describe(
                    "An address that is not mapped is told with the level at which its translation ended, and where the page went if it was "
                            + "swapped out.")
            .example("a kernel address", "vtop ffff888003a43000", "")
            .example("a symbol", "vtop linux_banner", "")
            .example("an address of a process", "vtop -c 1 400000", "")
            .build();

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    @Override
    public Result run(Invocation invocation) throws CommandException {
        Kernel kernel = invocation.kernel();
        Arguments arguments = invocation.arguments();
        if (arguments.operands().isEmpty()) {
            throw CommandException.usage("vtop: give an address or a symbol; 'help vtop' shows more");
        }
        if (arguments.has("u") && arguments.has("k")) {
            throw CommandException.usage("vtop: -u and -k exclude each other");
        }
        Task task = null;
        if (arguments.has("c")) {
            List<Task> tasks = TaskSelector.select(invocation, arguments.values("c"));
            if (tasks.size() != 1) {
                throw CommandException.usage("vtop: -c takes one task; " + tasks.size() + " match");
            }
            task = tasks.getFirst();
        }
        List<Row> rows = new ArrayList<>();
        for (String operand : arguments.operands()) {
            long address = Numbers.address(kernel, "vtop", operand);
            // Kernel addresses have their top bit set on every architecture.
            boolean user = !arguments.has("k") && (arguments.has("u") || address >= 0);
            Task whose = !user ? null : task != null ? task : TaskSelector.current(invocation);
            rows.add(row(kernel, address, whose));
        }
        return Result.of("vtop/1", rows, VtopView::write);
    }

    private static Row row(Kernel kernel, long address, @Nullable Task task) {
        Row row = new Row().put("virtual", new Address(address)).put("space", task == null ? "kernel" : "user");
        if (task != null) {
            row.put("task", TaskLine.row(task));
        }
        long mm = task == null ? 0 : task.mm();
        if (task != null && mm == 0) {
            return row.put(
                            "physical",
                            new Unavailable(
                                    "not mapped",
                                    "the task " + TaskLine.text(TaskLine.row(task))
                                            + " is a kernel thread and has no user space"))
                    .put("levels", List.of());
        }
        try {
            AddressTranslator translator = task == null
                    ? kernel.arch().kernel()
                    : kernel.arch()
                            .user(kernel.at("struct mm_struct", mm)
                                    .member("pgd")
                                    .asLong());
            translate(kernel, address, translator, row);
        } catch (FaultException e) {
            row.put(
                    "physical",
                    new Unavailable(e.fault().kind().words(), e.fault().message()));
        }
        if (task != null) {
            row.put(
                    "vma",
                    Cell.of(() -> VirtualAreas.find(kernel, mm, address)
                            .map(area -> new Row()
                                    .put("vma", new Address(area.address()))
                                    .put(
                                            "start",
                                            Cell.address(() ->
                                                    area.member("vm_start").asLong()))
                                    .put(
                                            "end",
                                            Cell.address(
                                                    () -> area.member("vm_end").asLong()))
                                    .put(
                                            "flags",
                                            Cell.address(() ->
                                                    area.member("vm_flags").asLong()))
                                    .put(
                                            "file",
                                            Cell.of(() -> new Paths(kernel)
                                                    .ofFile(area.member("vm_file")
                                                            .asLong()))))
                            .orElse(null)));
        }
        if (row.get("physical") instanceof Address physical) {
            row.put("page", Cell.of(() -> PageFrames.row(kernel, physical.value())));
        }
        return row;
    }

    private static void translate(Kernel kernel, long address, AddressTranslator translator, Row row) {
        List<AddressTranslator.Step> steps = translator.walk(address);
        List<Row> levels = new ArrayList<>();
        for (AddressTranslator.Step step : steps) {
            levels.add(new Row()
                    .put("level", step.level())
                    .put("at", new Address(step.entryAddress()))
                    .put("entry", new Address(step.entry()))
                    .put("note", step.note()));
        }
        try {
            long physical = translator.physical(address);
            row.put("physical", new Address(physical)).put("levels", levels);
            long size = steps.isEmpty() ? 0 : steps.getLast().span();
            if (size > 0 && !steps.getLast().flags().isEmpty()) {
                row.put("page_physical", new Address(physical & -size))
                        .put("page_size", size)
                        .put("pte", new Address(steps.getLast().entry()))
                        .put("flags", steps.getLast().flags());
            }
        } catch (FaultException e) {
            row.put(
                            "physical",
                            new Unavailable(e.fault().kind().words(), e.fault().message()))
                    .put("levels", levels);
            if (!steps.isEmpty()) {
                kernel.arch()
                        .pageEntry(steps.getLast().entry())
                        .map(dev.inquest.api.arch.PageEntry::swap)
                        .ifPresent(swap -> row.put("swap", SwapAreas.row(kernel, swap)));
            }
        }
    }
}
