package dev.inquest.api.expression;

import dev.inquest.api.command.SessionContext;
import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.memory.Memory;
import dev.inquest.api.types.Type;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Service that evaluates C expressions (ISO C17 6.5, with 64-bit {@code long}) over a dump. There are no assignments and no calls. Beyond C:
 * {@code offsetof(type, member)}, {@code container_of(pointer, type, member)}, {@code per_cpu(variable, cpu)},
 * {@code per_cpu_ptr(pointer, cpu)}, a per-CPU variable's copy {@code runqueues:2}, {@code $task} and {@code $cpu}. Nothing that the
 * expression does not need is read: of {@code p && p->x} only the left side where that is 0, and of {@code sizeof} nothing.
 *
 * <p>Reading throws {@link dev.inquest.api.memory.FaultException} with the reason, here as with {@link dev.inquest.api.types.Value}.
 */
@ProviderType
public interface Expressions {

    /**
     * Evaluates an expression.
     *
     * @param kernel gives types, symbols and memory
     * @param context gives the task that {@code $task} means; without one it is the panic task
     * @param text the expression
     * @throws ExpressionException when the text is no expression, or a name in it is not known
     */
    default ExpressionValue evaluate(Kernel kernel, SessionContext context, String text) throws ExpressionException {
        return evaluate(new Scope(kernel, context, kernel.memory(), null), text);
    }

    /** Evaluates an expression in a scope; otherwise as {@link #evaluate(Kernel, SessionContext, String)}. */
    ExpressionValue evaluate(Scope scope, String text) throws ExpressionException;

    /**
     * Returns the type of an expression without reading what it names; of a per-CPU variable without a CPU too.
     *
     * @throws ExpressionException when the text is no expression, or a name in it is not known
     */
    Type typeOf(Scope scope, String text) throws ExpressionException;

    /**
     * Splits {@code expression:cpus} off its list of CPUs.
     *
     * @param kernel says which CPUs there are
     * @param text an expression, perhaps with a list of CPUs as {@link dev.inquest.api.command.CpuList} reads it behind a colon
     * @return the expression and the CPUs, which are empty when there is no list
     * @throws ExpressionException when the list names CPUs that the machine does not have
     */
    Target split(Kernel kernel, String text) throws ExpressionException;

    /**
     * Parses a type's name as in a cast: {@code struct task_struct *}, {@code unsigned long}, {@code u32 [4]}.
     *
     * @return the type, or nothing when the text is no type's name
     */
    Optional<Type> type(Kernel kernel, String text);

    /**
     * What an expression is evaluated in.
     *
     * @param kernel gives types, symbols and memory of variables
     * @param context gives the task that {@code $task} means
     * @param memory what pointers point into: the kernel's memory, or a process's
     * @param cpu the CPU whose copies of per-CPU variables are meant, or null when a per-CPU variable needs its own {@code :cpu}
     */
    record Scope(
            Kernel kernel,
            SessionContext context,
            Memory memory,
            @Nullable Integer cpu) {}

    /**
     * An expression and the CPUs for which to evaluate it.
     *
     * @param expression the expression
     * @param cpus the CPUs; empty when none were given
     */
    record Target(String expression, List<Integer> cpus) {}
}
