package dev.inquest.commands.expression;

import dev.inquest.api.command.Command;
import dev.inquest.api.command.CommandException;
import dev.inquest.api.command.CommandSpec;
import dev.inquest.api.command.Invocation;
import dev.inquest.api.expression.ExpressionException;
import dev.inquest.api.expression.Expressions;
import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.layout.TypeSource;
import dev.inquest.api.result.Result;
import dev.inquest.api.result.Row;
import dev.inquest.api.types.EnumType;
import dev.inquest.api.types.MissingTypeException;
import dev.inquest.api.types.Spelling;
import dev.inquest.api.types.StructType;
import dev.inquest.api.types.Type;
import dev.inquest.api.types.TypedefType;
import dev.inquest.api.types.VoidType;
import dev.inquest.api.types.print.TypePrinter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code whatis}: what a name or an expression is. */
@Component(service = Command.class, property = "inquest.command=whatis")
public final class WhatisCommand implements Command {
    private static final CommandSpec SPEC = CommandSpec.of("whatis", "show what a type, a variable or an expression is")
            .operands("type | expression")
            .flag("o", "Show the offsets of a structure's members.")
            .describe(
                    "Of a type shows its definition and size in bytes, of anything else its declaration. Nothing is read but types. "
                            + "A structure may be given without its keyword.")
            .example("how is a variable declared?", "whatis linux_banner", "const char linux_banner[204];")
            .example("what is a list_head?", "whatis list_head", "")
            .example("what does a chain of members lead to?", "whatis init_task.mm->pgd", "pgd_t *")
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
        String text = Evaluation.expression(invocation, "whatis");
        Row row = new Row().put("name", text);
        List<String> lines = new ArrayList<>();
        try {
            Optional<Type> type = expressions.type(kernel, text).or(() -> structure(kernel, text));
            if (type.isPresent()) {
                row.put("kind", "type");
                definition(type.get(), invocation.arguments().has("o"), row, lines);
            } else {
                Type found = expressions.typeOf(Evaluation.scope(invocation, false, null), text);
                boolean variable = kernel.symbol(text) != null;
                if (found instanceof VoidType) {
                    throw CommandException.failed("whatis: no source of types knows the type of " + text);
                }
                row.put("kind", variable ? "variable" : "expression")
                        .put("type", found.spelling())
                        .put("size", found.size());
                lines.add(variable ? Spelling.of(found, text) + ";" : found.spelling());
            }
        } catch (ExpressionException e) {
            throw Evaluation.failed("whatis", e);
        } catch (MissingTypeException e) {
            throw CommandException.failed("whatis: " + e.getMessage());
        }
        List<String> shown = List.copyOf(lines);
        return Result.of("whatis/1", List.of(row), (result, out) -> shown.forEach(out::line));
    }

    private static Optional<Type> structure(Kernel kernel, String name) {
        for (TypeSource.Kind kind : List.of(TypeSource.Kind.STRUCT, TypeSource.Kind.UNION, TypeSource.Kind.ENUM)) {
            Type type = kernel.findType(kind, name);
            if (type != null) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }

    private static void definition(Type type, boolean offsets, Row row, List<String> lines) {
        row.put("type", type.spelling()).put("size", type.size());
        if (type instanceof TypedefType typedef) {
            lines.add("typedef " + Spelling.of(typedef.target(), typedef.name()) + ";");
        }
        Type bare = type.bare();
        List<Row> members = new ArrayList<>();
        if (bare instanceof StructType struct) {
            for (StructType.Member member : struct.members()) {
                members.add(new Row()
                        .put("offset", member.offset())
                        .put("name", member.name())
                        .put("type", member.type().get().spelling())
                        .put("bit_offset", member.bitOffset())
                        .put("bit_size", member.bitFieldSize()));
            }
            row.put("members", members);
            lines.addAll(TypePrinter.definition(struct, offsets, null));
            return;
        }
        if (bare instanceof EnumType enumeration) {
            lines.add(enumeration.spelling() + " {");
            for (EnumType.Enumerator enumerator : enumeration.enumerators()) {
                members.add(new Row().put("name", enumerator.name()).put("value", enumerator.value()));
                lines.add("    " + enumerator.name() + " = " + enumerator.value() + ",");
            }
            lines.add("}");
            row.put("enumerators", members);
        } else if (!(type instanceof TypedefType)) {
            lines.add(type.spelling());
        }
        lines.add("SIZE: " + (type.size() < 0 ? "not known" : type.size()));
    }
}
