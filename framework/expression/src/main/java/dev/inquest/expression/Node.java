package dev.inquest.expression;

import dev.inquest.api.types.Type;
import org.jspecify.annotations.Nullable;

/** A parsed expression. */
sealed interface Node {

    /** Returns the index of the character to which messages point. */
    int position();

    record Literal(Type type, long bits, int position) implements Node {}

    /** A name; {@code cpu} where {@code name:cpu} was written. */
    record Name(String name, @Nullable Integer cpu, int position) implements Node {}

    record Unary(String operator, Node operand, int position) implements Node {}

    record SizeofType(Type type, int position) implements Node {}

    record Sizeof(Node operand, int position) implements Node {}

    record Cast(Type type, Node operand, int position) implements Node {}

    record Member(Node object, String name, boolean arrow, int position) implements Node {}

    record Index(Node object, Node index, int position) implements Node {}

    record Binary(String operator, Node left, Node right, int position) implements Node {}

    record Conditional(Node condition, Node yes, Node no, int position) implements Node {}

    record OffsetOf(Type type, String path, int position) implements Node {}

    record ContainerOf(Node pointer, Type type, String path, int position) implements Node {}

    /** {@code per_cpu(variable, cpu)}, or with a pointer {@code per_cpu_ptr(pointer, cpu)}. */
    record PerCpu(Node object, Node cpu, boolean pointer, int position) implements Node {}
}
