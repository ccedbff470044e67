package dev.inquest.debuginfo.elf;

import dev.inquest.api.image.ByteSource;
import dev.inquest.debuginfo.data.Cursor;
import dev.inquest.debuginfo.data.MalformedException;
import dev.inquest.debuginfo.data.Strings;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * An ELF file of either class and byte order (ELF gABI 4.1, chapters 4 and 5). Opening reads the headers alone; sections are
 * mapped, and decompressed where need be, when they are asked for. Safe for use by many threads.
 *
 * <pre>
 * file    := ehdr … shdr[shnum]          at e_shoff
 * shnum   := e_shnum, or shdr[0].sh_size when e_shnum is 0
 * names   := section e_shstrndx, or shdr[0].sh_link when that is SHN_XINDEX (0xffff)
 * </pre>
 */
public final class ElfFile {
    /** {@code ET_REL}: a kernel module. */
    public static final int REL = 1;
    /** {@code ET_EXEC}. */
    public static final int EXEC = 2;
    /** {@code ET_DYN}. */
    public static final int DYN = 3;
    /** {@code ET_CORE}: a dump. */
    public static final int CORE = 4;

    private static final int MAXIMUM_SECTIONS = 1 << 20;
    private static final int XINDEX = 0xffff;

    private final ByteSource source;
    private final ByteOrder order;
    private final boolean wide;
    private final int type;
    private final int machine;
    private final List<ElfSection> sections;
    private final ConcurrentMap<Integer, ByteBuffer> decompressed = new ConcurrentHashMap<>();

    private ElfFile(
            ByteSource source, ByteOrder order, boolean wide, int type, int machine, List<ElfSection> sections) {
        this.source = source;
        this.order = order;
        this.wide = wide;
        this.type = type;
        this.machine = machine;
        this.sections = sections;
    }

    /** Returns {@code e_type} of a source that begins like an ELF file, otherwise -1. Never throws. */
    public static int typeOf(ByteSource source) {
        try {
            if (source.size() < 52) {
                return -1;
            }
            ByteBuffer head = source.slice(0, 20).asByteBuffer();
            if (head.getInt(0) != 0x7f454c46 || head.get(4) < 1 || head.get(4) > 2 || head.get(5) < 1) {
                return -1;
            }
            return head.order(head.get(5) == 2 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN)
                            .getShort(16)
                    & 0xffff;
        } catch (IndexOutOfBoundsException | IllegalStateException e) {
            return -1;
        }
    }

    /**
     * Reads the headers.
     *
     * @param source the file; it stays the caller's to close
     */
    public static ElfFile open(ByteSource source) throws MalformedException {
        String name = source.name();
        Cursor ident = new Cursor(name, slice(source, 0, Math.min(64, source.size())));
        ident.data().order(ByteOrder.BIG_ENDIAN);
        if (ident.remaining() < 52 || ident.i32() != 0x7f454c46) {
            throw MalformedException.at(name, 0, "not an ELF file");
        }
        int elfClass = ident.u8();
        int encoding = ident.u8();
        if (elfClass < 1 || elfClass > 2 || encoding < 1 || encoding > 2) {
            throw MalformedException.at(name, 4, "unknown ELF class " + elfClass + " or byte order " + encoding);
        }
        boolean wide = elfClass == 2;
        ByteOrder order = encoding == 2 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        Cursor head = new Cursor(name, ident.data().order(order));
        head.seek(16);
        int type = head.u16();
        int machine = head.u16();
        head.skip(4);
        head.skip(wide ? 16 : 8);
        long sectionOffset = wide ? head.u64() : head.u32();
        head.skip(4 + 6);
        int entrySize = head.u16();
        int count = head.u16();
        int nameIndex = head.u16();
        return new ElfFile(
                source,
                order,
                wide,
                type,
                machine,
                sections(source, order, wide, sectionOffset, entrySize, count, nameIndex));
    }

    private static List<ElfSection> sections(
            ByteSource source, ByteOrder order, boolean wide, long offset, int entrySize, int count, int nameIndex)
            throws MalformedException {
        if (offset == 0) {
            return List.of();
        }
        int needed = wide ? 64 : 40;
        if (entrySize < needed) {
            throw MalformedException.at(source.name(), offset, "section headers of " + entrySize + " bytes");
        }
        ElfSection first = header(source, order, wide, slice(source, offset, needed), 0, 0);
        long sections = count == 0 ? first.size() : count;
        if (sections < 0 || sections > MAXIMUM_SECTIONS) {
            throw MalformedException.at(source.name(), offset, Long.toUnsignedString(sections) + " sections");
        }
        ByteBuffer table = slice(source, offset, sections * entrySize);
        ElfSection[] unnamed = new ElfSection[(int) sections];
        int[] names = new int[unnamed.length];
        for (int i = 0; i < unnamed.length; i++) {
            unnamed[i] = header(source, order, wide, table, i * entrySize, i);
            names[i] = table.order(order).getInt(i * entrySize);
        }
        int strings = nameIndex == XINDEX ? first.link() : nameIndex;
        if (strings <= 0 || strings >= unnamed.length || !unnamed[strings].inFile()) {
            return List.of(unnamed);
        }
        ByteBuffer text = slice(source, unnamed[strings].offset(), unnamed[strings].size());
        for (int i = 0; i < unnamed.length; i++) {
            ElfSection s = unnamed[i];
            unnamed[i] = new ElfSection(
                    i,
                    Strings.at(text, names[i] & 0xffffffffL),
                    s.type(),
                    s.flags(),
                    s.address(),
                    s.offset(),
                    s.size(),
                    s.link(),
                    s.info(),
                    s.entrySize());
        }
        return List.of(unnamed);
    }

    private static ElfSection header(
            ByteSource source, ByteOrder order, boolean wide, ByteBuffer table, int at, int index)
            throws MalformedException {
        Cursor in = new Cursor(source.name(), table.order(order)).seek(at);
        in.skip(4);
        int type = in.i32();
        long flags = wide ? in.u64() : in.u32();
        long address = wide ? in.u64() : in.u32();
        long offset = wide ? in.u64() : in.u32();
        long size = wide ? in.u64() : in.u32();
        int link = in.i32();
        int info = in.i32();
        in.skip(wide ? 8 : 4);
        long entrySize = wide ? in.u64() : in.u32();
        return new ElfSection(index, "", type, flags, address, offset, size, link, info, entrySize);
    }

    private static ByteBuffer slice(ByteSource source, long offset, long length) throws MalformedException {
        if (offset < 0 || length < 0 || length > source.size() || offset > source.size() - length) {
            throw MalformedException.at(
                    source.name(),
                    offset,
                    "needs " + Long.toUnsignedString(length) + " bytes there, but the file has " + source.size());
        }
        if (length > Integer.MAX_VALUE) {
            throw MalformedException.at(source.name(), offset, "a section of " + length + " bytes is not supported");
        }
        try {
            return source.slice(offset, length).asByteBuffer();
        } catch (IndexOutOfBoundsException | IllegalStateException e) {
            throw MalformedException.at(source.name(), offset, "could not be read: " + e.getMessage());
        }
    }

    /** Returns the file's size in bytes. */
    public long size() {
        return source.size();
    }

    /** Returns the file's name, for messages. */
    public String name() {
        return source.name();
    }

    /** Returns the byte order. */
    public ByteOrder order() {
        return order;
    }

    /** Returns whether this is a 64-bit file. */
    public boolean wide() {
        return wide;
    }

    /** Returns {@code e_type}. */
    public int type() {
        return type;
    }

    /** Returns {@code e_machine}. */
    public int machine() {
        return machine;
    }

    /** Returns all sections by index; the first is the null section. */
    public List<ElfSection> sections() {
        return sections;
    }

    /** Returns the first section of a name, or null. */
    public @Nullable ElfSection section(String name) {
        for (ElfSection section : sections) {
            if (section.name().equals(name)) {
                return section;
            }
        }
        return null;
    }

    /** Returns the section of an index, or null. */
    public @Nullable ElfSection section(int index) {
        return index > 0 && index < sections.size() ? sections.get(index) : null;
    }

    /** Returns the first section of a type, or null. */
    public @Nullable ElfSection sectionOfType(int sectionType) {
        for (ElfSection section : sections) {
            if (section.type() == sectionType) {
                return section;
            }
        }
        return null;
    }

    /**
     * Returns a section's bytes, decompressed, in the file's byte order. Each call gives a buffer of its own over the same
     * bytes; nobody may write to it.
     */
    public ByteBuffer data(ElfSection section) throws MalformedException {
        if (!section.inFile()) {
            throw MalformedException.at(name(), section.offset(), "section " + section.name() + " is not in the file");
        }
        boolean old = section.name().startsWith(".zdebug_");
        if (!section.compressed() && !old) {
            return slice(source, section.offset(), section.size()).order(order);
        }
        ByteBuffer ready = decompressed.get(section.index());
        if (ready == null) {
            synchronized (decompressed) {
                ready = decompressed.get(section.index());
                if (ready == null) {
                    ByteBuffer raw =
                            slice(source, section.offset(), section.size()).order(order);
                    ready = Decompression.expand(name() + " section " + section.name(), raw, old, wide);
                    decompressed.put(section.index(), ready);
                }
            }
        }
        return ready.duplicate().order(order);
    }

    /** Returns a cursor over {@link #data}. */
    public Cursor cursor(ElfSection section) throws MalformedException {
        return new Cursor(name() + " section " + section.name(), data(section));
    }

    /**
     * Returns bytes of the image by the address that they were linked at, or null when no section in the file has them.
     *
     * @param address address as linked
     * @param length at most so many bytes; fewer come at the end of a section
     */
    public @Nullable ByteBuffer atAddress(long address, int length) throws MalformedException {
        for (ElfSection section : sections) {
            if (section.allocated()
                    && section.inFile()
                    && !section.compressed()
                    && Long.compareUnsigned(address - section.address(), section.size()) < 0) {
                long distance = address - section.address();
                return slice(source, section.offset() + distance, Math.min(length, section.size() - distance))
                        .order(order);
            }
        }
        return null;
    }
}
