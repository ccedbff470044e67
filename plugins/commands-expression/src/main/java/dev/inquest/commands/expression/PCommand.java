package dev.inquest.commands.expression;

import dev.inquest.api.command.Command;
import dev.inquest.api.command.CommandException;
import dev.inquest.api.command.CommandSpec;
import dev.inquest.api.command.Invocation;
import dev.inquest.api.expression.ExpressionException;
import dev.inquest.api.expression.ExpressionValue;
import dev.inquest.api.expression.Expressions;
import dev.inquest.api.memory.FaultException;
import dev.inquest.api.result.Address;
import dev.inquest.api.result.Cell;
import dev.inquest.api.result.Result;
import dev.inquest.api.result.Row;
import dev.inquest.api.result.Unavailable;
import dev.inquest.api.types.ArrayType;
import dev.inquest.api.types.IntType;
import dev.inquest.api.types.MissingTypeException;
import dev.inquest.api.types.Spelling;
import dev.inquest.api.types.Type;
import dev.inquest.api.types.print.Strings;
import dev.inquest.api.types.print.ValueRows;
import dev.inquest.api.types.print.ValueText;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code p}: the value of a C expression. */
@Component(service = Command.class, property = "inquest.command=p")
public final class PCommand implements Command {
    private static final CommandSpec SPEC = CommandSpec.of("p", "show the value of a C expression")
            .operands("expression[:cpus]")
            .flag("x", "Integers in hexadecimal.")
            .flag("d", "Integers in decimal.")
            .option(
                    "/",
                    "format",
                    "Numbers, pointers and enumerators in gdb's format: x d u o t (binary) z (hexadecimal with zeros) c a s. Spelled p/x.")
            .flag("u", "Pointers in the expression point into the user space of the chosen task.")
            .describe(
                    "The expression is C over the kernel's variables, types and enumerators: all operators but assignments and "
                            + "calls, casts, sizeof, offsetof(type, member), container_of(pointer, type, member). $task is the chosen task, "
                            + "$cpu its CPU, $rip or $sp a register of its innermost frame. docs/expressions.md has the grammar.")
            .describe(
                    "A per-CPU variable's name alone shows where its copies lie. Its value needs the CPU: runqueues:0, runqueues:0,2-3, runqueues:a "
                            + "for all that were online, runqueues: for the chosen task's; "
                            + "inside a larger expression per_cpu(runqueues, 0).nr_running, and for a pointer per_cpu_ptr(pointer, 0).")
            .describe("Options come first: all that follows the first word that is none belongs to the expression.")
            .example(
                    "the name of the first task",
                    "p init_task.comm",
                    "init_task.comm = \"swapper/0\\000\\000\\000\\000\\000\\000\"")
            .example("a structure at a known address", "p ((struct task_struct *)0xff36b313411dc180)->pid", "")
            .example(
                    "how many tasks are ready, on each CPU",
                    "p runqueues.nr_running:a",
                    "per_cpu(runqueues.nr_running, 0) = 1")
            .example("a number in hexadecimal", "p -x sizeof(struct page) * 512", "sizeof(struct page) * 512 = 0x8000")
            .example("a number in binary", "p/t init_task.flags", "init_task.flags = 100001000000000000000000010")
            .example(
                    "which function contains an address",
                    "p/a 0xffffffff936114f4",
                    "0xffffffff936114f4 = 0xffffffff936114f4 <schedule+4>")
            .build();

    private final Expressions expressions;

    /** Makes the command. */
    @Activate
    public PCommand(@Reference Expressions expressions) {
        this.expressions = expressions;
    }

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    @Override
    public boolean leadingOptions() {
        return true;
    }

    @Override
    public Result run(Invocation invocation) throws CommandException {
        String text = Evaluation.expression(invocation, "p");
        ValueText printer = Printing.in("p", invocation);
        List<Row> rows = new ArrayList<>();
        List<String> lines = new ArrayList<>();
        try {
            CpuSpec spec = CpuSpec.parse(invocation, expressions, "p", text);
            if (spec.cpus().isEmpty() && !copies(invocation, text, rows, lines)) {
                show(invocation, text, null, printer, rows, lines);
            }
            for (Integer cpu : spec.cpus()) {
                if (!invocation.progress().cancelled()) {
                    show(invocation, spec.text(), cpu, printer, rows, lines);
                }
            }
        } catch (ExpressionException e) {
            throw Evaluation.failed("p", e);
        } catch (MissingTypeException e) {
            throw CommandException.failed("p: " + e.getMessage());
        }
        List<String> shown = List.copyOf(lines);
        return Result.of("p/1", rows, (result, out) -> shown.forEach(out::line));
    }

    /** Shows where a per-CPU variable's copies lie, when the text names one and no CPU; returns whether it does. */
    private boolean copies(Invocation invocation, String text, List<Row> rows, List<String> lines)
            throws CommandException, ExpressionException {
        List<Integer> possible = invocation.kernel().cpus().possible();
        if (possible.isEmpty() || !text.matches("[A-Za-z_][A-Za-z_0-9]*")) {
            return false;
        }
        List<Row> found = new ArrayList<>();
        List<String> addresses = new ArrayList<>();
        try {
            for (int cpu : possible) {
                long address = expressions
                        .evaluate(Evaluation.scope(invocation, false, cpu), "&" + text)
                        .asLong();
                found.add(new Row().put("expression", text).put("cpu", cpu).put("address", new Address(address)));
                addresses.add("  [" + cpu + "]: " + Long.toHexString(address));
            }
        } catch (ExpressionException e) {
            return false;
        }
        Type type = expressions.typeOf(Evaluation.scope(invocation, false, null), text);
        found.forEach(row -> row.put("type", type.spelling()));
        rows.addAll(found);
        lines.add("PER-CPU DATA TYPE:");
        lines.add("  " + Spelling.of(type, text) + ";");
        lines.add("PER-CPU ADDRESSES:");
        lines.addAll(addresses);
        return true;
    }

    private void show(
            Invocation invocation,
            String text,
            @Nullable Integer cpu,
            ValueText printer,
            List<Row> rows,
            List<String> lines)
            throws CommandException, ExpressionException {
        Row row = new Row().put("expression", text).put("cpu", cpu);
        rows.add(row);
        String name = cpu == null ? text : "per_cpu(" + text + ", " + cpu + ")";
        try {
            ExpressionValue value = expressions.evaluate(
                    Evaluation.scope(invocation, invocation.arguments().has("u"), cpu), text);
            row.put("type", value.value().type().spelling())
                    .put("address", value.stored() ? new Address(value.value().address()) : null)
                    .put(
                            "value",
                            endless(value) ? Cell.of(() -> value.value().asString()) : ValueRows.cell(value.value()));
            lines.add(name + " = " + (invocation.arguments().has("/") ? "" : Evaluation.prefix(value))
                    + (endless(value) ? quoted(value) : printer.of(value.value(), 0)));
        } catch (FaultException e) {
            String kind = e.fault().kind().words();
            row.put("type", null)
                    .put("address", null)
                    .put("value", new Unavailable(kind, e.fault().message()));
            lines.add(name + " = <" + e.fault().message() + ">");
        }
    }

    // Of a variable such as char linux_banner[] only its NUL tells the length.
    private static boolean endless(ExpressionValue value) {
        return value.value().type().bare() instanceof ArrayType array
                && array.count() < 0
                && array.element().bare() instanceof IntType integer
                && integer.character();
    }

    private static String quoted(ExpressionValue value) {
        return "\"" + Strings.escaped(value.value().asString()) + "\"";
    }
}
