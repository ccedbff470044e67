package dev.inquest.commands.dump.classify;

import dev.inquest.api.arch.AddressTranslator;
import dev.inquest.api.arch.ArchSession;
import dev.inquest.api.capture.PageFrames;
import dev.inquest.api.image.DumpFacts;
import dev.inquest.api.image.DumpImage;
import dev.inquest.api.image.ElfNote;
import dev.inquest.api.image.Machine;
import dev.inquest.api.image.Page;
import dev.inquest.api.image.VmcoreInfo;
import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.memory.Fault;
import dev.inquest.api.memory.FaultException;
import dev.inquest.api.memory.Memory;
import dev.inquest.api.progress.Progress;
import java.lang.foreign.MemorySegment;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A machine with pages of 4 KiB and sections of 128 MiB, of which no more is there than classification reads: sections, and an array of
 * {@code struct page} of 64 bytes, mapped page by page. What was not written reads as zeros.
 */
final class PageScene {
    static final long VMEMMAP = 0xffff_ea00_0000_0000L;
    private static final long DIRECT = 0xffff_8880_0000_0000L;
    private static final int PAGE = 4096;
    private static final int SECTION = 32768;
    /** Frames of the sections' table, its only root, and of the array. */
    private static final long TABLE = 2;

    private static final long ROOT = 3;
    private static final long ARRAY = 16;

    final Vintage vintage;
    private final long frames;
    private final int frameSize;
    private final Map<Long, byte[]> pages = new HashMap<>();
    private final Map<Long, Fault.Kind> missing = new HashMap<>();
    private final Set<Long> unmapped = new HashSet<>();
    private final Set<Long> holes = new HashSet<>();
    private final Map<Long, Long> shared = new HashMap<>();
    private String types;
    private String vmcoreInfo;
    private final Map<String, Long> symbols = new HashMap<>();

    /** Makes a machine with memory from 0 on, all of it in sections that are online. */
    PageScene(Vintage vintage, long frames) {
        this(vintage, frames, PAGE);
    }

    /** Makes a machine whose dump has frames of a size of their own. */
    PageScene(Vintage vintage, long frames, int frameSize) {
        this.vintage = vintage;
        this.frames = frames;
        this.frameSize = frameSize;
        this.types = vintage.types();
        this.vmcoreInfo = vintage.vmcoreInfo();
        put(TABLE * PAGE, DIRECT + ROOT * PAGE, 8);
        for (int section = 0; section * (long) SECTION < frames; section++) {
            section(section, 7);
        }
    }

    /** Sets the flags of a section: 1 present, 2 with an array, 4 online. */
    PageScene section(int number, int flags) {
        return sectionMap(number, flags == 0 ? 0 : VMEMMAP | flags);
    }

    /** Sets {@code section_mem_map} of a section. */
    PageScene sectionMap(int number, long map) {
        put(ROOT * PAGE + number * 32L, map, 8);
        return this;
    }

    /** Sets a page's flags by their names, and the type. */
    PageScene page(long pfn, int type, String... flags) {
        long bits = 0;
        for (String flag : flags) {
            bits |= 1L << vintage.flag(flag);
        }
        put(struct(pfn), bits, 8);
        put(struct(pfn) + 48, type, 4);
        return this;
    }

    /** Sets {@code mapping}. */
    PageScene mapping(long pfn, long mapping) {
        put(struct(pfn) + 24, mapping, 8);
        return this;
    }

    /** Sets {@code private}. */
    PageScene privateData(long pfn, long data) {
        put(struct(pfn) + 40, data, 8);
        return this;
    }

    /** Sets any bytes of a page's structure. */
    PageScene bytes(long pfn, int offset, long value, int size) {
        put(struct(pfn) + offset, value, size);
        return this;
    }

    /** Makes a compound page: its tails, the order and the kind of it; the head's flags are set with {@link #page}. */
    PageScene compound(long head, int order, boolean huge) {
        for (long tail = 1; tail < 1L << order; tail++) {
            vintage.tail(this, head + tail, VMEMMAP + head * 64 | 1);
        }
        vintage.firstTail(this, head, order, huge);
        return this;
    }

    /** Makes a page's structure, and all on the same page of the array, unreadable. */
    PageScene lose(long pfn, Fault.Kind kind) {
        if (kind == Fault.Kind.NOT_MAPPED) {
            unmapped.add(pfn * 64 / PAGE);
        } else {
            missing.put((ARRAY * PAGE + pfn * 64) / PAGE, kind);
        }
        return this;
    }

    /** Lets the array of one page be at the place of another's, as hugetlb_vmemmap_optimize does. */
    PageScene share(long pfn, long other) {
        shared.put(pfn * 64 / PAGE, other * 64 / PAGE);
        return this;
    }

    /** Lets the symbol mem_section tell where the sections are: as a pointer to their table, or as the table itself. */
    PageScene symbol(boolean pointer) {
        put(5 * PAGE, DIRECT + TABLE * PAGE, 8);
        symbols.put("mem_section", DIRECT + (pointer ? 5 : TABLE) * PAGE);
        return this;
    }

    /**
     * Makes it a kernel without sections, of one node: {@code contig_page_data} with what a {@code struct pglist_data} begins with, and
     * {@code mem_map} and {@code max_mapnr}. Which of them are told is the caller's.
     *
     * @param map where the first frame's structure is said to be
     * @param first the first frame
     * @param count how many there are
     */
    PageScene flat(long map, long first, long count, String... told) {
        put(6 * PAGE, map, 8);
        put(6 * PAGE + 8, first, 8);
        put(6 * PAGE + 16, count, 8);
        put(7 * PAGE, map, 8);
        put(7 * PAGE + 8, first + count, 8);
        Map<String, Long> places =
                Map.of("contig_page_data", 6L * PAGE, "mem_map", 7L * PAGE, "max_mapnr", 7L * PAGE + 8);
        for (String name : told) {
            symbols.put(name, DIRECT + places.getOrDefault(name, 0L));
        }
        vmcoreInfo = vmcoreInfo.replaceAll("SYMBOL\\(mem_section\\)=.*", "");
        return this;
    }

    /** Replaces what the kernel's types and VMCOREINFO tell. */
    PageScene told(String types, String vmcoreInfo) {
        this.types = types;
        this.vmcoreInfo = vmcoreInfo;
        return this;
    }

    /** Makes a frame no memory. */
    PageScene hole(long pfn) {
        holes.add(pfn);
        return this;
    }

    private static long struct(long pfn) {
        return ARRAY * PAGE + pfn * 64;
    }

    private void put(long physical, long value, int size) {
        byte[] page = pages.computeIfAbsent(physical / frameSize, key -> new byte[frameSize]);
        ByteBuffer buffer = ByteBuffer.wrap(page).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < size; i++) {
            buffer.put((int) (physical % frameSize) + i, (byte) (value >>> 8 * i));
        }
    }

    DumpImage image() {
        return new Image();
    }

    PageKinds read() {
        return read(2);
    }

    PageKinds read(int threads) {
        return PageKinds.read(kernel(), threads, Progress.NONE);
    }

    /** Returns what a level leaves out, as {@code "3 8-15"}. */
    String excluded(int level) {
        return text(read().excluded(level));
    }

    static String text(PageFrames set) {
        StringBuilder text = new StringBuilder();
        for (long at = set.next(0); at < set.end(); ) {
            long end = set.nextAbsent(at);
            text.append(text.isEmpty() ? "" : " ").append(at).append(end == at + 1 ? "" : "-" + (end - 1));
            at = set.next(end);
        }
        return text.toString();
    }

    private long physical(long virtual) {
        if (virtual >= DIRECT && virtual < DIRECT + frames * PAGE) {
            return virtual - DIRECT;
        }
        long page = (virtual - VMEMMAP) / PAGE;
        if (virtual < VMEMMAP || page >= (frames + SECTION) * 64 / PAGE || unmapped.contains(page)) {
            throw new FaultException(new Fault(Fault.Kind.NOT_MAPPED, virtual, "nothing there"));
        }
        return (ARRAY + shared.getOrDefault(page, page)) * PAGE + virtual % PAGE;
    }

    private Kernel kernel() {
        TypeText text = new TypeText(types);
        VmcoreInfo info = VmcoreInfo.parse(vmcoreInfo.replace("TABLE", Long.toHexString(DIRECT + TABLE * PAGE)));
        AddressTranslator translator = new AddressTranslator() {
            @Override
            public long physical(long virtual) {
                return PageScene.this.physical(virtual);
            }

            @Override
            public List<Step> walk(long virtual) {
                return List.of(new Step("PTE", 0, 1, "", PAGE, List.of()));
            }
        };
        ArchSession arch = proxy(ArchSession.class, Map.of("vmcoreInfo", info, "kernel", translator));
        DumpImage image = new Image();
        InvocationHandler handler = (proxy, method, arguments) -> switch (method.getName()) {
            case "image" -> image;
            case "arch" -> arch;
            case "memory" -> new VirtualMemory(image);
            case "address" -> {
                Long address = symbols.get((String) arguments[0]);
                yield address == null ? OptionalLong.empty() : OptionalLong.of(address);
            }
            case "findType" ->
                arguments.length == 2
                        ? text.find((dev.inquest.api.layout.TypeSource.Kind) arguments[0], (String) arguments[1])
                        : null;
            default -> InvocationHandler.invokeDefault(proxy, method, arguments);
        };
        return (Kernel) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {Kernel.class}, handler);
    }

    private static <T> T proxy(Class<T> type, Map<String, Object> answers) {
        InvocationHandler handler = (proxy, method, arguments) -> answers.containsKey(method.getName())
                ? answers.get(method.getName())
                : InvocationHandler.invokeDefault(proxy, method, arguments);
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private final class VirtualMemory implements Memory {
        private final DumpImage image;

        VirtualMemory(DumpImage image) {
            this.image = image;
        }

        @Override
        public ByteOrder order() {
            return ByteOrder.LITTLE_ENDIAN;
        }

        @Override
        public @Nullable Fault tryRead(long address, byte[] destination, int offset, int length) {
            for (int i = 0; i < length; i++) {
                long at = physical(address + i);
                if (!(image.page(at / frameSize) instanceof Page.Data data)) {
                    return new Fault(Fault.Kind.LOST, address + i, "lost");
                }
                destination[offset + i] = data.bytes().asByteBuffer().get((int) (at % frameSize));
            }
            return null;
        }
    }

    private final class Image implements DumpImage {
        private final byte[] zeros = new byte[frameSize];

        @Override
        public List<String> names() {
            return List.of("scene");
        }

        @Override
        public DumpFacts facts() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Machine machine() {
            return new Machine(Machine.EM_X86_64, ByteOrder.LITTLE_ENDIAN);
        }

        @Override
        public int pageSize() {
            return frameSize;
        }

        @Override
        public long endPfn() {
            return frames * PAGE / frameSize;
        }

        @Override
        public Page page(long pfn) {
            if (holes.contains(pfn) || pfn >= endPfn()) {
                return new Page.Missing(Fault.Kind.NOT_MAPPED, "hole");
            }
            Fault.Kind kind = missing.get(pfn);
            return kind != null
                    ? new Page.Missing(kind, "gone")
                    : new Page.Data(MemorySegment.ofArray(pages.getOrDefault(pfn, zeros)), true);
        }

        @Override
        public List<ElfNote> notes() {
            return List.of();
        }

        @Override
        public Optional<VmcoreInfo> vmcoreInfo() {
            return Optional.empty();
        }

        @Override
        public List<Segment> segments() {
            return List.of();
        }

        @Override
        public void close() {}
    }
}
