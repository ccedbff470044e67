package dev.inquest.api.image;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/**
 * What Java does not offer of files, on Linux; elsewhere, and where Java forbids native access, nothing happens. Loading this class takes tens of
 * milliseconds: only those who go over much of a file do.
 */
final class SystemCalls {
    private static final int MADV_DONTNEED = 4;
    private static final int O_RDONLY_CLOEXEC = 0x80000;
    private static final int SEEK_DATA = 3;
    private static final int ENXIO = 6;

    private static final boolean LINUX = System.getProperty("os.name", "").equals("Linux")
            && SystemCalls.class.getModule().isNativeAccessEnabled();

    private SystemCalls() {}

    /** Gives the pages of a mapping back; the next touch maps them again. */
    static void giveBack(MemorySegment mapping) {
        if (!LINUX) {
            return;
        }
        try {
            int ignored = (int) Calls.MADVISE.invokeExact(mapping, mapping.byteSize(), MADV_DONTNEED);
        } catch (Throwable e) {
            throw failed(e);
        }
    }

    /** Opens a file for reading; returns its descriptor, negative when that cannot be had. */
    static int open(String path) {
        if (!LINUX) {
            return -1;
        }
        try (Arena arena = Arena.ofConfined()) {
            return (int) Calls.OPEN.invokeExact(arena.allocateFrom(path), O_RDONLY_CLOEXEC);
        } catch (Throwable e) {
            throw failed(e);
        }
    }

    /** Returns where the next data at or behind an offset begin; {@link Long#MAX_VALUE} when there are none, the offset itself when not known. */
    static long nextData(int descriptor, long offset) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(Calls.STATE);
            long next = (long) Calls.LSEEK.invokeExact(state, descriptor, offset, SEEK_DATA);
            if (next >= offset) {
                return next;
            }
            return (int) Calls.ERRNO.get(state, 0L) == ENXIO ? Long.MAX_VALUE : offset;
        } catch (Throwable e) {
            throw failed(e);
        }
    }

    static void close(int descriptor) {
        try {
            int ignored = (int) Calls.CLOSE.invokeExact(descriptor);
        } catch (Throwable e) {
            throw failed(e);
        }
    }

    private static IllegalStateException failed(Throwable e) {
        if (e instanceof Error error) {
            throw error;
        }
        return new IllegalStateException(e);
    }

    /** Bound when the first of them is called. */
    private static final class Calls {
        static final StructLayout STATE = Linker.Option.captureStateLayout();
        static final VarHandle ERRNO = STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));
        static final MethodHandle MADVISE = call(
                "madvise",
                FunctionDescriptor.of(
                        ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT));
        static final MethodHandle OPEN = call(
                "open",
                FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT),
                Linker.Option.firstVariadicArg(2));
        static final MethodHandle LSEEK = call(
                "lseek",
                FunctionDescriptor.of(
                        ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT),
                Linker.Option.captureCallState("errno"));
        static final MethodHandle CLOSE =
                call("close", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));

        private static MethodHandle call(String name, FunctionDescriptor type, Linker.Option... options) {
            Linker linker = Linker.nativeLinker();
            return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), type, options);
        }
    }
}
