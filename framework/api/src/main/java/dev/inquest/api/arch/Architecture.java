package dev.inquest.api.arch;

import dev.inquest.api.image.DumpImage;
import dev.inquest.api.image.Machine;
import dev.inquest.api.image.OpenException;
import dev.inquest.api.image.VmcoreInfo;
import dev.inquest.api.memory.Memory;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Service of plugins that know one architecture. */
public interface Architecture {

    /** Returns the name as {@code uname -m} has it, for instance {@code x86_64}. */
    String name();

    /** Returns whether a dump is of this architecture. */
    boolean matches(Machine machine);

    /**
     * Returns the byte order of the dumped kernel's memory. It is that of the headers unless the architecture knows better: QEMU writes the headers
     * of its ppc64 dumps big-endian for kernels of either order.
     */
    default ByteOrder order(DumpImage image) {
        return image.machine().order();
    }

    /** Returns the registers. */
    RegisterSet registers();

    /**
     * Returns the registers of the CPUs as the dump's notes have them, by CPU. Nothing but the notes is looked at.
     *
     * @param image the dump
     */
    default List<ArchSession.CpuRegisters> noteRegisters(DumpImage image) {
        return List.of();
    }

    /**
     * Finds out how the dumped kernel maps its memory.
     *
     * @param context the dump
     * @return the machine, ready to translate addresses
     * @throws OpenException when no way was found, with the reason and what would help
     */
    ArchSession attach(Context context) throws OpenException;

    /** What {@link #attach} works on. */
    @org.osgi.annotation.versioning.ProviderType
    interface Context {
        /** Returns the dump. */
        DumpImage image();

        /** Returns physical memory. */
        Memory physical();

        /** Returns VMCOREINFO from the headers, or null. */
        @Nullable
        VmcoreInfo vmcoreInfo();

        /** Returns the link address of a kernel symbol, if a vmlinux was given. */
        OptionalLong linkAddress(String symbol);

        /**
         * Returns by what the kernel's image was moved from where it was linked to (KASLR): as VMCOREINFO tells, or else by where
         * {@code init_uts_ns} is and where the vmlinux has it; 0 when neither is known.
         */
        default long bias(VmcoreInfo info) {
            OptionalLong told = info.kernelOffset();
            if (told.isPresent()) {
                return told.getAsLong();
            }
            OptionalLong runtime = info.symbol("init_uts_ns");
            OptionalLong link = linkAddress("init_uts_ns");
            return runtime.isPresent() && link.isPresent() ? runtime.getAsLong() - link.getAsLong() : 0;
        }

        /** Returns what the user set by hand, by name, for instance {@code phys_base}; numbers as Java's {@code Long.decode} takes them. */
        default Map<String, String> settings() {
            return Map.of();
        }

        /** Notes something that users should know, in one sentence. */
        void remark(String sentence);
    }
}
