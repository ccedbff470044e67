package dev.inquest.api.kernel;

import java.util.OptionalLong;
import org.osgi.annotation.versioning.ProviderType;

/**
 * An interface bound to the kernel at hand: a class was generated whose accessors read at constant offsets.
 *
 * @param <T> the interface, annotated with {@link KernelStruct}
 */
@ProviderType
public interface StructLayout<T> {

    /** Returns the structure at an address. Nothing is read. */
    T at(long address);

    /** Returns the size of the structure in bytes. */
    long size();

    /** Returns whether the kernel has the member that a method of the interface reads. */
    boolean has(String method);

    /** Returns the distance in bytes from the beginning of the structure to the member that a method reads, if the kernel has it. */
    OptionalLong offset(String method);
}
