package dev.inquest.debuginfo.bundle.build;

import dev.inquest.api.layout.LoadMap;
import dev.inquest.debuginfo.bundle.Format;
import dev.inquest.debuginfo.bundle.Identity;
import dev.inquest.debuginfo.elf.ElfFile;
import dev.inquest.debuginfo.elf.ElfSection;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The addresses that the sections of a file have in the bundle: those of the linker for a kernel; for a module, which is linked when it
 * is loaded, one section behind the other, with a page in between so that the end of one is not the beginning of the next.
 */
final class Sections {
    private static final long FIRST = 0x10000;
    private static final long PAGE = 0x1000;

    private final boolean kernel;
    private final long[] bases;
    private final boolean[] present;
    private final Map<String, Long> byName = new HashMap<>();
    private final List<Identity.Part> parts = new ArrayList<>();
    private final List<long[]> code = new ArrayList<>();
    private long lowest = -1;
    private long highest;

    Sections(ElfFile file) {
        kernel = file.type() != ElfFile.REL;
        bases = new long[file.sections().size()];
        present = new boolean[bases.length];
        long next = FIRST;
        for (ElfSection section : file.sections()) {
            if (!section.allocated() || section.index() == 0) {
                continue;
            }
            // Of sections of one name the kernel tells one address.
            if (!kernel && byName.containsKey(section.name())) {
                continue;
            }
            int index = section.index();
            present[index] = true;
            boolean fixed = fixed(section);
            long address = kernel ? section.address() : next;
            bases[index] = kernel ? 0 : next;
            byName.put(section.name(), address);
            next += (section.size() + PAGE * 2 - 1) / PAGE * PAGE;
            parts.add(new Identity.Part(
                    section.name(),
                    address,
                    section.size(),
                    (section.executable() ? Format.SECTION_CODE : 0) | (fixed ? Format.SECTION_FIXED : 0)));
            if (section.executable()) {
                code.add(new long[] {address, section.size()});
            }
            if (!fixed) {
                lowest = Long.compareUnsigned(address, lowest) < 0 ? address : lowest;
                long end = address + section.size();
                highest = Long.compareUnsigned(end, highest) > 0 ? end : highest;
            }
        }
    }

    /** Returns whether a section does not move with its file: a kernel's per-CPU variables at 0. Those of a module lie where it got a place. */
    boolean fixed(ElfSection section) {
        return kernel && section.perCpuAtZero();
    }

    /** Returns where the file is to be placed to have its addresses in the bundle. */
    LoadMap map(String module) {
        return kernel ? LoadMap.kernel(0) : new LoadMap(0, byName, module);
    }

    List<Identity.Part> parts() {
        return parts;
    }

    boolean has(int section) {
        return section > 0 && section < present.length && present[section];
    }

    /** Returns the address of a symbol's value. */
    long address(int section, long value) {
        return value + bases[section];
    }

    /** Returns whether an absolute value lies inside a kernel's image, and so moves with it. */
    boolean kernelHas(long value) {
        return kernel && Long.compareUnsigned(value, lowest) >= 0 && Long.compareUnsigned(value, highest) < 0;
    }

    /** Returns whether an address is one of code. */
    boolean code(long address) {
        for (long[] section : code) {
            if (Long.compareUnsigned(address - section[0], section[1]) < 0) {
                return true;
            }
        }
        return false;
    }
}
