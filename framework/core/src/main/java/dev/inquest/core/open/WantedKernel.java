package dev.inquest.core.open;

import dev.inquest.api.arch.ArchSession;
import dev.inquest.api.image.DumpFacts;
import dev.inquest.api.image.DumpImage;
import dev.inquest.api.image.ElfNotes;
import dev.inquest.api.image.Machine;
import dev.inquest.api.image.VmcoreInfo;
import dev.inquest.api.layout.DebugFile;
import dev.inquest.api.layout.DebugFinder;
import dev.inquest.api.memory.FaultException;
import dev.inquest.api.memory.Memory;
import java.lang.foreign.MemorySegment;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The kernel whose vmlinux is looked for.
 *
 * @param machine the dump's machine
 * @param buildId {@code BUILD-ID} of VMCOREINFO (commit 0935288c6e00, 5.9), or null
 * @param release {@code OSRELEASE}, or the headers' {@code new_utsname}, or null
 */
record WantedKernel(
        Machine machine, @Nullable String buildId, @Nullable String release) {
    private static final int MOST_NOTES = 1 << 16;

    /** Returns what the headers tell. */
    static WantedKernel of(DumpImage image) {
        return of(image, image.vmcoreInfo().orElse(null));
    }

    /** Returns what VMCOREINFO tells, which may have been found in memory. */
    static WantedKernel of(DumpImage image, @Nullable VmcoreInfo info) {
        String buildId = null;
        String release = null;
        if (info != null) {
            buildId = info.get("BUILD-ID")
                    .map(id -> id.strip().toLowerCase(Locale.ROOT))
                    .orElse(null);
            release = info.get("OSRELEASE").map(String::strip).orElse(null);
        }
        DumpFacts.Uts uts = image.facts().uts();
        if (release == null && uts != null && !uts.release().isBlank()) {
            release = uts.release();
        }
        return new WantedKernel(image.machine(), buildId, release);
    }

    /** Returns whether there is anything to look for. */
    boolean known() {
        return buildId != null || release != null;
    }

    DebugFinder.Query query() {
        return new DebugFinder.Query(DebugFinder.Kind.KERNEL, machine, buildId, release, "", null);
    }

    /** Returns why a file is not this kernel's, as far as that can be told without the dump's memory. */
    Optional<String> mismatch(DebugFile file) {
        Optional<String> id = file.buildId();
        if (buildId != null && id.isPresent()) {
            return id.get().equals(buildId)
                    ? Optional.empty()
                    : Optional.of("has build ID " + id.get() + ", but the dump is of build ID " + buildId);
        }
        Optional<String> given = file.release();
        if (release != null && given.isPresent()) {
            return given.get().equals(release)
                    ? Optional.empty()
                    : Optional.of("is of release " + given.get() + ", but the dump is of " + release);
        }
        return Optional.of(
                "whether it is the dump's kernel cannot be told, for one of them names neither build ID nor release");
    }

    /**
     * Returns why a file is not this kernel's by the kernel's own notes in memory, where VMCOREINFO has no build ID: those between
     * {@code __start_notes} and {@code __stop_notes} (include/asm-generic/vmlinux.lds.h, NOTES).
     */
    Optional<String> mismatch(DebugFile file, ArchSession arch, Memory memory) {
        Optional<String> id = file.buildId();
        if (buildId != null || id.isEmpty()) {
            return Optional.empty();
        }
        OptionalLong start = file.linkAddress("__start_notes");
        OptionalLong stop = file.linkAddress("__stop_notes");
        long size = start.isEmpty() || stop.isEmpty() ? 0 : stop.getAsLong() - start.getAsLong();
        if (size <= 0 || size > MOST_NOTES) {
            return Optional.empty();
        }
        try {
            byte[] notes = memory.bytes(start.getAsLong() + arch.bias(), (int) size);
            Optional<String> dumped = ElfNotes.buildId(MemorySegment.ofArray(notes), memory.order());
            return dumped.isEmpty() || dumped.equals(id)
                    ? Optional.empty()
                    : Optional.of("has build ID " + id.get() + ", but the kernel in the dump has " + dumped.get());
        } catch (FaultException e) {
            return Optional.empty();
        }
    }
}
