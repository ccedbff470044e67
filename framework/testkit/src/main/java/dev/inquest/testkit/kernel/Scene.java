package dev.inquest.testkit.kernel;

import dev.inquest.testkit.PhysicalImage;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The memory of a synthetic kernel while it is laid out. Physical memory is used so:
 *
 * <pre>
 *  0 MiB  what the description places itself: task_structs, stacks
 * 16 MiB  the kernel's image
 * 22 MiB  page tables
 * 23 MiB  pages behind addresses of modules
 * 24 MiB  small things: signal_structs, mm_structs
 * 28 MiB  stacks that the description leaves open
 * 32 MiB  per-CPU areas
 * </pre>
 */
final class Scene {
    static final long PAGE_TABLES = 22L << 20;
    private static final long MODULE_PAGES = 23L << 20;
    private static final long HEAP = 24L << 20;
    private static final long STACKS = 28L << 20;
    private static final long PER_CPU = 32L << 20;
    private static final int PER_CPU_SIZE = 256 << 10;

    final KernelDescription description;
    final Machine machine;
    final CTypes types;
    final PhysicalImage memory;
    final ImageLayout image;
    private final List<Machine.Mapping> mappings = new ArrayList<>();
    private long nextModulePage = MODULE_PAGES;
    private long nextHeap = HEAP;
    private long nextStack = STACKS;

    Scene(KernelDescription description, Machine machine, CTypes types) {
        this.description = description;
        this.machine = machine;
        this.types = types;
        this.memory = new PhysicalImage(machine.pageSize());
        KernelDescription.Header header = description.header();
        this.image = new ImageLayout(header.base() + header.kaslr());
        if (header.memory() < PER_CPU + (long) description.cpus().size() * PER_CPU_SIZE) {
            throw new IllegalArgumentException("memory=" + header.memory() + " is too little");
        }
        memory.endPfn(header.memory() / machine.pageSize());
        mappings.add(new Machine.Mapping(machine.directMap(), 0, header.memory()));
        mappings.add(new Machine.Mapping(image.start(), machine.imagePhysical(), ImageLayout.SIZE));
    }

    /** Returns what is mapped. */
    List<Machine.Mapping> mappings() {
        return mappings;
    }

    /** Maps pages of their own at an address. */
    void mapModule(long virtual, int size) {
        mappings.add(new Machine.Mapping(virtual, nextModulePage, size));
        nextModulePage += size;
        if (nextModulePage > HEAP) {
            throw new IllegalArgumentException("too many modules");
        }
    }

    /** Returns the physical address of a mapped address. */
    long physical(long virtual) {
        for (Machine.Mapping mapping : mappings) {
            if (Long.compareUnsigned(virtual - mapping.virtual(), mapping.size()) < 0) {
                return virtual - mapping.virtual() + mapping.physical();
            }
        }
        throw new IllegalArgumentException("0x" + Long.toHexString(virtual) + " is no address of this kernel");
    }

    /** Writes bytes. */
    void write(long virtual, byte... bytes) {
        memory.write(physical(virtual), bytes);
    }

    /** Writes a number of 1, 2, 4 or 8 bytes. */
    void number(long virtual, long value, int size) {
        ByteBuffer bytes = ByteBuffer.allocate(8).order(machine.order());
        switch (size) {
            case 1 -> bytes.put((byte) value);
            case 2 -> bytes.putShort((short) value);
            case 4 -> bytes.putInt((int) value);
            default -> bytes.putLong(value);
        }
        write(virtual, java.util.Arrays.copyOf(bytes.array(), size));
    }

    /** Writes a variable of the image and its symbol; returns its address. */
    long variable(String name, long value, int size) {
        long address = image.variable(name, size, size);
        number(address, value, size);
        return address;
    }

    /** Writes read-only data of the image and its symbol; returns its address. */
    long readOnly(String name, byte[] bytes) {
        long address = image.readOnly(name, bytes.length);
        write(address, bytes);
        return address;
    }

    /** Makes a variable that is a struct, of zeros. */
    StructAt structVariable(String name, String type) {
        return struct(type, image.variable(name, types.sizeOf(type), 64));
    }

    /** Returns memory that the kernel allocated, of zeros. */
    long allocate(int size) {
        long address = machine.directMap() + nextHeap;
        nextHeap += size + 63 & ~63L;
        return address;
    }

    /** Allocates a struct, of zeros. */
    StructAt allocate(String type) {
        return struct(type, allocate(types.sizeOf(type)));
    }

    /** Returns memory for a stack. */
    long allocateStack() {
        long address = machine.directMap() + nextStack;
        nextStack += machine.stackSize();
        if (nextStack > PER_CPU) {
            throw new IllegalArgumentException("too many tasks");
        }
        return address;
    }

    /** Returns the address of a CPU's copies of per-CPU variables, to which their own addresses are added. */
    long perCpu(int cpu) {
        return machine.directMap() + PER_CPU + (long) cpu * PER_CPU_SIZE;
    }

    /** Puts zeros where a struct is to be. */
    StructAt struct(String type, long address) {
        write(address, new byte[types.sizeOf(type)]);
        return new StructAt(type, address);
    }

    /** A struct in memory. */
    final class StructAt {
        private final String type;
        private final long address;

        StructAt(String type, long address) {
            this.type = type;
            this.address = address;
        }

        long address() {
            return address;
        }

        /** Returns the address of a member. */
        long at(String path) {
            return address + types.offsetOf(type, path);
        }

        /** Writes a number or pointer. */
        StructAt put(String path, long value) {
            CTypes.Field field = types.place(type, path);
            number(address + field.offset(), value, field.count() < 0 ? field.size() : field.size() / field.count());
            return this;
        }

        /** Writes a string, which must leave room for its end. */
        StructAt text(String path, String text) {
            CTypes.Field field = types.place(type, path);
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            if (bytes.length >= field.size()) {
                throw new IllegalArgumentException("too long for " + path + ": " + text);
            }
            write(address + field.offset(), bytes);
            return this;
        }
    }

    /** Links list heads in a circle, the first of them behind the last. */
    void circle(List<Long> heads) {
        for (int i = 0; i < heads.size(); i++) {
            long next = heads.get((i + 1) % heads.size());
            number(heads.get(i), next, 8);
            number(next + 8, heads.get(i), 8);
        }
    }
}
