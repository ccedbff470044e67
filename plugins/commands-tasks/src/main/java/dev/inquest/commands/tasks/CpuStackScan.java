package dev.inquest.commands.tasks;

import dev.inquest.api.arch.ArchSession.CpuStack;
import dev.inquest.api.command.CommandException;
import dev.inquest.api.command.Invocation;
import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.memory.Fault;
import dev.inquest.api.memory.FaultException;
import dev.inquest.api.result.Address;
import dev.inquest.api.result.Result;
import dev.inquest.api.result.Row;
import dev.inquest.api.result.TextOut;
import dev.inquest.api.result.Unavailable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Searches the stacks that CPUs have beside those of tasks for exception frames: {@code bt -E}. */
final class CpuStackScan {
    private static final int LARGEST = 1 << 20;

    private CpuStackScan() {}

    static Result run(Invocation invocation, List<Integer> cpus) throws CommandException {
        Kernel kernel = invocation.kernel();
        List<Row> rows = new ArrayList<>();
        for (int cpu : cpus) {
            for (CpuStack stack : kernel.arch().stacks(kernel, cpu)) {
                rows.add(row(kernel, cpu, stack));
            }
        }
        if (rows.isEmpty()) {
            throw CommandException.failed("bt: the interrupt and exception stacks are not known in this kernel");
        }
        return Result.of("bt-cpu-exceptions/1", rows, CpuStackScan::write);
    }

    private static Row row(Kernel kernel, int cpu, CpuStack stack) {
        Row row = new Row()
                .put("cpu", cpu)
                .put("stack", stack.name())
                .put("low", new Address(stack.low()))
                .put("high", new Address(stack.high()));
        long high = Math.min(stack.high(), stack.low() + LARGEST);
        try {
            return row.put("entries", StackScan.exceptions(kernel, stack.low(), high));
        } catch (FaultException e) {
            Fault fault = e.fault();
            // A stack that this machine does not use is not mapped.
            String kind = fault.kind() == Fault.Kind.NOT_MAPPED
                    ? "missing"
                    : fault.kind().words();
            return row.put("entries", new Unavailable(kind, fault.message()));
        }
    }

    private static void write(Result result, TextOut out) {
        boolean first = true;
        for (Row row : result.rows()) {
            if (!first) {
                out.line();
            }
            first = false;
            String name = row.text("stack").toUpperCase(Locale.ROOT);
            out.line("CPU " + row.text("cpu") + " "
                    + (name.endsWith("IRQ") ? name : name.replace("DOUBLE FAULT", "DOUBLEFAULT") + " EXCEPTION")
                    + " STACK:");
            if (row.get("entries") instanceof Unavailable reason) {
                out.line("(" + reason.reason() + ")");
            } else if (row.rows("entries").isEmpty()) {
                out.line("(none found)");
            } else {
                StackScanViews.frames(row.rows("entries"), out);
            }
        }
    }
}
