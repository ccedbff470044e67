package dev.inquest.commands.memory;

import dev.inquest.api.command.Arguments;
import dev.inquest.api.command.Command;
import dev.inquest.api.command.CommandException;
import dev.inquest.api.command.CommandSpec;
import dev.inquest.api.command.Invocation;
import dev.inquest.api.command.TaskSelector;
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
import dev.inquest.api.types.print.ValueRows;
import dev.inquest.api.types.print.ValueText;
import java.util.ArrayList;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/** {@code struct} and {@code union}: definitions of structures, and structures in memory. */
@Component(
        service = Command.class,
        property = {"inquest.command=struct", "inquest.command=union"})
public final class StructCommand implements Command {
    private static final int MOST = 100_000;
    private static final CommandSpec SPEC = CommandSpec.of(
                    "struct", "show a structure's definition or its contents in memory")
            .alias("union")
            .operands("name[.member[,member]] [address | symbol [count]]")
            .flag("o", "Show offsets; with an address, the members' addresses.")
            .flag("x", "Numbers in hexadecimal.")
            .flag("d", "Numbers in decimal.")
            .flag("u", "The address is one of the chosen task's user space.")
            .option("c", "count", "How many structures to show; a negative number shows those that end at the address.")
            .option(
                    "l",
                    "offset",
                    "The address is that of a member: give the member's offset in bytes, or struct.member.")
            .describe(
                    "Without an address, shows the definition. With one, shows the structure there; members may be named, "
                            + "nested ones with dots, several with commas.")
            .example("what is in a list_head?", "struct list_head -o", "")
            .example("some members of a task", "struct task_struct.pid,comm,mm init_task", "")
            .example(
                    "a task from the address of its list link",
                    "struct task_struct.pid -l task_struct.tasks ff36b313411dc7d8",
                    "")
            .build();

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    @Override
    public Result run(Invocation invocation) throws CommandException {
        Kernel kernel = invocation.kernel();
        Arguments arguments = invocation.arguments();
        List<String> operands = arguments.operands();
        if (operands.isEmpty() || operands.size() > 3) {
            throw CommandException.usage("struct: give a structure's name, and an address to see one in memory");
        }
        String name = operands.getFirst();
        int dot = name.indexOf('.');
        StructType struct = find(kernel, dot < 0 ? name : name.substring(0, dot));
        List<String> members =
                dot < 0 ? List.of() : List.of(name.substring(dot + 1).split(",", -1));
        for (String member : members) {
            if (struct.find(member) == null) {
                throw CommandException.failed("struct: " + struct.spelling() + " has no member " + member);
            }
        }
        return operands.size() == 1
                ? definition(struct, members, arguments.has("o"))
                : contents(invocation, struct, members);
    }

    private static StructType find(Kernel kernel, String name) throws CommandException {
        for (TypeSource.Kind kind : List.of(TypeSource.Kind.STRUCT, TypeSource.Kind.UNION, TypeSource.Kind.TYPEDEF)) {
            Type type = kernel.findType(kind, name);
            if (type != null && type.bare() instanceof StructType struct) {
                return struct;
            }
        }
        throw CommandException.failed("struct: no source of types knows a structure " + name);
    }

    private static Result definition(StructType struct, List<String> members, boolean offsets) {
        List<Row> rows = new ArrayList<>();
        List<String> lines;
        if (members.isEmpty()) {
            for (StructType.Member member : struct.members()) {
                rows.add(new Row()
                        .put("offset", member.offset())
                        .put("name", member.name())
                        .put("type", member.type().get().spelling())
                        .put("bit_offset", member.bitOffset())
                        .put("bit_size", member.bitFieldSize()));
            }
            lines = TypePrinter.definition(struct, offsets, null);
        } else {
            lines = new ArrayList<>();
            lines.add(struct.spelling() + " {");
            for (String path : members) {
                StructType.Place place = struct.find(path);
                if (place != null) {
                    rows.add(new Row()
                            .put("offset", place.offset())
                            .put("name", path)
                            .put("type", place.type().spelling())
                            .put("bit_offset", place.bitOffset())
                            .put("bit_size", place.bitFieldSize()));
                    String last = path.substring(path.lastIndexOf('.') + 1);
                    lines.add(TypePrinter.bracket(place.bitOffset(), null) + " "
                            + TypePrinter.declaration(
                                    new StructType.Member(last, place::type, place.bitOffset(), place.bitFieldSize()))
                            + ";");
                }
            }
            lines.add("}");
            lines.add("SIZE: " + struct.size());
        }
        List<String> text = List.copyOf(lines);
        return Result.of("struct-definition/1", rows, (result, out) -> text.forEach(out::line));
    }

    private static Result contents(Invocation invocation, StructType struct, List<String> members)
            throws CommandException {
        Kernel kernel = invocation.kernel();
        Arguments arguments = invocation.arguments();
        List<String> operands = arguments.operands();
        long address = Numbers.address(kernel, "struct", operands.get(1));
        if (arguments.has("l")) {
            address -= memberOffset(kernel, arguments.value("l").orElseThrow());
        }
        long count = 1;
        if (operands.size() > 2) {
            count = Numbers.count("struct", operands.get(2));
        } else if (arguments.has("c")) {
            count = Numbers.count("struct", arguments.value("c").orElseThrow());
        }
        if (count == 0 || Math.abs(count) > MOST) {
            throw CommandException.usage("struct: " + count + " is no number of structures that can be shown");
        }
        if (count < 0) {
            address += (count + 1) * struct.size();
            count = -count;
        }
        Memory memory = arguments.has("u")
                ? kernel.userMemory(TaskSelector.current(invocation))
                        .orElseThrow(() -> CommandException.failed("struct: the chosen task has no user space"))
                : kernel.memory();
        boolean hexadecimal = arguments.has("x")
                || !arguments.has("d") && invocation.context().radix() == 16;
        ValueText printer = new ValueText(kernel, hexadecimal);
        List<Row> rows = new ArrayList<>();
        List<String> text = new ArrayList<>();
        for (long i = 0; i < count && !invocation.progress().cancelled(); i++) {
            Value value = new Value(memory, struct, address + i * struct.size());
            Row row = new Row().put("type", struct.spelling()).put("address", new Address(value.address()));
            if (arguments.has("o")) {
                text.addAll(TypePrinter.definition(struct, true, value.address()));
            } else if (members.isEmpty()) {
                text.add(struct.spelling() + " " + printer.of(value, 0));
            } else {
                for (String path : members) {
                    Value member = value.member(path);
                    text.add("  " + path.substring(path.lastIndexOf('.') + 1) + " = " + printer.of(member, 2) + ",");
                }
            }
            rows.add(row.put("value", cells(value, members)));
        }
        List<String> lines = List.copyOf(text);
        return Result.of("struct/1", rows, (result, out) -> lines.forEach(out::line));
    }

    private static @org.jspecify.annotations.Nullable Object cells(Value value, List<String> members) {
        if (members.isEmpty()) {
            return ValueRows.cell(value);
        }
        Row row = new Row();
        for (String path : members) {
            row.put(path, ValueRows.cell(value.member(path)));
        }
        return row;
    }

    private static long memberOffset(Kernel kernel, String text) throws CommandException {
        int dot = text.indexOf('.');
        if (dot < 0) {
            return Numbers.count("struct", text);
        }
        StructType.Place place = find(kernel, text.substring(0, dot)).find(text.substring(dot + 1));
        if (place == null) {
            throw CommandException.failed("struct: there is no member " + text);
        }
        return place.offset();
    }
}
