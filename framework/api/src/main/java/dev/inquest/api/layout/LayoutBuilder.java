package dev.inquest.api.layout;

import dev.inquest.api.image.OpenException;
import dev.inquest.api.progress.Progress;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Service that makes layout bundles: all that a debugger needs of a kernel build in one small file. */
public interface LayoutBuilder {

    /** What a bundle may have. */
    enum Part {
        /** C types and the types of global variables. */
        TYPES,
        /** Symbols. */
        SYMBOLS,
        /** The line table. */
        LINES,
        /** Functions and what the compiler inlined into them. */
        INLINES,
        /** Unwind tables: ORC, or DWARF call frame information. */
        UNWIND
    }

    /**
     * What is to be made.
     *
     * @param kernel the vmlinux, with DWARF or at least with BTF
     * @param modules modules, or folders in which all are taken
     * @param output the file to write, or null for {@code inquest-layout-RELEASE.jar} in the working directory
     * @param parts what it is to have
     */
    record Request(
            Path kernel, List<Path> modules, @Nullable Path output, Set<Part> parts) {
        /** Makes a request; the collections are copied. */
        public Request {
            modules = List.copyOf(modules);
            parts = Set.copyOf(parts);
        }
    }

    /**
     * What was made.
     *
     * @param file the bundle
     * @param release the kernel release; empty when not known
     * @param buildId the kernel's build ID; empty when it has none
     * @param architecture the machine's name
     * @param modules how many modules it has
     * @param size bytes of the file
     * @param sections what takes how many bytes, in the order of the file
     * @param remarks what users should know: files that were left out, parts that the kernel does not have
     */
    record Built(
            Path file,
            String release,
            String buildId,
            String architecture,
            int modules,
            long size,
            List<Section> sections,
            List<String> remarks) {
        /** Makes a description; the lists are copied. */
        public Built {
            sections = List.copyOf(sections);
            remarks = List.copyOf(remarks);
        }
    }

    /**
     * A part of the file.
     *
     * @param name what it is, for instance {@code "types"}
     * @param count how many of them there are
     * @param size bytes in the file
     */
    record Section(String name, long count, long size) {}

    /**
     * Makes a bundle. The file appears only when all went well.
     *
     * @param request what to make
     * @param progress told of long work
     * @return what was made, or null when the user asked to stop
     * @throws OpenException when a file cannot be read or written, with the reason
     */
    @Nullable
    Built build(Request request, Progress progress) throws OpenException;
}
