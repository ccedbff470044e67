package dev.inquest.commands.expression;

import dev.inquest.api.command.Arguments;
import dev.inquest.api.command.CommandException;
import dev.inquest.api.command.Invocation;
import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.memory.Memory;
import dev.inquest.api.result.Row;
import dev.inquest.api.types.StructType;
import dev.inquest.api.types.Value;
import dev.inquest.api.types.print.ValueRows;
import dev.inquest.api.types.print.ValueText;
import java.util.ArrayList;
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
    static Contents parse(Kernel kernel, String command, String text) throws CommandException {
        String[] parts = Structures.split(text);
        StructType struct = Structures.find(kernel, command, parts[0]);
        List<String> members = parts[1].isEmpty() ? List.of() : List.of(parts[1].split(",", -1));
        for (String member : members) {
            Structures.member(struct, command, member);
        }
        return new Contents(struct, members);
    }

    /** Reads all the options {@code -s} and {@code -S}. */
    static List<Contents> ofOptions(Invocation invocation, String command) throws CommandException {
        List<Contents> contents = new ArrayList<>();
        for (Arguments.Given given : invocation.arguments().options()) {
            if (given.name().equals("s") || given.name().equals("S")) {
                contents.add(parse(invocation.kernel(), command, given.value()));
            }
        }
        return contents;
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
            lines.add("  " + path + " = " + printer.of(value.member(path), 2) + ",");
        }
    }
}
