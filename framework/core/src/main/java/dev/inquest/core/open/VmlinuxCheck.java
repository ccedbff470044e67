package dev.inquest.core.open;

import dev.inquest.api.arch.ArchSession;
import dev.inquest.api.image.DumpFacts;
import dev.inquest.api.image.DumpImage;
import dev.inquest.api.image.OpenException;
import dev.inquest.api.image.VmcoreInfo;
import dev.inquest.api.kernel.OtherKernelException;
import dev.inquest.api.layout.DebugFile;
import dev.inquest.api.memory.FaultException;
import dev.inquest.api.result.Diagnostic;
import dev.inquest.core.memory.PhysicalMemory;
import dev.inquest.core.memory.VirtualMemory;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Compares a vmlinux with the dump: the build ID where VMCOREINFO has one ({@code BUILD-ID}, commit 0935288c6e00, 5.9), otherwise the release
 * ({@code OSRELEASE}, the headers' {@code new_utsname}, or {@code linux_banner} in memory).
 */
final class VmlinuxCheck {
    private static final String BANNER = "Linux version ";
    private final DebugFile vmlinux;
    private final DumpImage image;
    private final boolean force;

    VmlinuxCheck(DebugFile vmlinux, DumpImage image, boolean force) {
        this.vmlinux = vmlinux;
        this.image = image;
        this.force = force;
    }

    /** Compares with what the headers tell; returns whether that was enough. */
    boolean againstHeaders(List<Diagnostic> diagnostics) throws OpenException {
        VmcoreInfo info = image.vmcoreInfo().orElse(null);
        return info != null && against(info, diagnostics);
    }

    /** Compares with what memory tells. */
    void againstMemory(ArchSession arch, PhysicalMemory physical, List<Diagnostic> diagnostics) throws OpenException {
        VmcoreInfo info = arch.vmcoreInfo();
        if (info != null && against(info, diagnostics)) {
            return;
        }
        String release = headerRelease();
        release = release == null ? bannerRelease(arch, physical) : release;
        if (release == null || !compareReleases(release, diagnostics)) {
            diagnostics.add(
                    new Diagnostic(
                            Diagnostic.Severity.WARNING,
                            vmlinux.name()
                                    + ": whether it is the vmlinux of the dump cannot be told, for the dump names neither build ID nor release"));
        }
    }

    private boolean against(VmcoreInfo info, List<Diagnostic> diagnostics) throws OpenException {
        Optional<String> dumped = info.get("BUILD-ID").map(id -> id.strip().toLowerCase(Locale.ROOT));
        Optional<String> given = vmlinux.buildId();
        if (dumped.isPresent() && given.isPresent()) {
            if (!dumped.equals(given)) {
                refuse(
                        "has build ID " + given.get() + words(vmlinux.release()) + ", but the dump is of build ID "
                                + dumped.get() + words(info.get("OSRELEASE")),
                        diagnostics);
            }
            return true;
        }
        Optional<String> release = info.get("OSRELEASE");
        return release.isPresent() && compareReleases(release.get(), diagnostics);
    }

    private boolean compareReleases(String dumped, List<Diagnostic> diagnostics) throws OpenException {
        Optional<String> given = vmlinux.release();
        if (given.isEmpty()) {
            return false;
        }
        if (!given.get().equals(dumped.strip())) {
            refuse("is of release " + given.get() + ", but the dump is of " + dumped.strip(), diagnostics);
        }
        return true;
    }

    private void refuse(String why, List<Diagnostic> diagnostics) throws OpenException {
        String sentence = vmlinux.name() + ": " + why;
        if (!force) {
            throw new OtherKernelException(sentence + "; --force uses it all the same");
        }
        diagnostics.add(new Diagnostic(
                Diagnostic.Severity.WARNING, sentence + "; it is used because of --force, and results may be wrong"));
    }

    private @Nullable String headerRelease() {
        DumpFacts.Uts uts = image.facts().uts();
        return uts == null || uts.release().isBlank() ? null : uts.release();
    }

    private @Nullable String bannerRelease(ArchSession arch, PhysicalMemory physical) {
        OptionalLong banner = vmlinux.linkAddress("linux_banner");
        if (banner.isEmpty()) {
            return null;
        }
        try {
            String text = new VirtualMemory(physical, arch.kernel()).cString(banner.getAsLong() + arch.bias(), 512);
            int end = text.indexOf(' ', BANNER.length());
            return text.startsWith(BANNER) && end > 0 ? text.substring(BANNER.length(), end) : null;
        } catch (FaultException e) {
            return null;
        }
    }

    private static String words(Optional<String> release) {
        return release.isPresent() ? " (" + release.get() + ")" : "";
    }
}
