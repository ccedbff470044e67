package dev.inquest.commands.dump.classify;

import dev.inquest.api.image.Machine;
import dev.inquest.api.image.VmcoreInfo;
import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.kernel.Reads;
import dev.inquest.api.memory.Fault;
import dev.inquest.api.memory.FaultException;
import dev.inquest.api.memory.Memory;
import dev.inquest.api.types.MissingTypeException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * The sections of memory of CONFIG_SPARSEMEM_EXTREME (include/linux/mmzone.h, mm/sparse.c): {@code mem_section} leads to roots, each a page of
 * {@code struct mem_section}, whose {@code section_mem_map} is the address at which frame 0 would have its {@code struct page}, with flags in
 * the lowest bits: 0 present, 1 has an array, 2 online (2d070eab2e82, v4.13). Holds with and without CONFIG_SPARSEMEM_VMEMMAP.
 */
@Reads(value = "mem_section", required = "section_mem_map")
@Reads(value = "mem_section_usage", optional = "subsection_map", mayLack = true, since = "v5.3")
final class PageSections {
    private static final long PRESENT = 1 | 2;
    private static final long ONLINE = 4;
    /** A section has 2^8 frames at least, so the address of frame 0 has no bits below these (SECTION_MAP_LAST_BIT). */
    private static final long FLAGS = 0xff;

    private static final long SUBSECTION_BITS = 21;

    private final Kernel kernel;
    private final KernelNumbers numbers;
    private final Memory memory;
    private final long frames;
    private final long framesPerSection;
    private final int size;
    private final int offset;
    private long offline;
    private long end;
    private String problem = "";

    /**
     * Prepares.
     *
     * @param frames the first number that no frame has
     */
    PageSections(Kernel kernel, long frames) {
        this.kernel = kernel;
        this.numbers = new KernelNumbers(kernel);
        this.memory = kernel.memory();
        this.frames = frames;
        long bits = sectionBits();
        long pageSize = kernel.pageSize();
        if (bits < 16 || bits > 40 || 1L << bits < pageSize) {
            throw new MissingTypeException("sections of memory are said to have 2^" + bits + " bytes");
        }
        framesPerSection = (1L << bits) / pageSize;
        size = (int) KernelNumbers.required(numbers.size("mem_section"), "the size of struct mem_section");
        offset = (int) KernelNumbers.required(
                numbers.offset("mem_section", "section_mem_map"), "the place of section_mem_map");
        if (size < 8 || size > pageSize || offset < 0 || offset > size - 8) {
            throw new MissingTypeException("struct mem_section is said to have " + size + " bytes");
        }
    }

    private long sectionBits() {
        OptionalLong told = numbers.number("SECTION_SIZE_BITS");
        if (told.isPresent()) {
            return told.getAsLong();
        }
        // Told since v5.13 (4f5aecdff25f). A section has a bit for each 2 MiB of it, in words of 64 bits (v5.3), so
        // more
        // than one word tells its size.
        long words = numbers.length("mem_section_usage", "subsection_map").orElse(0);
        if (words > 1) {
            return SUBSECTION_BITS + Long.numberOfTrailingZeros(Long.highestOneBit(words * Long.SIZE));
        }
        return switch (kernel.image().machine().elfMachine()) {
            case Machine.EM_PPC64 -> 24;
            // 30 until f0b13ee23241 (v5.12), which the single word excludes.
            case Machine.EM_AARCH64 -> words == 1 ? 27 : 30;
            default -> 27;
        };
    }

    /** Returns the arrays, or throws {@link MissingTypeException} when there is no way to them. */
    PageArray read() {
        for (long table : tables()) {
            List<PageArray.Run> runs = runs(table);
            if (!runs.isEmpty()) {
                return new PageArray(runs, end, offline, problem);
            }
        }
        throw new MissingTypeException(
                problem.isEmpty()
                        ? "the array of struct page is not found: mem_section leads to no section of memory"
                        : "the array of struct page is not found: " + problem);
    }

    /** Returns the addresses at which the table of roots may be, the likelier one first. */
    private List<Long> tables() {
        List<Long> tables = new ArrayList<>();
        VmcoreInfo info = numbers.info();
        if (info != null) {
            // Where the kernel has a pointer this is where it points.
            info.symbol("mem_section").ifPresent(tables::add);
        }
        OptionalLong symbol = kernel.address("mem_section");
        if (symbol.isPresent()) {
            // A pointer since v4.15 (83e3c48729d9), an array before.
            try {
                tables.add(memory.pointer(symbol.getAsLong()));
            } catch (FaultException e) {
                problem = "mem_section at " + e.fault().message();
            }
            tables.add(symbol.getAsLong());
        }
        if (tables.isEmpty()) {
            throw new MissingTypeException(
                    "the array of struct page is not found: neither VMCOREINFO nor symbols tell of mem_section");
        }
        return tables;
    }

    private List<PageArray.Run> runs(long table) {
        List<PageArray.Run> runs = new ArrayList<>();
        long perRoot = Long.highestOneBit(kernel.pageSize() / size);
        long sections = (frames + framesPerSection - 1) / framesPerSection;
        boolean online = false;
        List<long[]> found = new ArrayList<>();
        problem = "";
        for (long root = 0; root * perRoot < sections; root++) {
            long address;
            try {
                address = memory.pointer(table + root * memory.pointerSize());
            } catch (FaultException e) {
                problem = "the table of sections at " + e.fault().message();
                break;
            }
            // Kernel addresses are in the upper half; anything else shows that this is no such table.
            if (address > 0) {
                return List.of();
            }
            byte[] bytes = new byte[(int) (Math.min(perRoot, sections - root * perRoot) * size)];
            Fault fault = address == 0 ? null : memory.tryRead(address, bytes, 0, bytes.length);
            if (fault != null) {
                problem = "sections of memory at " + fault.message();
                continue;
            }
            ByteBuffer buffer = ByteBuffer.wrap(bytes).order(memory.order());
            for (int i = 0; i + size <= bytes.length; i += size) {
                long map = buffer.getLong(i + offset);
                if ((map & PRESENT) == PRESENT) {
                    online |= (map & ONLINE) != 0;
                    found.add(new long[] {root * perRoot + i / size, map});
                }
            }
        }
        offline = 0;
        end = found.isEmpty() ? 0 : Math.min(frames, (found.getLast()[0] + 1) * framesPerSection);
        for (long[] section : found) {
            long first = section[0] * framesPerSection;
            long last = Math.min(frames, first + framesPerSection);
            if (online && (section[1] & ONLINE) == 0) {
                offline += last - first;
            } else {
                add(runs, first, last, section[1] & ~FLAGS);
            }
        }
        return runs;
    }

    private static void add(List<PageArray.Run> runs, long first, long end, long base) {
        PageArray.Run last = runs.isEmpty() ? null : runs.getLast();
        if (last != null && last.end() == first && last.base() == base) {
            runs.set(runs.size() - 1, new PageArray.Run(last.first(), end, base));
        } else {
            runs.add(new PageArray.Run(first, end, base));
        }
    }
}
