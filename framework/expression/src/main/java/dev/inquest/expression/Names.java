package dev.inquest.expression;

import dev.inquest.api.expression.ExpressionException;
import dev.inquest.api.expression.Expressions;
import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.kernel.KernelModule;
import dev.inquest.api.layout.DumpLayout;
import dev.inquest.api.layout.LayoutSource;
import dev.inquest.api.layout.Symbol;
import dev.inquest.api.layout.TypeSource;
import dev.inquest.api.layout.VariableSource;
import dev.inquest.api.types.FunctionType;
import dev.inquest.api.types.MissingTypeException;
import dev.inquest.api.types.Type;
import dev.inquest.api.types.Value;
import dev.inquest.api.types.VoidType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Looks names up: those with a dollar, variables of the chosen frame, the kernel's variables and functions, enumerators. */
final class Names {
    private final Expressions.Scope scope;
    private final Kernel kernel;
    private final Chosen chosen;
    private final Enumerators enumerators;
    private final Map<String, Operand> found = new HashMap<>();
    private boolean perCpuUsed;

    Names(Expressions.Scope scope) {
        this.scope = scope;
        this.kernel = scope.kernel();
        this.chosen = new Chosen(scope);
        this.enumerators = new Enumerators(kernel);
    }

    /** Returns whether a per-CPU variable was looked up for the scope's CPU. */
    boolean perCpuUsed() {
        return perCpuUsed;
    }

    /** Returns whether a variable or function has the name, so that it is none of a type. */
    boolean hides(String name) {
        return chosen.local(name).isPresent() || kernel.symbol(name) != null;
    }

    /** Returns the CPU of the chosen task, or that for which the expression is evaluated. */
    long cpu(int position) throws ExpressionException {
        return scope.cpu() != null ? scope.cpu() : chosen.task(position).cpu();
    }

    Operand find(Node.Name node) throws ExpressionException {
        String name = node.name();
        if (name.startsWith("$")) {
            return chosen.find(name, node.position());
        }
        // With :cpu a name means something else each time.
        Operand known = node.cpu() == null ? found.get(name) : null;
        if (known == null) {
            known = look(node);
            if (node.cpu() == null) {
                found.put(name, known);
            }
        }
        return known;
    }

    private Operand look(Node.Name node) throws ExpressionException {
        String name = node.name();
        Optional<VariableSource.Variable> local = chosen.local(name);
        if (local.isPresent()) {
            return local(local.get(), node.position());
        }
        Symbol symbol = kernel.symbol(name);
        if (symbol != null) {
            return symbol(node, symbol);
        }
        Operand enumerator = enumerators.find(name);
        if (enumerator != null) {
            return enumerator;
        }
        throw new ExpressionException(
                "the kernel has no variable, function or enumerator " + name + hint(name), node.position());
    }

    private static Operand local(VariableSource.Variable variable, int position) throws ExpressionException {
        VariableSource.Content content = variable.content();
        if (content instanceof VariableSource.Present present) {
            return Operand.at(present.value());
        }
        String reason = content instanceof VariableSource.Absent absent ? absent.reason() : "not known";
        throw new ExpressionException(variable.name() + " has no value in the chosen frame: " + reason, position);
    }

    private String hint(String name) {
        if (name.length() >= 8 && name.chars().allMatch(c -> Character.digit(c, 16) >= 0)) {
            return "; hexadecimal numbers begin with 0x";
        }
        List<String> names = new ArrayList<>();
        kernel.forEachSymbol(symbol -> names.add(symbol.name()));
        String near = Near.of(name, names);
        return near.isEmpty() ? "" : "; did you mean " + near + "?";
    }

    private Operand symbol(Node.Name node, Symbol symbol) throws ExpressionException {
        Type type = variableType(node.name());
        if (perCpu(symbol)) {
            Integer cpu = node.cpu() == null ? scope.cpu() : node.cpu();
            Type known = type == null ? VoidType.VOID : type;
            if (cpu == null) {
                return Operand.at(new Value(kernel.memory(), known, symbol.address()), node.name());
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
        Type unknown = symbol.text() ? new FunctionType(() -> VoidType.VOID, List::of, true) : VoidType.VOID;
        return Operand.at(new Value(kernel.memory(), unknown, symbol.address()));
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
        if (symbol.text()) {
            return false;
        }
        if (symbol.module() != null) {
            return perCpuOf(symbol.module(), symbol.address());
        }
        OptionalLong start = kernel.address("__per_cpu_start");
        OptionalLong end = kernel.address("__per_cpu_end");
        if (start.isEmpty() || end.isEmpty()) {
            return placedPerCpu(symbol.name());
        }
        return Long.compareUnsigned(symbol.address(), start.getAsLong()) >= 0
                && Long.compareUnsigned(symbol.address(), end.getAsLong()) < 0;
    }

    /** Where the section's symbols are not known, as without CONFIG_KALLSYMS_ALL, BTF tells what is in it. */
    private boolean placedPerCpu(String name) {
        boolean[] found = new boolean[1];
        for (LayoutSource source : kernel.layouts(DumpLayout.Part.TYPES)) {
            TypeSource types = source.types();
            if (types != null && types.ready()) {
                types.forEachPlaced(one -> found[0] |=
                        one.section().equals(".data..percpu") && one.name().equals(name));
            }
        }
        return found[0];
    }

    private boolean perCpuOf(String module, long address) {
        for (KernelModule loaded : kernel.modules()) {
            KernelModule.Range range = loaded.perCpu().orElse(null);
            if (range != null && loaded.name().equals(module)) {
                return Long.compareUnsigned(address - range.start(), range.size()) < 0;
            }
        }
        return false;
    }
}
