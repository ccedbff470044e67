package dev.inquest.core.open;

import dev.inquest.api.arch.ArchSession;
import dev.inquest.api.image.VmcoreInfo;
import dev.inquest.api.layout.DebugFile;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Compares a vmlinux's symbols with those few whose addresses the kernel itself wrote into VMCOREINFO (kernel/crash_core.c,
 * {@code crash_save_vmcoreinfo_init}), all of which every kernel has.
 */
final class SymbolCheck {
    private static final List<String> NAMES = List.of("_stext", "init_uts_ns", "swapper_pg_dir");

    private SymbolCheck() {}

    static void compare(@Nullable DebugFile vmlinux, ArchSession arch, Consumer<String> remark) {
        VmcoreInfo info = arch.vmcoreInfo();
        if (vmlinux == null || info == null) {
            return;
        }
        for (String name : NAMES) {
            OptionalLong stated = info.symbol(name);
            OptionalLong linked = vmlinux.linkAddress(name);
            if (stated.isPresent() && linked.isPresent() && linked.getAsLong() + arch.bias() != stated.getAsLong()) {
                remark.accept(vmlinux.name() + " has " + name + " at 0x"
                        + Long.toHexString(linked.getAsLong() + arch.bias()) + ", the dump's VMCOREINFO at 0x"
                        + Long.toHexString(stated.getAsLong()) + "; it is of another build, or the dump is damaged");
                return;
            }
        }
    }
}
