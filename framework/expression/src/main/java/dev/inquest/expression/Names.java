package dev.inquest.expression;

import dev.inquest.api.expression.ExpressionException;
import dev.inquest.api.expression.Expressions;
import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.kernel.Task;
import dev.inquest.api.layout.LayoutSource;
import dev.inquest.api.layout.Symbol;
import dev.inquest.api.layout.TypeSource;
import dev.inquest.api.types.MissingTypeException;
import dev.inquest.api.types.PointerType;
import dev.inquest.api.types.Type;
import dev.inquest.api.types.Value;
import dev.inquest.api.types.VoidType;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Looks names up: {@code $task} and {@code $cpu}, variables and functions, enumerators. */
final class Names {
    private final Expressions.Scope scope;
    private final Kernel kernel;
    private boolean perCpuUsed;

    Names(Expressions.Scope scope) {
        this.scope = scope;
        this.kernel = scope.kernel();
    }

    /** Returns whether a per-CPU variable was looked up for the scope's CPU. */
    boolean perCpuUsed() {
        return perCpuUsed;
    }

    Operand find(Node.Name node) throws ExpressionException {
        String name = node.name();
        if (name.startsWith("$")) {
            return special(node);
        }
        Symbol symbol = kernel.symbol(name);
        if (symbol != null) {
            return symbol(node, symbol);
        }
        Operand enumerator = enumerator(name);
        if (enumerator != null) {
            return enumerator;
        }
        throw new ExpressionException("the kernel has no variable, function or enumerator " + name, node.position());
    }

    private Operand special(Node.Name node) throws ExpressionException {
        if (!node.name().equals("$task") && !node.name().equals("$cpu")) {
            throw new ExpressionException("there is no " + node.name() + "; there are $task and $cpu", node.position());
        }
        Task task = scope.context().task().orElseGet(() -> kernel.panic().task());
        if (task == null) {
            throw new ExpressionException(
                    "no task is chosen and the panic task is not known; choose one with 'set PID'", node.position());
        }
        if (node.name().equals("$cpu")) {
            return Operand.number(Numbers.INT, task.cpu());
        }
        Type struct = kernel.struct("task_struct");
        return Operand.number(new PointerType(kernel.memory().pointerSize(), () -> struct), task.address());
    }

    private Operand symbol(Node.Name node, Symbol symbol) throws ExpressionException {
        Type type = variableType(node.name());
        if (perCpu(symbol)) {
            Integer cpu = node.cpu() == null ? scope.cpu() : node.cpu();
            Type known = type == null ? VoidType.VOID : type;
            if (cpu == null) {
                return new Operand(known, 0, new Value(kernel.memory(), known, symbol.address()), node.name());
            }
            perCpuUsed |= node.cpu() == null;
            return Operand.at(new Value(kernel.memory(), known, copy(cpu, symbol.address(), node.position())));
        }
        if (node.cpu() != null) {
            throw new ExpressionException(node.name() + " is no per-CPU variable", node.position());
        }
        if (type != null) {
            return Operand.at(new Value(kernel.memory(), type, symbol.address()));
        }
        // A function without a type is at least an address; a variable without one can have its address taken.
        return symbol.text()
                ? Operand.number(new PointerType(kernel.memory().pointerSize(), () -> VoidType.VOID), symbol.address())
                : Operand.at(new Value(kernel.memory(), VoidType.VOID, symbol.address()));
    }

    private @Nullable Type variableType(String name) {
        try {
            return kernel.global(name).type();
        } catch (MissingTypeException e) {
            return null;
        }
    }

    /** Returns the address of one CPU's copy. */
    long copy(long cpu, long address, int position) throws ExpressionException {
        List<Integer> possible = kernel.cpus().possible();
        if (cpu < 0 || cpu > Integer.MAX_VALUE || !possible.contains((int) cpu)) {
            throw new ExpressionException("there is no CPU " + cpu + "; there are " + possible, position);
        }
        return kernel.cpus().address((int) cpu, address);
    }

    // The linker puts per-CPU variables between these two (include/asm-generic/vmlinux.lds.h, PERCPU_INPUT).
    private boolean perCpu(Symbol symbol) {
        OptionalLong start = kernel.address("__per_cpu_start");
        OptionalLong end = kernel.address("__per_cpu_end");
        return start.isPresent()
                && end.isPresent()
                && !symbol.text()
                && Long.compareUnsigned(symbol.address(), start.getAsLong()) >= 0
                && Long.compareUnsigned(symbol.address(), end.getAsLong()) < 0;
    }

    private @Nullable Operand enumerator(String name) {
        // Tables that need an index to be built are asked last.
        for (boolean ready : new boolean[] {true, false}) {
            for (LayoutSource layout : kernel.layouts()) {
                TypeSource types = layout.types();
                if (types != null && types.ready() == ready) {
                    TypeSource.Constant found = types.enumerator(name);
                    if (found != null) {
                        return Operand.number(found.type(), found.value());
                    }
                }
            }
        }
        return null;
    }
}
