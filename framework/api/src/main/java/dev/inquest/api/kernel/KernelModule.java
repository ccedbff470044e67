package dev.inquest.api.kernel;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** A loaded module, as {@code struct module} tells it (kernel/module, before and after 6.4). */
@ProviderType
public interface KernelModule {

    /** Returns the address of the {@code struct module}. */
    long address();

    /** Returns its name. */
    String name();

    /** Returns where its core text begins. */
    long base();

    /** Returns the size that crash and lsmod show: of all core memory, in bytes. */
    long size();

    /** Returns its taint letters, for instance {@code OE}; empty when it has none. */
    String taints();

    /** Returns all memory that it occupies, init memory included as long as it is there. */
    List<Range> ranges();

    /** Returns the runtime addresses of its sections by name, as far as the kernel kept them. */
    Map<String, Long> sections();

    /** Returns where its symbols come from: {@code "kallsyms"}, or the debug file's name. */
    String symbolsFrom();

    /** Returns its static per-CPU variables, in the addresses that per-CPU symbols have; nothing when it has none. */
    default Optional<Range> perCpu() {
        return Optional.empty();
    }

    /** Returns whether an address lies inside. */
    default boolean contains(long address) {
        for (Range range : ranges()) {
            if (Long.compareUnsigned(address - range.start(), range.size()) < 0) {
                return true;
            }
        }
        return false;
    }

    /**
     * A piece of a module's memory.
     *
     * @param kind for instance {@code text}, {@code data}, {@code init text}
     * @param start first address
     * @param size bytes
     */
    record Range(String kind, long start, long size) {}
}
