package dev.inquest.expression;

import dev.inquest.api.types.Type;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A parsed expression. */
sealed interface Node {

    /** Returns the index of the character to which messages point. */
    int position();

    record Literal(Type type, Number number, int position) implements Node {}

    /** A string literal: each character is a byte, the last one its NUL. */
    record Text(String bytes, int position) implements Node {}

    /** A name; {@code cpu} where {@code name:cpu} was written. */
    record Name(String name, @Nullable Integer cpu, int position) implements Node {}

    record Unary(String operator, Node operand, int position) implements Node {}

    /** {@code sizeof(type)} or {@code _Alignof(type)}. */
    record Measure(Type type, boolean alignment, int position) implements Node {}

    /** {@code sizeof expression} or {@code _Alignof expression}. */
    record MeasureOf(Node operand, boolean alignment, int position) implements Node {}

    record Cast(Type type, Node operand, int position) implements Node {}

    record Member(Node object, String name, boolean arrow, int position) implements Node {}

    record Index(Node object, Node index, int position) implements Node {}

    /** {@code object[first..last]}, both included. */
    record Slice(Node object, Node first, Node last, int position) implements Node {}

    record Binary(String operator, Node left, Node right, int position) implements Node {}

    record Conditional(Node condition, Node yes, Node no, int position) implements Node {}

    /** {@code offsetof(type, path)}, or with {@code size} {@code sizeof_field(type, path)}. */
    record OffsetOf(Type type, String path, boolean size, int position) implements Node {}

    record ContainerOf(Node pointer, Type type, String path, int position) implements Node {}

    /**
     * {@code per_cpu(variable, cpu)}, or with a pointer {@code per_cpu_ptr(pointer, cpu)}; without a CPU that of the chosen task, as with
     * {@code this_cpu_ptr(pointer)}.
     */
    record PerCpu(Node object, @Nullable Node cpu, boolean pointer, int position) implements Node {}

    /** {@code _Generic(selector, type: value, …)}; the type of the default is null. */
    record Generic(Node selector, List<Choice> choices, int position) implements Node {}

    /** One association of {@code _Generic}. */
    record Choice(@Nullable Type type, Node value) {}
}
