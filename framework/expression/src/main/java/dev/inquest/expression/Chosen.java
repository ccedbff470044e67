package dev.inquest.expression;

import dev.inquest.api.arch.RegisterSet;
import dev.inquest.api.arch.Registers;
import dev.inquest.api.expression.ExpressionException;
import dev.inquest.api.expression.Expressions;
import dev.inquest.api.kernel.Frame;
import dev.inquest.api.kernel.FrameVariables;
import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.kernel.Task;
import dev.inquest.api.layout.VariableSource;
import dev.inquest.api.types.FunctionType;
import dev.inquest.api.types.PointerType;
import dev.inquest.api.types.Type;
import dev.inquest.api.types.VoidType;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What belongs to the task that the user chose: {@code $task}, {@code $cpu}, and the registers of the chosen frame, {@code $rip}; {@code $pc} and
 * {@code $sp} are names for those on every machine.
 */
final class Chosen {
    private final Expressions.Scope scope;
    private final Kernel kernel;
    private @Nullable FrameVariables frame;
    private boolean asked;

    Chosen(Expressions.Scope scope) {
        this.scope = scope;
        this.kernel = scope.kernel();
    }

    Task task(int position) throws ExpressionException {
        Task task = scope.context().task().orElseGet(() -> kernel.panic().task());
        if (task == null) {
            throw new ExpressionException(
                    "no task is chosen and the panic task is not known; choose one with 'set PID'", position);
        }
        return task;
    }

    Operand find(String name, int position) throws ExpressionException {
        if (name.equals("$cpu")) {
            return Operand.number(Numbers.INT, task(position).cpu());
        }
        if (name.equals("$task")) {
            Type struct = kernel.struct("task_struct");
            return pointer(struct, task(position).address());
        }
        return register(name.substring(1), position);
    }

    private Operand register(String name, int position) throws ExpressionException {
        Registers registers = registers(task(position));
        if (registers == null) {
            throw new ExpressionException(
                    "of the chosen task no registers are known, so there is no $" + name, position);
        }
        RegisterSet set = registers.set();
        int index = name.equals("pc") ? set.pc() : name.equals("sp") ? set.sp() : set.index(name);
        if (index < 0) {
            throw new ExpressionException(
                    "there is no $" + name + "; there are $task, $cpu, $pc, $sp and the registers $"
                            + String.join(", $", set.names()),
                    position);
        }
        if (!registers.knows(index)) {
            throw new ExpressionException(
                    "$" + name + " is not known in the chosen frame; known are "
                            + registers.byName().keySet(),
                    position);
        }
        long value = registers.get(index);
        if (index == set.pc()) {
            return pointer(new FunctionType(() -> VoidType.VOID, List::of, true), value);
        }
        return index == set.sp() ? pointer(VoidType.VOID, value) : Operand.number(Numbers.LONG, value);
    }

    private Operand pointer(Type target, long address) {
        return Operand.number(new PointerType(kernel.memory().pointerSize(), () -> target), Numbers.unsigned(address));
    }

    // Where no frame is chosen, crash's users expect what the dump recorded of a task that ran.
    private @Nullable Registers registers(Task task) {
        FrameVariables chosen = frame();
        if (chosen != null) {
            return chosen.registers();
        }
        List<Frame> frames = kernel.stackWithoutLines(task).frames();
        return kernel.crashRegisters(task)
                .orElse(frames.isEmpty() ? null : frames.getFirst().raw().registers());
    }

    /** Returns a variable of the chosen frame. */
    Optional<VariableSource.Variable> local(String name) {
        FrameVariables chosen = frame();
        return chosen == null ? Optional.empty() : chosen.find(name);
    }

    private @Nullable FrameVariables frame() {
        if (!asked) {
            frame = FrameVariables.chosen(kernel, scope.context()).orElse(null);
            asked = true;
        }
        return frame;
    }
}
