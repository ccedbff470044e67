package dev.inquest.commands.expression;

import dev.inquest.api.command.CommandException;
import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.layout.TypeSource;
import dev.inquest.api.memory.Memory;
import dev.inquest.api.result.Row;
import dev.inquest.api.types.StructType;
import dev.inquest.api.types.Type;
import dev.inquest.api.types.Value;
import dev.inquest.api.types.print.ValueRows;
import dev.inquest.api.types.print.ValueText;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What to show of a structure.
 *
 * @param struct the structure
 * @param members the members, with their paths; empty for all of it
 */
record Contents(StructType struct, List<String> members) {

    /** Reads {@code struct}, or {@code struct.member,member}. */
    static Contents parse(Kernel kernel, String text) throws CommandException {
        int dot = text.indexOf('.');
        StructType struct = find(kernel, dot < 0 ? text : text.substring(0, dot));
        List<String> members =
                dot < 0 ? List.of() : List.of(text.substring(dot + 1).split(",", -1));
        for (String member : members) {
            if (struct.find(member) == null) {
                throw CommandException.failed("list: " + struct.spelling() + " has no member " + member);
            }
        }
        return new Contents(struct, members);
    }

    static StructType find(Kernel kernel, String name) throws CommandException {
        for (TypeSource.Kind kind : List.of(TypeSource.Kind.STRUCT, TypeSource.Kind.UNION, TypeSource.Kind.TYPEDEF)) {
            Type type = kernel.findType(kind, name);
            if (type != null && type.bare() instanceof StructType struct) {
                return struct;
            }
        }
        throw CommandException.failed("list: no source of types knows a structure " + name);
    }

    @Nullable
    Object cell(Memory memory, long address) {
        Value value = new Value(memory, struct, address);
        if (members.isEmpty()) {
            return ValueRows.cell(value);
        }
        Row row = new Row();
        for (String path : members) {
            row.put(path, ValueRows.cell(value.member(path)));
        }
        return row;
    }

    void write(Memory memory, long address, ValueText printer, List<String> lines) {
        Value value = new Value(memory, struct, address);
        if (members.isEmpty()) {
            lines.add(struct.spelling() + " " + printer.of(value, 0));
        }
        for (String path : members) {
            String name = path.substring(path.lastIndexOf('.') + 1);
            lines.add("  " + name + " = " + printer.of(value.member(path), 2) + ",");
        }
    }
}
