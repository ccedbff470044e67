package dev.inquest.capstone;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BOOLEAN;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;

/**
 * The C functions that are called, of one loaded library (capstone.h 5.0). {@code csh} and {@code size_t} are 64 bits, as on every host that natives are
 * known for.
 */
final class Functions {
    private static final Linker LINKER = Linker.nativeLinker();
    private static final MethodHandle VERSION = handle(FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS));
    private static final MethodHandle OPEN = handle(FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS));
    private static final MethodHandle POINTER = handle(FunctionDescriptor.of(JAVA_INT, ADDRESS));
    private static final MethodHandle OPTION = handle(FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_LONG));
    private static final MethodHandle MALLOC = handle(FunctionDescriptor.of(ADDRESS, JAVA_LONG));
    private static final MethodHandle FREE = handle(FunctionDescriptor.ofVoid(ADDRESS, JAVA_LONG));
    private static final MethodHandle NAME = handle(FunctionDescriptor.of(ADDRESS, JAVA_LONG, JAVA_INT));
    private static final MethodHandle ERROR = handle(FunctionDescriptor.of(ADDRESS, JAVA_INT));
    private static final MethodHandle ITERATE =
            handle(FunctionDescriptor.of(JAVA_BOOLEAN, JAVA_LONG, ADDRESS, ADDRESS, ADDRESS, ADDRESS));

    private final MemorySegment version;
    private final MemorySegment open;
    private final MemorySegment close;
    private final MemorySegment option;
    private final MemorySegment malloc;
    private final MemorySegment free;
    private final MemorySegment registerName;
    private final MemorySegment groupName;
    private final MemorySegment instructionName;
    private final MemorySegment error;
    private final MemorySegment iterate;

    /** Finds the functions; throws {@link java.util.NoSuchElementException} when one is missing. */
    Functions(SymbolLookup lookup) {
        version = lookup.findOrThrow("cs_version");
        open = lookup.findOrThrow("cs_open");
        close = lookup.findOrThrow("cs_close");
        option = lookup.findOrThrow("cs_option");
        malloc = lookup.findOrThrow("cs_malloc");
        free = lookup.findOrThrow("cs_free");
        registerName = lookup.findOrThrow("cs_reg_name");
        groupName = lookup.findOrThrow("cs_group_name");
        instructionName = lookup.findOrThrow("cs_insn_name");
        error = lookup.findOrThrow("cs_strerror");
        iterate = lookup.findOrThrow("cs_disasm_iter");
    }

    private static MethodHandle handle(FunctionDescriptor descriptor) {
        return LINKER.downcallHandle(descriptor);
    }

    /** Calls {@code cs_version}. */
    int version(MemorySegment major, MemorySegment minor) {
        try {
            return (int) VERSION.invokeExact(version, major, minor);
        } catch (Throwable e) {
            throw failed(e);
        }
    }

    /** Calls {@code cs_open}. */
    int open(int arch, int mode, MemorySegment handle) {
        try {
            return (int) OPEN.invokeExact(open, arch, mode, handle);
        } catch (Throwable e) {
            throw failed(e);
        }
    }

    /** Calls {@code cs_close}, which takes a pointer to the handle. */
    void close(MemorySegment handle) {
        try {
            int ignored = (int) POINTER.invokeExact(close, handle);
        } catch (Throwable e) {
            throw failed(e);
        }
    }

    /** Calls {@code cs_option}. */
    int option(long handle, int type, long value) {
        try {
            return (int) OPTION.invokeExact(option, handle, type, value);
        } catch (Throwable e) {
            throw failed(e);
        }
    }

    /** Calls {@code cs_malloc}: room for one instruction, with detail when that is on. */
    MemorySegment malloc(long handle) {
        try {
            return (MemorySegment) MALLOC.invokeExact(malloc, handle);
        } catch (Throwable e) {
            throw failed(e);
        }
    }

    /** Calls {@code cs_free} for one instruction. */
    void free(MemorySegment instruction) {
        try {
            FREE.invokeExact(free, instruction, 1L);
        } catch (Throwable e) {
            throw failed(e);
        }
    }

    /** Calls {@code cs_disasm_iter}. */
    boolean iterate(
            long handle, MemorySegment code, MemorySegment size, MemorySegment address, MemorySegment instruction) {
        try {
            return (boolean) ITERATE.invokeExact(iterate, handle, code, size, address, instruction);
        } catch (Throwable e) {
            throw failed(e);
        }
    }

    /** Calls {@code cs_reg_name}; empty for none. */
    String registerName(long handle, int id) {
        return name(registerName, handle, id);
    }

    /** Calls {@code cs_group_name}; empty for none. */
    String groupName(long handle, int id) {
        return name(groupName, handle, id);
    }

    /** Calls {@code cs_insn_name}; empty for none. */
    String instructionName(long handle, int id) {
        return name(instructionName, handle, id);
    }

    private static String name(MemorySegment function, long handle, int id) {
        try {
            return string((MemorySegment) NAME.invokeExact(function, handle, id));
        } catch (Throwable e) {
            throw failed(e);
        }
    }

    /** Calls {@code cs_strerror}. */
    String error(int code) {
        try {
            return string((MemorySegment) ERROR.invokeExact(error, code));
        } catch (Throwable e) {
            throw failed(e);
        }
    }

    private static String string(MemorySegment pointer) {
        return pointer.address() == 0
                ? ""
                : pointer.reinterpret(256).getString(0, java.nio.charset.StandardCharsets.US_ASCII);
    }

    /** Native calls throw nothing but errors of the virtual machine. */
    private static RuntimeException failed(Throwable e) {
        if (e instanceof Error error) {
            throw error;
        }
        if (e instanceof RuntimeException unchecked) {
            throw unchecked;
        }
        return new IllegalStateException(e);
    }
}
