package dev.inquest.arch.ppc64le;

import dev.inquest.api.arch.Architecture;
import dev.inquest.api.image.VmcoreInfo;
import dev.inquest.api.memory.FaultException;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Variables of the kernel's image before there is a kernel session: by VMCOREINFO's symbols, or a vmlinux's. */
record KernelVariables(
        Architecture.Context context, @Nullable VmcoreInfo info, long bias) {

    /** Returns the runtime address of a symbol. */
    OptionalLong address(String name) {
        OptionalLong told = info == null ? OptionalLong.empty() : info.symbol(name);
        if (told.isPresent()) {
            return told;
        }
        OptionalLong link = context.linkAddress(name);
        return link.isPresent() ? OptionalLong.of(link.getAsLong() + bias) : link;
    }

    /** Reads a 64-bit variable; empty when nobody tells its address, or it cannot be read. */
    OptionalLong u64(String name) {
        OptionalLong address = address(name);
        return address.isPresent() ? u64At(address.getAsLong()) : address;
    }

    /** Reads a 32-bit variable. */
    OptionalLong u32(String name) {
        OptionalLong value = u64(name);
        return value.isPresent() ? OptionalLong.of(value.getAsLong() & 0xffff_ffffL) : value;
    }

    /** Reads 64 bits in the linear map; empty when they cannot be read. */
    OptionalLong u64At(long virtual) {
        try {
            return OptionalLong.of(context.physical().u64(virtual - AddressSpace.LINEAR));
        } catch (FaultException e) {
            return OptionalLong.empty();
        }
    }
}
