package dev.inquest.commands.expression;

import dev.inquest.api.command.Arguments;
import dev.inquest.api.command.CommandException;
import dev.inquest.api.command.Invocation;
import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.memory.Memory;
import dev.inquest.api.result.Row;
import dev.inquest.api.types.ArrayType;
import dev.inquest.api.types.EnumType;
import dev.inquest.api.types.IntType;
import dev.inquest.api.types.StructType;
import dev.inquest.api.types.Type;
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
 * @param plain whether members are told as crash's {@code -S} does: texts up to their end, nothing between members
 */
record Contents(StructType struct, List<String> members, boolean plain) {

    /** Reads {@code struct}, or {@code struct.member,member}. */
    static Contents parse(Kernel kernel, String command, String text) throws CommandException {
        return parse(kernel, command, text, false);
    }

    private static Contents parse(Kernel kernel, String command, String text, boolean plain) throws CommandException {
        String[] parts = Structures.split(text);
        StructType struct = Structures.find(kernel, command, parts[0]);
        List<String> members = parts[1].isEmpty() ? List.of() : List.of(parts[1].split(",", -1));
        for (String member : members) {
            Structures.member(struct, command, member);
        }
        return new Contents(struct, members, plain);
    }

    /** Reads all the options {@code -s} and {@code -S}. */
    static List<Contents> ofOptions(Invocation invocation, String command) throws CommandException {
        List<Contents> contents = new ArrayList<>();
        for (Arguments.Given given : invocation.arguments().options()) {
            if (given.name().equals("s") || given.name().equals("S")) {
                contents.add(parse(
                        invocation.kernel(),
                        command,
                        given.value(),
                        given.name().equals("S")));
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
            Value member = value.member(path);
            if (plain) {
                lines.add("  " + path + " = " + plain(member, printer));
            } else {
                lines.add("  " + path + " = " + printer.of(member, 2) + (last(struct, path) ? "" : ","));
            }
        }
    }

    /** Returns what crash reads from memory itself: numbers, also of what has names, and texts; and as gdb would show it what is neither. */
    private static String plain(Value member, ValueText printer) {
        Type type = member.type().bare();
        String text = text(member);
        if (text != null) {
            return '"' + text + '"';
        }
        boolean named = type instanceof EnumType || type instanceof IntType integer && integer.bool();
        if (named) {
            Type number = new IntType("unsigned", type.size(), false, false);
            return printer.of(
                    new Value(member.memory(), number, member.address(), member.bitShift(), member.bitFieldSize()), 2);
        }
        return printer.of(member, 2) + (type instanceof StructType ? "," : "");
    }

    /** Returns the text in an array of characters; null for anything else, and for what is not all readable. */
    private static @Nullable String text(Value member) {
        boolean characters = member.type().bare() instanceof ArrayType array
                && array.element().bare() instanceof IntType character
                && character.size() == 1
                && !character.bool();
        if (!characters) {
            return null;
        }
        Object cell = ValueRows.cell(member);
        return cell instanceof String text && text.chars().allMatch(c -> c >= ' ' && c < 0x7f) ? text : null;
    }

    /** Returns whether a member ends the braces in which gdb would show it: then no comma follows. */
    private static boolean last(StructType struct, String name) {
        List<StructType.Member> all = struct.members();
        for (int i = 0; i < all.size(); i++) {
            StructType.Member member = all.get(i);
            if (name.equals(member.name())) {
                return i == all.size() - 1;
            }
            if (member.name() == null
                    && member.type().get().bare() instanceof StructType inner
                    && inner.find(name) != null) {
                return last(inner, name);
            }
        }
        return false;
    }
}
