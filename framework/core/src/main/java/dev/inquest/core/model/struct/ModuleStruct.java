package dev.inquest.core.model.struct;

import dev.inquest.api.kernel.AddressOf;
import dev.inquest.api.kernel.KernelObject;
import dev.inquest.api.kernel.KernelStruct;
import dev.inquest.api.kernel.Member;
import dev.inquest.api.kernel.Optional;

/** {@code struct module} (include/linux/module.h). Where its memory lies differs by kernel and is read elsewhere. */
@KernelStruct("module")
public interface ModuleStruct extends KernelObject {

    /** Returns {@code MODULE_STATE_LIVE} 0, {@code COMING} 1, {@code GOING} 2 or {@code UNFORMED} 3. */
    int state();

    /** Returns the address of the link in the list {@code modules}. */
    @AddressOf
    long list();

    /** Returns the name. */
    String name();

    /** Returns a bit for each way in which the module taints the kernel. */
    @Optional("taints of modules")
    long taints();

    /** Returns the address of the {@code module_sect_attrs}, or 0. */
    @Optional("sections of modules")
    @Member("sect_attrs")
    long sectionAttributes();

    /** Returns where its per-CPU variables begin, in the addresses that per-CPU symbols have; 0 when it has none. */
    @Optional("per-CPU variables of modules")
    @Member("percpu")
    long perCpu();

    /** Returns the bytes of its per-CPU variables on each CPU. */
    @Optional("per-CPU variables of modules")
    @Member("percpu_size")
    int perCpuSize();
}
