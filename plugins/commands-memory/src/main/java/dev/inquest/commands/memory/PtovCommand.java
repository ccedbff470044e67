package dev.inquest.commands.memory;

import dev.inquest.api.command.Command;
import dev.inquest.api.command.CommandException;
import dev.inquest.api.command.CommandSpec;
import dev.inquest.api.command.CpuList;
import dev.inquest.api.command.Invocation;
import dev.inquest.api.command.TaskSelector;
import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.result.Address;
import dev.inquest.api.result.Cell;
import dev.inquest.api.result.Result;
import dev.inquest.api.result.Row;
import dev.inquest.api.result.TextOut;
import dev.inquest.api.result.Unavailable;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.osgi.service.component.annotations.Component;

/** {@code ptov}: where physical memory and per-CPU offsets are in the kernel's address space. */
@Component(service = Command.class, property = "inquest.command=ptov")
public final class PtovCommand implements Command {
    private static final CommandSpec SPEC = CommandSpec.of("ptov", "translate physical addresses to virtual ones")
            .operands("address | offset:cpus ...")
            .describe(
                    "Shows the direct map's address of each physical address. An offset into per-CPU memory, or a per-CPU symbol, with a colon and a "
                            + "list of CPUs (0,2-3, or a for all; none for the chosen task's CPU) gives each CPU's address.")
            .example("physical memory", "ptov 56e000", "")
            .example("all CPUs' copies of a per-CPU variable", "ptov b0c0:a", "")
            .build();

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    @Override
    public Result run(Invocation invocation) throws CommandException {
        if (invocation.arguments().operands().isEmpty()) {
            throw CommandException.usage("ptov: give a physical address, or an offset:cpus; 'help ptov' shows more");
        }
        Kernel kernel = invocation.kernel();
        List<Row> rows = new ArrayList<>();
        for (String operand : invocation.arguments().operands()) {
            int colon = operand.indexOf(':');
            if (colon >= 0) {
                String list = operand.substring(colon + 1);
                List<Integer> cpus = list.isEmpty()
                        ? List.of(TaskSelector.current(invocation).cpu())
                        : CpuList.parse(list, kernel);
                rows.add(perCpu(kernel, Numbers.address(kernel, "ptov", operand.substring(0, colon)), cpus));
            } else {
                rows.add(physical(kernel, Numbers.hexadecimal("ptov", operand)));
            }
        }
        return Result.of("ptov/1", rows, PtovCommand::write);
    }

    private static Row physical(Kernel kernel, long physical) {
        OptionalLong virtual = kernel.arch().directMap(physical);
        return new Row()
                .put(
                        "virtual",
                        virtual.isPresent()
                                ? new Address(virtual.getAsLong())
                                : new Unavailable(
                                        "not mapped",
                                        "0x" + Long.toHexString(physical) + " lies beyond the direct map"))
                .put("physical", new Address(physical));
    }

    private static Row perCpu(Kernel kernel, long offset, List<Integer> cpus) {
        List<Row> copies = new ArrayList<>();
        for (int cpu : cpus) {
            copies.add(new Row()
                    .put("cpu", cpu)
                    .put("virtual", Cell.address(() -> kernel.cpus().address(cpu, offset))));
        }
        return new Row().put("offset", new Address(offset)).put("cpus", copies);
    }

    private static void write(Result result, TextOut out) {
        boolean first = true;
        for (Row row : result.rows()) {
            if (!first) {
                out.line();
            }
            first = false;
            if (row.get("offset") != null) {
                out.line("PER-CPU OFFSET: " + VtopView.hex(row.get("offset")));
                out.line("  CPU    VIRTUAL");
                for (Row copy : row.rows("cpus")) {
                    out.line("  [" + copy.text("cpu") + "]  " + VtopView.hex(copy.get("virtual")));
                }
            } else {
                out.line("VIRTUAL           PHYSICAL");
                out.line(VtopView.pad(VtopView.hex(row.get("virtual")), 16) + "  " + VtopView.hex(row.get("physical")));
            }
        }
    }
}
