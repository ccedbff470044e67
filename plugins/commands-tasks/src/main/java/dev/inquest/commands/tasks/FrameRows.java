package dev.inquest.commands.tasks;

import dev.inquest.api.kernel.Frame;
import dev.inquest.api.kernel.FrameVariables;
import dev.inquest.api.layout.VariableSource.Absent;
import dev.inquest.api.layout.VariableSource.Content;
import dev.inquest.api.layout.VariableSource.Present;
import dev.inquest.api.layout.VariableSource.Scope;
import dev.inquest.api.layout.VariableSource.Variable;
import dev.inquest.api.result.Address;
import dev.inquest.api.result.Row;
import dev.inquest.api.result.Unavailable;
import dev.inquest.api.types.Type;
import dev.inquest.api.types.print.ValueRows;
import dev.inquest.api.types.print.ValueText;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Builds the rows of {@code frame}: frames, in them functions, in them variables. */
final class FrameRows {
    private final ValueText printer;
    private final FrameList frames;
    private final IdentityHashMap<Row, String> texts = new IdentityHashMap<>();

    FrameRows(ValueText printer, FrameList frames) {
        this.printer = printer;
        this.frames = frames;
    }

    /** Returns the values as text, by the variables' rows: what JSON keeps as nested cells, text spells as C does. */
    IdentityHashMap<Row, String> texts() {
        return texts;
    }

    Row row(int index, @Nullable FrameVariables variables) {
        Frame frame = frames.frame(index);
        Row row = new Row()
                .put("level", index)
                .put("number", frames.number(index) < 0 ? null : frames.number(index))
                .put("sp", new Address(frame.raw().sp()))
                .put("pc", new Address(frame.raw().pc()))
                .put("symbol", frame.symbol())
                .put("offset", frame.offset())
                .put("module", frame.module())
                .put("kind", BtRows.kind(frame.raw().kind()))
                .put("trust", frame.raw().trust().word());
        List<Row> functions = new ArrayList<>();
        List<Frame> named = frames.functions(index);
        List<Scope> scopes = variables == null ? List.of() : variables.scopes();
        for (int i = 0; i < Math.max(named.size(), scopes.size()); i++) {
            // Both come from the same debug information; where one knows less, what it lacks stays empty.
            Frame function = i < named.size() ? named.get(i) : null;
            Scope scope = i < scopes.size() ? scopes.get(i) : null;
            functions.add(function(function, scope));
        }
        return row.put("functions", functions)
                .put(
                        "registers",
                        BtRows.registers(variables == null ? frame.raw().registers() : variables.registers()))
                .put("remark", variables == null ? null : variables.remark());
    }

    private Row function(@Nullable Frame function, @Nullable Scope scope) {
        Row row = new Row()
                .put("function", scope != null ? scope.function() : function == null ? null : function.function())
                .put("inline", scope != null ? scope.inlined() : function != null && function.inline())
                .put("source", function == null ? null : BtRows.source(function.position()));
        List<Row> variables = new ArrayList<>();
        if (scope != null) {
            for (Variable variable : scope.variables()) {
                variables.add(variable(variable));
            }
        }
        return row.put("variables", variables);
    }

    private Row variable(Variable variable) {
        Content content = variable.content();
        Present present = content instanceof Present known ? known : null;
        Row row = new Row()
                .put("name", variable.name())
                .put("kind", variable.kind().word())
                .put("type", spelling(variable.type()))
                .put(
                        "declared",
                        variable.file() == null
                                ? null
                                : variable.line() == 0 ? variable.file() : variable.file() + ":" + variable.line())
                .put("place", present == null ? null : present.place())
                .put(
                        "address",
                        present != null && present.addressable()
                                ? new Address(present.value().address())
                                : null);
        if (present != null) {
            row.put("value", ValueRows.cell(present.value()));
            texts.put(row, printer.of(present.value(), 6));
        } else if (content instanceof Absent absent) {
            row.put("value", new Unavailable(absent.optimisedOut() ? "optimised out" : "missing", absent.reason()));
            texts.put(row, "<" + (absent.optimisedOut() ? "optimised out" : absent.reason()) + ">");
        }
        return row;
    }

    private static String spelling(Type type) {
        try {
            return type.spelling();
        } catch (dev.inquest.api.types.MissingTypeException e) {
            return "?";
        }
    }
}
