package dev.inquest.commands.expression;

import dev.inquest.api.command.Arguments;
import dev.inquest.api.command.Command;
import dev.inquest.api.command.CommandException;
import dev.inquest.api.command.CommandSpec;
import dev.inquest.api.command.Invocation;
import dev.inquest.api.expression.Expressions;
import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.layout.TypeSource;
import dev.inquest.api.memory.Memory;
import dev.inquest.api.result.Address;
import dev.inquest.api.result.Result;
import dev.inquest.api.result.Row;
import dev.inquest.api.types.StructType;
import dev.inquest.api.types.Type;
import dev.inquest.api.types.Value;
import dev.inquest.api.types.print.TypePrinter;
import dev.inquest.api.types.print.ValueText;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code struct}, {@code union} and {@code *}: definitions of structures, and structures in memory. */
@Component(
        service = Command.class,
        property = {"inquest.command=struct", "inquest.command=union", "inquest.command=*"})
public final class StructCommand implements Command {
    private static final int MOST = 100_000;
    private static final CommandSpec SPEC = CommandSpec.of(
                    "struct", "show a structure's definition or its contents in memory")
            .alias("union")
            .alias("*")
            .operands("name[.member[,member]] [address | symbol][:cpus] [count]")
            .flag("o", "Show offsets; with an address, the members' addresses.")
            .option(
                    "l",
                    "offset",
                    "The address is that of a member: give the member's offset in bytes, or struct.member.")
            .flag("s", "Show the size alone; 'size' stands for 'struct -s'.")
            .flag("r", "Show the structure's bytes.")
            .flag("f", "The address is an offset in the dump's file.")
            .flag("u", "The address is one of the chosen task's user space.")
            .flag("p", "Show pointers with their types, and what they point at.")
            .flag("x", "Numbers in hexadecimal.")
            .flag("d", "Numbers in decimal.")
            .option("c", "count", "How many structures to show; a negative number shows those that end at the address.")
            .describe(
                    "Without an address, shows the definition. With one, shows the structure there. Members may be named, several with "
                            + "commas, nested ones with dots and elements of arrays with brackets: se.vruntime, v[2].")
            .describe(
                    "The address is hexadecimal, a symbol, or an expression as p takes it. A per-CPU symbol or pointer needs its CPUs: "
                            + "runqueues:0,2-3, runqueues:a for all, runqueues: for the chosen task's.")
            .describe(
                    "The word struct may be left out, and a star may stand for it: 'task_struct.pid init_task' and '*task_struct.pid "
                            + "init_task' are the same.")
            .example(
                    "what is in a list_head?",
                    "struct list_head -o",
                    "struct list_head {\n   [0] struct list_head *next;\n   [8] struct list_head *prev;\n}\nSIZE: 16")
            .example(
                    "some members of a task",
                    "struct task_struct.pid,comm,se.vruntime init_task",
                    "  pid = 0,\n  comm = \"swapper/0\\000\\000\\000\\000\\000\\000\",\n  se.vruntime = 0,")
            .example(
                    "a task from the address of its list link",
                    "struct task_struct.pid -l task_struct.tasks ff36b313411dc9a8",
                    "  pid = 1,")
            .example(
                    "each CPU's copy",
                    "struct rq.nr_running runqueues:a",
                    "[0]: ff36b3135da31bc0\n  nr_running = 0,\n[1]: ff36b3135db31bc0\n  nr_running = 1,")
            .build();

    private final Expressions expressions;

    /** Makes the command. */
    @Activate
    public StructCommand(@Reference Expressions expressions) {
        this.expressions = expressions;
    }

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    @Override
    public Result run(Invocation invocation) throws CommandException {
        Arguments arguments = invocation.arguments();
        List<String> operands = arguments.operands();
        if (operands.isEmpty() || operands.size() > 3) {
            throw CommandException.usage("struct: give a structure's name, and an address to see one in memory");
        }
        Type other = operands.size() == 1
                ? invocation.kernel().searchType(TypeSource.Kind.TYPEDEF, operands.getFirst())
                : null;
        if (other != null && !(other.bare() instanceof StructType)) {
            List<String> lines = new ArrayList<>();
            Row row = new Row();
            Definition.of(other, false, row, lines);
            return Result.of("struct-definition/1", List.of(row), (result, out) -> lines.forEach(out::line));
        }
        Contents contents = Contents.parse(invocation.kernel(), "struct", operands.getFirst());
        if (arguments.has("s")) {
            return size(contents.struct());
        }
        // A name that is a tag, too, is the structure's.
        String name = operands.getFirst();
        String typedef = other == null || name.equals(contents.struct().tag()) ? null : name;
        return operands.size() == 1
                ? definition(contents, arguments.has("o"), typedef)
                : contents(invocation, contents);
    }

    private static Result size(StructType struct) {
        Row row = new Row().put("type", struct.spelling()).put("size", struct.size());
        return Result.of("struct-size/1", List.of(row), (result, out) -> out.line("SIZE: " + struct.size()));
    }

    private static Result definition(Contents contents, boolean offsets, @Nullable String typedef) {
        StructType struct = contents.struct();
        List<String> lines = contents.members().isEmpty()
                ? Definition.of(struct, offsets, typedef)
                : Definition.members(struct, contents.members(), null);
        List<String> shown = List.copyOf(lines);
        return Result.of(
                "struct-definition/1",
                Definition.rows(struct, contents.members()),
                (result, out) -> shown.forEach(out::line));
    }

    private Result contents(Invocation invocation, Contents contents) throws CommandException {
        Arguments arguments = invocation.arguments();
        String operand = arguments.operands().get(1);
        CpuSpec spec = CpuSpec.parse(invocation, expressions, "struct", operand);
        long address = arguments.has("f")
                ? number(spec.text())
                : Evaluation.address(invocation, expressions, "struct", spec.text());
        if (arguments.has("l")) {
            address -= Offset.parse(
                            invocation.kernel(), "struct", arguments.value("l").orElseThrow())
                    .bytes();
        }
        Memory memory = arguments.has("f")
                ? DumpFile.of(invocation.kernel(), "struct")
                : Evaluation.scope(invocation, arguments.has("u"), null).memory();
        long count = count(arguments);
        List<Row> rows = new ArrayList<>();
        List<String> lines = new ArrayList<>();
        Show show = new Show(invocation, contents, memory, count, rows, lines);
        if (spec.cpus().isEmpty()) {
            show.all(address, null);
        }
        for (int cpu : spec.cpus()) {
            long copy = invocation.kernel().cpus().address(cpu, address);
            lines.add("[" + cpu + "]: " + Long.toHexString(copy));
            show.all(copy, cpu);
        }
        List<String> shown = List.copyOf(lines);
        return Result.of("struct/1", rows, (result, out) -> shown.forEach(out::line));
    }

    private static long number(String text) throws CommandException {
        try {
            return Long.parseUnsignedLong(text.startsWith("0x") ? text.substring(2) : text, 16);
        } catch (NumberFormatException e) {
            throw CommandException.usage("struct: " + text + " is no offset in a file; it is hexadecimal");
        }
    }

    private static long count(Arguments arguments) throws CommandException {
        List<String> operands = arguments.operands();
        String text =
                operands.size() > 2 ? operands.get(2) : arguments.value("c").orElse("1");
        long count;
        try {
            count = Long.decode(text);
        } catch (NumberFormatException e) {
            throw CommandException.usage("struct: " + text + " is no number of structures");
        }
        if (count == 0 || Math.abs(count) > MOST) {
            throw CommandException.usage("struct: " + count + " is no number of structures that can be shown");
        }
        return count;
    }

    /** Shows structures that follow one another. */
    private record Show(
            Invocation invocation, Contents contents, Memory memory, long count, List<Row> rows, List<String> lines) {

        void all(long address, @Nullable Integer cpu) {
            long size = contents.struct().size();
            // Those that end at the address, the last one there.
            long first = count < 0 ? address + (count + 1) * size : address;
            for (long i = 0; i < Math.abs(count) && !invocation.progress().cancelled(); i++) {
                if (i > 0) {
                    lines.add("");
                }
                one(new Value(memory, contents.struct(), first + i * size), cpu);
            }
        }

        private void one(Value value, @Nullable Integer cpu) {
            StructType struct = contents.struct();
            Row row = new Row().put("type", struct.spelling()).put("address", new Address(value.address()));
            if (cpu != null) {
                row.put("cpu", cpu);
            }
            Arguments arguments = invocation.arguments();
            if (arguments.has("r")) {
                lines.addAll(HexLines.of(memory, value.address(), struct.size()));
                rows.add(row.put("bytes", HexLines.cell(memory, value.address(), struct.size())));
                return;
            }
            if (arguments.has("o")) {
                lines.addAll(
                        contents.members().isEmpty()
                                ? TypePrinter.definition(struct, true, value.address())
                                : Definition.members(struct, contents.members(), value.address()));
                rows.add(row.put("members", Definition.rows(struct, contents.members())));
                return;
            }
            ValueText printer = Printing.of(invocation);
            if (arguments.has("p")) {
                row.put("value", pointees(invocation.kernel(), printer, value));
            } else {
                contents.write(memory, value.address(), printer, lines);
                row.put("value", contents.cell(memory, value.address()));
            }
            rows.add(row);
        }

        private Row pointees(Kernel kernel, ValueText printer, Value value) {
            Pointees pointees = new Pointees(kernel, printer);
            Row cells = new Row();
            List<String> members = contents.members();
            boolean whole = members.isEmpty();
            if (whole) {
                lines.add(value.type().spelling() + " {");
                members = contents.struct().members().stream()
                        .map(StructType.Member::name)
                        .filter(java.util.Objects::nonNull)
                        .map(String.class::cast)
                        .toList();
            }
            for (String path : members) {
                Value member = value.member(path);
                pointees.write(path, member, lines);
                cells.put(path, Pointees.cell(member));
            }
            if (whole) {
                lines.add("}");
            }
            return cells;
        }
    }
}
