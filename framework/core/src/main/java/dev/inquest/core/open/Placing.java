package dev.inquest.core.open;

import dev.inquest.api.arch.ArchSession;
import dev.inquest.api.arch.Architecture;
import dev.inquest.api.image.DumpImage;
import dev.inquest.api.image.OpenException;
import dev.inquest.api.kernel.KernelOpener.Request;
import dev.inquest.api.layout.DebugFile;
import dev.inquest.api.layout.DebugFinder;
import dev.inquest.api.result.Diagnostic;
import dev.inquest.core.memory.PhysicalMemory;
import dev.inquest.core.memory.VirtualMemory;
import dev.inquest.core.session.KernelSession;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Brings image, machine and vmlinux together: the vmlinux that was given, or the one that is found. */
final class Placing {
    private final Services services;
    private final Request request;
    private final DumpImage image;
    private final Architecture architecture;
    private final Opened opened;
    private final PhysicalMemory physical;
    private final DebugSearch search;
    private final List<Diagnostic> diagnostics = new ArrayList<>();

    Placing(
            Services services,
            Request request,
            DumpImage image,
            Architecture architecture,
            List<Path> folders,
            Opened opened) {
        this.services = services;
        this.request = request;
        this.image = image;
        this.architecture = architecture;
        this.opened = opened;
        this.physical = new PhysicalMemory(image, architecture.order(image));
        this.search = new DebugSearch(
                services.finders(),
                folders,
                request.settings(),
                request.progress(),
                (path, progress) -> Opener.openDebugFile(services, path, progress));
        for (String remark : image.facts().remarks()) {
            diagnostics.add(new Diagnostic(Diagnostic.Severity.WARNING, remark));
        }
    }

    KernelSession session(Opener.Files files) throws OpenException {
        Supplements supplements = new Supplements(search, image.machine(), this::remark);
        files.modules().forEach(supplements::complete);
        DebugFile given = files.vmlinux();
        Placed placed = given == null ? withFound() : withGiven(given);
        supplements.complete(placed.vmlinux());
        SymbolCheck.compare(placed.vmlinux(), placed.arch(), this::remark);
        for (DebugFile types : files.types()) {
            TypesCheck.compare(types, placed.arch().vmcoreInfo(), request.force(), this::remark);
        }
        return new KernelSession(new KernelSession.Parts(
                image,
                physical,
                placed.arch(),
                placed.vmlinux(),
                files.types(),
                services.layouts(),
                (path, progress) -> Opener.openDebugFile(services, path, progress),
                (name, buildId, release, check, remark) -> search.find(
                        new DebugFinder.Query(DebugFinder.Kind.MODULE, image.machine(), buildId, release, name, null),
                        check,
                        remark),
                diagnostics));
    }

    private record Placed(ArchSession arch, @Nullable DebugFile vmlinux) {}

    private Placed withGiven(DebugFile vmlinux) throws OpenException {
        VmlinuxCheck check = new VmlinuxCheck(vmlinux, image, request.force());
        // The headers may tell at once that the vmlinux is another kernel's, whose addresses would lead astray.
        boolean checked = check.againstHeaders(diagnostics);
        ArchSession arch = attach(vmlinux);
        if (!checked) {
            check.againstMemory(arch, physical, diagnostics);
        }
        return new Placed(arch, vmlinux);
    }

    /** Looks for the vmlinux by what the headers tell, or else by what memory tells once it can be read. */
    private Placed withFound() throws OpenException {
        WantedKernel wanted = WantedKernel.of(image);
        DebugFile vmlinux = wanted.known() ? find(wanted) : null;
        ArchSession arch = attach(vmlinux);
        if (vmlinux == null && !wanted.known()) {
            wanted = WantedKernel.of(image, arch.vmcoreInfo());
            vmlinux = wanted.known() ? find(wanted) : null;
        }
        if (vmlinux == null) {
            return new Placed(arch, null);
        }
        Optional<String> mismatch = wanted.mismatch(vmlinux, arch, new VirtualMemory(physical, arch.kernel()));
        if (mismatch.isEmpty()) {
            return new Placed(arch, vmlinux);
        }
        remark(vmlinux.name() + ": " + mismatch.get() + "; it was found by itself and is not used");
        vmlinux.close();
        return new Placed(attach(null), null);
    }

    private @Nullable DebugFile find(WantedKernel wanted) {
        DebugFile found = search.find(wanted.query(), wanted::mismatch, this::remark);
        return found == null ? null : opened.add(found);
    }

    private ArchSession attach(@Nullable DebugFile vmlinux) throws OpenException {
        return architecture.attach(new AttachContext(image, physical, vmlinux, request.settings(), diagnostics));
    }

    private void remark(String sentence) {
        diagnostics.add(new Diagnostic(Diagnostic.Severity.WARNING, sentence));
    }
}
