package dev.inquest.commands.expression;

import dev.inquest.api.command.Command;
import dev.inquest.api.command.CommandException;
import dev.inquest.api.command.CommandSpec;
import dev.inquest.api.command.Invocation;
import dev.inquest.api.expression.ExpressionException;
import dev.inquest.api.expression.ExpressionValue;
import dev.inquest.api.expression.Expressions;
import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.layout.TypeSource;
import dev.inquest.api.result.Result;
import dev.inquest.api.result.Row;
import dev.inquest.api.types.EnumType;
import dev.inquest.api.types.FunctionType;
import dev.inquest.api.types.MissingTypeException;
import dev.inquest.api.types.Spelling;
import dev.inquest.api.types.StructType;
import dev.inquest.api.types.Type;
import dev.inquest.api.types.VoidType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code whatis}: what a name or an expression is, and which structures are of a size or have a member. */
@Component(service = Command.class, property = "inquest.command=whatis")
public final class WhatisCommand implements Command {
    private static final CommandSpec SPEC = CommandSpec.of("whatis", "show what a type, a variable or an expression is")
            .operands("[type | struct.member | expression]")
            .flag("o", "Show the offsets of a structure's members.")
            .option("r", "size[-size]", "Find structures of this size in bytes, or from one size to another.")
            .option(
                    "m",
                    "type",
                    "Find structures with a member of this type or a pointer to it; a part of its name will do.")
            .describe(
                    "Of a type shows its definition and size in bytes, of anything else its declaration. Nothing is read but types. "
                            + "A structure may be given without its keyword.")
            .describe(
                    "With -r and -m, alone or together, looks through all structures and unions, and with -m also through those inside of them.")
            .example("how is a variable declared?", "whatis linux_banner", "const char linux_banner[204];")
            .example(
                    "what does a function take and return?",
                    "whatis vfs_read",
                    "ssize_t vfs_read(struct file *, char *, size_t, loff_t *);")
            .example(
                    "what is a list_head?",
                    "whatis list_head",
                    "struct list_head {\n    struct list_head *next;\n    struct list_head *prev;\n}\nSIZE: 16")
            .example("what does a chain of members lead to?", "whatis init_task.mm->pgd", "pgd_t *")
            .example("which objects of 192 bytes know a task?", "whatis -r 192 -m task_struct", "")
            .build();

    private final Expressions expressions;

    /** Makes the command. */
    @Activate
    public WhatisCommand(@Reference Expressions expressions) {
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
        Kernel kernel = invocation.kernel();
        if (invocation.arguments().has("r") || invocation.arguments().has("m")) {
            return StructSearch.run(invocation);
        }
        String typed = Evaluation.expression(invocation, "whatis");
        // crash takes this option behind the name, too.
        boolean behind = typed.endsWith(" -o");
        String text = behind ? typed.substring(0, typed.length() - 3).strip() : typed;
        boolean offsets = behind || invocation.arguments().has("o");
        Row row = new Row().put("name", text);
        List<String> lines = new ArrayList<>();
        try {
            Optional<Type> type = expressions.type(kernel, text).or(() -> structure(kernel, text));
            if (type.isPresent()) {
                row.put("kind", "type");
                Definition.of(type.get(), offsets, row, lines);
            } else if (!member(kernel, text, row, lines)) {
                expression(invocation, text, row, lines);
            }
        } catch (ExpressionException e) {
            throw Evaluation.failed("whatis", e);
        } catch (MissingTypeException e) {
            throw CommandException.failed("whatis: " + e.getMessage());
        }
        List<String> shown = List.copyOf(lines);
        return Result.of("whatis/1", List.of(row), (result, out) -> shown.forEach(out::line));
    }

    private void expression(Invocation invocation, String text, Row row, List<String> lines)
            throws CommandException, ExpressionException {
        Expressions.Scope scope = Evaluation.scope(invocation, false, null);
        Type found = expressions.typeOf(scope, text);
        if (found instanceof VoidType) {
            throw CommandException.failed("whatis: no source of types knows the type of " + text);
        }
        if (found instanceof FunctionType function && unknown(function)) {
            throw CommandException.failed(
                    "whatis: " + text
                            + " is a function whose type nobody tells: it is written in assembler, or neither BTF, DWARF nor a layout bundle is at hand");
        }
        boolean name = text.matches("[A-Za-z_][A-Za-z_0-9]*");
        boolean variable = name && invocation.kernel().symbol(text) != null;
        boolean enumerator = name && !variable && found.bare() instanceof EnumType;
        boolean code = variable && found instanceof FunctionType;
        row.put("kind", code ? "function" : variable ? "variable" : enumerator ? "enumerator" : "expression")
                .put("type", found.spelling())
                .put("size", found.size());
        if (found instanceof FunctionType function) {
            row.put("result", function.result().spelling()).put("parameters", parameters(function));
        }
        if (enumerator) {
            ExpressionValue value = expressions.evaluate(scope, text);
            row.put("value", value.asLong());
            lines.add(found.spelling() + " = " + value.asLong());
        } else {
            lines.add(variable ? Spelling.of(found, text) + ";" : found.spelling());
        }
    }

    /** Returns whether nothing is known of a function but that it is one: C has no function with {@code ...} alone. */
    private static boolean unknown(FunctionType function) {
        return function.variadic() && function.parameters().isEmpty() && function.result() instanceof VoidType;
    }

    private static List<Row> parameters(FunctionType function) {
        List<Row> rows = new ArrayList<>();
        for (FunctionType.Parameter parameter : function.parameters()) {
            rows.add(new Row()
                    .put("name", parameter.name())
                    .put("type", parameter.type().spelling()));
        }
        return rows;
    }

    /** Shows one member of a structure: {@code task_struct.mm}. */
    private static boolean member(Kernel kernel, String text, Row row, List<String> lines) {
        String[] parts = Structures.split(text);
        if (kernel.symbol(parts[0]) != null
                || parts[1].isEmpty()
                || !(structure(kernel, parts[0]).orElse(VoidType.VOID).bare() instanceof StructType struct)
                || struct.find(parts[1]) == null) {
            return false;
        }
        List<String> path = List.of(parts[1]);
        row.put("kind", "member").put("type", struct.spelling()).put("members", Definition.rows(struct, path));
        lines.addAll(Definition.members(struct, path, null));
        return true;
    }

    private static Optional<Type> structure(Kernel kernel, String name) {
        for (TypeSource.Kind kind :
                List.of(TypeSource.Kind.STRUCT, TypeSource.Kind.UNION, TypeSource.Kind.ENUM, TypeSource.Kind.TYPEDEF)) {
            Type type = kernel.findType(kind, name);
            if (type != null) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }
}
