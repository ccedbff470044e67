package dev.inquest.api.types;

import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The type of a function. */
public final class FunctionType implements Type {
    private final Supplier<Type> result;
    private final Supplier<List<Parameter>> parameters;
    private final boolean variadic;

    /**
     * One parameter.
     *
     * @param name its name, or null when the declaration has none
     * @param type its type
     */
    public record Parameter(@Nullable String name, Type type) {}

    /**
     * Makes a function type.
     *
     * @param result gives the type of the result; called each time, so it should remember
     * @param parameters gives the parameters; called each time, so it should remember
     * @param variadic whether {@code ...} follows the parameters
     */
    public FunctionType(Supplier<Type> result, Supplier<List<Parameter>> parameters, boolean variadic) {
        this.result = result;
        this.parameters = parameters;
        this.variadic = variadic;
    }

    /** Returns the type of the result. */
    public Type result() {
        return result.get();
    }

    /** Returns the parameters. */
    public List<Parameter> parameters() {
        return parameters.get();
    }

    /** Returns whether {@code ...} follows the parameters. */
    public boolean variadic() {
        return variadic;
    }

    @Override
    public long size() {
        return -1;
    }

    @Override
    public String spelling() {
        return Spelling.of(this, "");
    }
}
