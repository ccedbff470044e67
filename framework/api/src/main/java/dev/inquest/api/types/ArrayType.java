package dev.inquest.api.types;

import java.util.function.Supplier;

/** An array type; an array of arrays is an array whose element is an array. */
public final class ArrayType implements Type {
    private final Supplier<Type> element;
    private final long count;

    /**
     * Makes an array type.
     *
     * @param element gives the type of one element; called each time, so it should remember
     * @param count number of elements; 0 for {@code [0]}, -1 for a flexible array {@code []}
     */
    public ArrayType(Supplier<Type> element, long count) {
        this.element = element;
        this.count = count;
    }

    /** Returns the type of one element. */
    public Type element() {
        return element.get();
    }

    /** Returns the number of elements, or -1 for a flexible array. */
    public long count() {
        return count;
    }

    @Override
    public long size() {
        if (count <= 0) {
            return 0;
        }
        long one = element().size();
        return one < 0 ? -1 : one * count;
    }

    @Override
    public String spelling() {
        return Spelling.of(this, "");
    }
}
