package dev.inquest.api.kernel;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Binds an interface to a kernel structure: see {@link StructLayout}. The interface's methods have no parameters; each stands for
 * the member of its own name, or of {@link Member}'s.
 *
 * <p>Return types: {@code int}, {@code long}, {@code short}, {@code byte}, {@code boolean} read a number of at most that size (a
 * smaller one is extended as its C type says; {@code long} also reads pointers); {@link String} reads a char array;
 * an interface that itself has this annotation gives the embedded structure or the one behind the pointer;
 * {@link dev.inquest.api.types.Value} gives the member untyped. With {@link AddressOf} a {@code long} is the member's
 * address and nothing is read. An interface may also extend {@link KernelObject}.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface KernelStruct {
    /** The structure's tag in C; of several the first that the kernel has. Without a keyword a struct is meant, then a union, then a typedef. */
    String[] value();
}
