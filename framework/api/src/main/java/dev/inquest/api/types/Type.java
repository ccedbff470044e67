package dev.inquest.api.types;

/**
 * A C type of the dumped kernel. Types form a graph that may be cyclic and is filled in lazily: asking for a pointer's target
 * or a struct's members may read debug information. Instances are immutable and safe for use by many threads.
 */
public sealed interface Type
        permits IntType,
                FloatType,
                PointerType,
                ArrayType,
                StructType,
                EnumType,
                TypedefType,
                QualifiedType,
                FunctionType,
                VoidType {

    /** Returns the size in bytes, or -1 when it is not known (incomplete types, functions, flexible arrays' elements). */
    long size();

    /**
     * Returns the type as C spells it in a cast: {@code unsigned int}, {@code struct list_head *}, {@code char [16]}. An
     * anonymous struct is {@code struct {...}}.
     */
    String spelling();

    /** Returns the type without typedefs and qualifiers around it. */
    default Type bare() {
        Type type = this;
        for (int depth = 0; depth < 64; depth++) {
            if (type instanceof TypedefType typedef) {
                type = typedef.target();
            } else if (type instanceof QualifiedType qualified) {
                type = qualified.target();
            } else {
                break;
            }
        }
        return type;
    }
}
