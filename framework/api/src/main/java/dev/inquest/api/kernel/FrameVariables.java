package dev.inquest.api.kernel;

import dev.inquest.api.arch.Registers;
import dev.inquest.api.arch.Unwinder;
import dev.inquest.api.command.SessionContext;
import dev.inquest.api.layout.VariableSource.Scope;
import dev.inquest.api.layout.VariableSource.Variable;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The arguments and local variables of one frame. Frames count without inlined functions, from 0 for the innermost; the functions that
 * were inlined at a frame's instruction are scopes of it.
 *
 * @param frame the frame
 * @param registers the registers that are known in it: those of {@code frame}, and those that call frame information recovers
 * @param scopes the functions with their variables, the innermost inlined one first; empty without debug information for the frame
 * @param remark why there are no scopes, for users; null where there are
 */
public record FrameVariables(
        Unwinder.RawFrame frame,
        Registers registers,
        List<Scope> scopes,
        @Nullable String remark) {

    /**
     * Returns the variable that a name means: that of the innermost function which has one, and there of the innermost block; nothing when no
     * scope has it.
     */
    public Optional<Variable> find(String name) {
        for (Scope scope : scopes) {
            for (int i = scope.variables().size() - 1; i >= 0; i--) {
                Variable variable = scope.variables().get(i);
                if (variable.name().equals(name)) {
                    return Optional.of(variable);
                }
            }
        }
        return Optional.empty();
    }

    /** Returns the variables of the frame that the user chose; nothing when none was chosen, or the stack has no such frame. */
    public static Optional<FrameVariables> chosen(Kernel kernel, SessionContext context) {
        Task task = context.task().orElse(null);
        if (task == null || context.frame().isEmpty()) {
            return Optional.empty();
        }
        return kernel.variables(kernel.stackWithoutLines(task), context.frame().getAsInt());
    }
}
