package dev.inquest.commands.expression;

import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.layout.Symbol;
import dev.inquest.api.result.Row;
import dev.inquest.api.types.FunctionType;
import dev.inquest.api.types.IntType;
import dev.inquest.api.types.PointerType;
import dev.inquest.api.types.Spelling;
import dev.inquest.api.types.StructType;
import dev.inquest.api.types.Type;
import dev.inquest.api.types.Value;
import dev.inquest.api.types.VoidType;
import dev.inquest.api.types.print.ValueRows;
import dev.inquest.api.types.print.ValueText;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code struct -p}: members with what they point at.
 *
 * <pre>
 *   struct list_head *next = 0xffffffffc04d6148
 *   -> {
 *        next = 0xffffffffc04be148 &lt;__this_module+8>,
 *        prev = 0xffffffffaed292a0 &lt;modules>
 *      }
 * </pre>
 */
final class Pointees {
    private final Kernel kernel;
    private final ValueText printer;

    Pointees(Kernel kernel, ValueText printer) {
        this.kernel = kernel;
        this.printer = printer;
    }

    /** Adds the lines of one member. */
    void write(String name, Value member, List<String> lines) {
        if (!(member.type().bare() instanceof PointerType pointer)) {
            lines.add("  " + name + " = " + printer.of(member, 2) + ",");
            return;
        }
        long address;
        try {
            address = member.asLong();
        } catch (dev.inquest.api.memory.FaultException e) {
            lines.add("  " + Spelling.of(member.type(), name) + " = " + printer.of(member, 2));
            return;
        }
        lines.add("  " + Spelling.of(member.type(), name) + " = 0x" + Long.toHexString(address));
        if (address == 0) {
            return;
        }
        Symbol symbol = kernel.symbolAt(address);
        String label = "";
        if (symbol != null) {
            long distance = address - symbol.address();
            // As in crash, of data only what is a variable's own address has a name.
            boolean named = distance == 0 || pointer.target().bare() instanceof FunctionType;
            label = named ? "<" + symbol.name() + (distance == 0 ? "" : "+" + distance) + ">" : "";
        }
        Value target = target(member, pointer, address);
        if (target == null) {
            if (!label.isEmpty()) {
                lines.add("  -> " + label);
            }
        } else {
            lines.add("  -> " + (label.isEmpty() ? "" : label + " ") + printer.of(target, 5));
        }
    }

    /** Returns the cell of a member: a pointer's has what it points at under {@code target}. */
    static @Nullable Object cell(Value member) {
        if (!(member.type().bare() instanceof PointerType pointer)) {
            return ValueRows.cell(member);
        }
        Row row = new Row().put("type", member.type().spelling()).put("pointer", ValueRows.cell(member));
        return row.put("target", dev.inquest.api.result.Cell.of(() -> {
            long address = member.asLong();
            Value target = address == 0 ? null : target(member, pointer, address);
            return target == null ? null : ValueRows.cell(target);
        }));
    }

    // Of characters the printer shows the string already; void and functions have no data.
    private static @Nullable Value target(Value member, PointerType pointer, long address) {
        Type target = pointer.target();
        Type bare = target.bare();
        boolean none = bare instanceof VoidType
                || bare instanceof FunctionType
                || bare instanceof StructType struct && struct.size() < 0;
        if (none) {
            return null;
        }
        if (bare instanceof IntType integer && integer.character()) {
            return member;
        }
        return new Value(member.memory(), target, address);
    }
}
