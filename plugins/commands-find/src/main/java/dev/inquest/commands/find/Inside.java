package dev.inquest.commands.find;

import dev.inquest.api.image.OpenException;
import dev.inquest.api.image.VmcoreInfo;
import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.kernel.KernelFacts;
import dev.inquest.api.kernel.KernelOpener;
import dev.inquest.api.kernel.PanicText;
import dev.inquest.api.layout.DumpLayout;
import dev.inquest.api.layout.LayoutSource;
import dev.inquest.api.memory.FaultException;
import dev.inquest.api.progress.Progress;
import dev.inquest.api.types.CorruptListException;
import dev.inquest.api.types.MissingTypeException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the kernel in a dump tells. What could not be read is null.
 *
 * @param panic the line of its log that says what it died of
 * @param layouts what it has without any file beside the dump
 * @param architecture its architecture; headers of QEMU's dumps of ppc64le say ppc64
 * @param release its release
 * @param buildId its build ID
 * @param host the machine's name
 * @param crashSeconds when its clock stood still, in seconds since 1970, or 0
 * @param problem why it cannot be read at all
 */
record Inside(
        @Nullable String panic,
        Layouts layouts,
        @Nullable String architecture,
        @Nullable String release,
        @Nullable String buildId,
        @Nullable String host,
        long crashSeconds,
        @Nullable String problem) {

    /**
     * What a dump tells of its kernel's layouts by itself. All dumps of one build tell the same.
     *
     * @param types where types come from, for instance {@code "BTF in the dump"}, or null
     * @param variables whether the kernel's symbols of variables are there, which some kernels do not keep (CONFIG_KALLSYMS_ALL)
     */
    record Layouts(@Nullable String types, boolean variables) {
        static final Layouts NONE = new Layouts(null, false);

        /** Returns whether nothing is missing that commands cannot do without. */
        boolean enough() {
            return types != null && variables;
        }
    }

    /** Opens a dump with the files that are given, and no others. */
    static Inside look(KernelOpener opener, List<Path> files, Progress progress) {
        try (Kernel kernel =
                opener.open(new KernelOpener.Request(files, false, Map.of("debug-search", "no"), progress))) {
            PanicText text = new PanicText();
            or(null, () -> {
                kernel.log(text);
                return null;
            });
            VmcoreInfo info = kernel.arch().vmcoreInfo();
            return new Inside(
                    text.message(),
                    new Layouts(
                            or(null, () -> types(kernel)),
                            kernel.address("init_task").isPresent()),
                    kernel.arch().architecture().name(),
                    or(null, () -> blank(kernel.uts().release())),
                    info == null
                            ? null
                            : info.get("BUILD-ID")
                                    .map(id -> id.strip().toLowerCase(Locale.ROOT))
                                    .orElse(null),
                    or(null, () -> blank(kernel.uts().nodename())),
                    java.util.Objects.requireNonNullElse(or(0L, () -> KernelFacts.wallSeconds(kernel)), 0L),
                    null);
        } catch (OpenException e) {
            return new Inside(null, Layouts.NONE, null, null, null, null, 0, e.getMessage());
        }
    }

    private static @Nullable String types(Kernel kernel) {
        List<LayoutSource> sources = kernel.layouts(DumpLayout.Part.TYPES);
        return sources.isEmpty() ? null : sources.getFirst().describe();
    }

    private static @Nullable String blank(String text) {
        return text.isBlank() ? null : text;
    }

    private static <T> @Nullable T or(@Nullable T otherwise, Supplier<? extends @Nullable T> value) {
        try {
            return value.get();
        } catch (FaultException | MissingTypeException | CorruptListException e) {
            return otherwise;
        }
    }
}
