package dev.inquest.expression;

import dev.inquest.api.command.CommandException;
import dev.inquest.api.command.CpuList;
import dev.inquest.api.command.SessionContext;
import dev.inquest.api.expression.ExpressionException;
import dev.inquest.api.expression.ExpressionValue;
import dev.inquest.api.expression.Expressions;
import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.types.Type;
import dev.inquest.api.types.Value;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Component;

/** The service. */
@Component(service = Expressions.class)
public final class CExpressions implements Expressions {

    /** Makes the service. */
    public CExpressions() {}

    @Override
    public ExpressionValue evaluate(Scope scope, String text) throws ExpressionException {
        Names names = new Names(scope);
        Operand result = new Evaluator(scope, names, false).evaluate(Parser.parse(scope, names, text));
        if (result.perCpu() != null) {
            throw Reading.perCpu(result.perCpu(), 0);
        }
        if (scope.cpu() != null && !names.perCpuUsed()) {
            throw new ExpressionException("there is no per-CPU variable in '" + text + "'", 0);
        }
        Value place = result.place();
        return place == null
                ? new ExpressionValue(Immediate.number(scope.memory(), result.type(), result.number()), false)
                : new ExpressionValue(place, true);
    }

    @Override
    public Type typeOf(Scope scope, String text) throws ExpressionException {
        Names names = new Names(scope);
        return new Evaluator(scope, names, true)
                .evaluate(Parser.parse(scope, names, text))
                .type();
    }

    @Override
    public Target split(Kernel kernel, String text) throws ExpressionException {
        int colon = text.lastIndexOf(':');
        String list = text.substring(colon + 1).strip();
        if (colon <= 0 || text.indexOf('?') >= 0 || !looksLikeList(list)) {
            return new Target(text, List.of());
        }
        try {
            return new Target(text.substring(0, colon), CpuList.parse(list, kernel));
        } catch (CommandException e) {
            throw new ExpressionException(String.valueOf(e.getMessage()), colon + 1);
        }
    }

    private static boolean looksLikeList(String text) {
        return text.equals("a")
                || text.equals("all")
                || !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9' || c == ',' || c == '-');
    }

    @Override
    public Optional<Type> type(Kernel kernel, String text) {
        try {
            Cursor cursor = new Cursor(text);
            Scope scope = new Scope(kernel, new SessionContext(), kernel.memory(), null);
            TypeNames types = new Parser(scope, new Names(scope), cursor).types();
            if (!types.begins(0)) {
                return Optional.empty();
            }
            Type type = types.parse();
            return cursor.peek().kind() == Token.Kind.END ? Optional.of(type) : Optional.empty();
        } catch (ExpressionException e) {
            return Optional.empty();
        }
    }
}
