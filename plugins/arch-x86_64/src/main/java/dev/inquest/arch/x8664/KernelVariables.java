package dev.inquest.arch.x8664;

import dev.inquest.api.arch.Architecture;
import dev.inquest.api.memory.FaultException;
import java.util.OptionalLong;

/** Reads 64-bit variables of the kernel's image before there is a kernel session. */
final class KernelVariables {
    private KernelVariables() {}

    /** Reads a variable by name; empty when no vmlinux tells its address, or it cannot be read. */
    static OptionalLong read(Architecture.Context context, KernelMapping mapping, String name) {
        OptionalLong link = context.linkAddress(name);
        if (link.isEmpty()) {
            return link;
        }
        long virtual = link.getAsLong() + mapping.bias();
        try {
            long at = mapping.readable()
                    ? mapping.tables().physical(virtual)
                    : KernelMapping.imagePhysical(virtual, mapping.physicalBase());
            return OptionalLong.of(context.physical().u64(at));
        } catch (FaultException e) {
            return OptionalLong.empty();
        }
    }
}
