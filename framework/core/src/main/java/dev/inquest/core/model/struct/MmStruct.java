package dev.inquest.core.model.struct;

import dev.inquest.api.kernel.KernelObject;
import dev.inquest.api.kernel.KernelStruct;
import dev.inquest.api.kernel.Member;

/** {@code struct mm_struct} (include/linux/mm_types.h): a process's address space. */
@KernelStruct("mm_struct")
public interface MmStruct extends KernelObject {

    /** Returns the kernel virtual address of the top-level page table. */
    long pgd();

    /** Returns the number of mapped pages. */
    @Member("total_vm")
    long totalPages();
}
