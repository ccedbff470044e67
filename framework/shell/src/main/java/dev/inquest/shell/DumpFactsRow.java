package dev.inquest.shell;

import dev.inquest.api.image.DumpFacts;
import dev.inquest.api.image.DumpImage;
import dev.inquest.api.image.VmcoreInfo;
import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.result.Cell;
import dev.inquest.api.result.Row;
import org.jspecify.annotations.Nullable;

/** What every output says of the dump that it came from. */
final class DumpFactsRow {
    private DumpFactsRow() {}

    /**
     * Returns {@code files}, {@code format}, {@code release}, {@code architecture}, {@code complete}, {@code partial}, {@code
     * dump_level} (a number or null) and {@code crash_time} (seconds since 1970 or null).
     */
    static Row of(Kernel kernel) {
        DumpImage image = kernel.image();
        DumpFacts facts = image.facts();
        return new Row()
                .put("files", image.names())
                .put("format", facts.format())
                .put("release", Cell.of(() -> release(kernel)))
                .put("architecture", kernel.arch().architecture().name())
                .put("complete", facts.complete())
                .put("partial", facts.partial())
                .put(
                        "dump_level",
                        facts.dumpLevel().isPresent() ? facts.dumpLevel().getAsInt() : null)
                .put("crash_time", crashTime(kernel));
    }

    /** Returns the kernel's release, from where it costs least. */
    static @Nullable String release(Kernel kernel) {
        String release = release(kernel.image());
        return release == null ? kernel.uts().release() : release;
    }

    /** Returns the kernel's release as the headers tell it, or null. */
    static @Nullable String release(DumpImage image) {
        String release =
                image.vmcoreInfo().flatMap(info -> info.get("OSRELEASE")).orElse(null);
        DumpFacts.Uts uts = image.facts().uts();
        return release == null && uts != null && !uts.release().isEmpty() ? uts.release() : release;
    }

    private static @Nullable Long crashTime(Kernel kernel) {
        long seconds = kernel.image().facts().crashTimeSeconds();
        if (seconds != 0) {
            return seconds;
        }
        VmcoreInfo info = kernel.arch().vmcoreInfo();
        String text = info == null ? null : info.get("CRASHTIME").orElse(null);
        try {
            return text == null ? null : Long.valueOf(text.strip());
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
