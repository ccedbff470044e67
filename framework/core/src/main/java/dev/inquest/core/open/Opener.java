package dev.inquest.core.open;

import dev.inquest.api.arch.Architecture;
import dev.inquest.api.image.ByteSource;
import dev.inquest.api.image.DumpFormat;
import dev.inquest.api.image.DumpImage;
import dev.inquest.api.image.Machine;
import dev.inquest.api.image.OpenException;
import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.kernel.KernelOpener;
import dev.inquest.api.kernel.OtherKernelException;
import dev.inquest.api.layout.DebugFile;
import dev.inquest.api.layout.DebugFileFormat;
import dev.inquest.api.progress.Progress;
import dev.inquest.core.session.KernelSession;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Opens dumps with what belongs to them: finds the services that know the files, and puts a session together. */
final class Opener implements KernelOpener {
    private static final int EM_NONE = 0;

    private final Supplier<Services> services;

    /**
     * Makes an opener.
     *
     * @param services gives the services of the moment
     */
    Opener(Supplier<Services> services) {
        this.services = services;
    }

    @Override
    public DumpImage openImage(Request request) throws OpenException {
        try (Opened opened = new Opened();
                Opened aside = new Opened()) {
            FileSorter.Sorted sorted = sort(services.get(), request, opened);
            for (FileSorter.Debug debug : sorted.debugFiles()) {
                aside.add(debug.source());
            }
            DumpImage image = image(sorted, request);
            opened.keep();
            return image;
        }
    }

    @Override
    public Kernel open(Request request) throws OpenException {
        Services now = services.get();
        try (Opened opened = new Opened()) {
            FileSorter.Sorted sorted = sort(now, request, opened);
            DumpImage image = opened.add(image(sorted, request));
            Architecture architecture = architecture(now, image.machine());
            Files files = debugFiles(sorted, image.machine(), request.progress(), opened);
            KernelSession session =
                    opened.add(new Placing(now, request, image, architecture, sorted.folders(), opened).session(files));
            session.useModuleFiles(files.modules(), request.force());
            opened.keep();
            return session;
        }
    }

    @Override
    public FileContent content(Path file, Progress progress) throws OpenException {
        try (Opened opened = new Opened()) {
            return new FileSorter(services.get(), progress).content(file, opened);
        }
    }

    @Override
    public DebugFile openDebugFile(Path file, Progress progress) throws OpenException {
        return openDebugFile(services.get(), file, progress);
    }

    private static FileSorter.Sorted sort(Services now, Request request, Opened opened) throws OpenException {
        FileSorter.Sorted sorted = new FileSorter(now, request.progress()).sort(request.files(), opened);
        if (sorted.dumps().isEmpty()) {
            StringBuilder names = new StringBuilder();
            for (Path path : request.files()) {
                names.append(names.isEmpty() ? "" : ", ").append(path);
            }
            throw new OpenException(
                    sorted.folders().size() == request.files().size()
                                    && sorted.folders().size() == 1
                            ? names + ": is a directory; name a dump"
                            : "there is no dump among " + names);
        }
        return sorted;
    }

    private static DumpImage image(FileSorter.Sorted sorted, Request request) throws OpenException {
        FileSorter.Dump first = sorted.dumps().getFirst();
        DumpFormat format = first.format();
        List<ByteSource> sources = new ArrayList<>();
        for (FileSorter.Dump dump : sorted.dumps()) {
            if (!dump.format().equals(format)) {
                throw new OpenException("two dumps were given, " + first.path() + " (" + format.name() + ") and "
                        + dump.path() + " (" + dump.format().name() + "); give one, or all parts of a split one");
            }
            sources.add(dump.source());
        }
        return format.open(sources, request.progress());
    }

    private static Architecture architecture(Services now, Machine machine) throws OpenException {
        StringBuilder installed = new StringBuilder();
        for (Architecture architecture : now.architectures()) {
            if (architecture.matches(machine)) {
                return architecture;
            }
            installed.append(installed.isEmpty() ? "" : ", ").append(architecture.name());
        }
        throw new OpenException("the dump is of " + MachineName.of(machine)
                + ", for which no plugin is installed; installed: " + (installed.isEmpty() ? "none" : installed));
    }

    /**
     * The debug files by what they are.
     *
     * @param vmlinux the kernel's, or null
     * @param types files with types of the kernel alone
     * @param modules the modules'
     */
    record Files(@Nullable DebugFile vmlinux, List<DebugFile> types, List<DebugFile> modules) {}

    private static Files debugFiles(FileSorter.Sorted sorted, Machine machine, Progress progress, Opened opened)
            throws OpenException {
        DebugFile vmlinux = null;
        List<DebugFile> types = new ArrayList<>();
        List<DebugFile> modules = new ArrayList<>();
        for (FileSorter.Debug debug : sorted.debugFiles()) {
            DebugFile file = opened.add(debug.format().open(debug.source(), progress));
            int claimed = file.machine().elfMachine();
            if (claimed != EM_NONE && claimed != machine.elfMachine()) {
                throw new OtherKernelException(file.name() + ": is for " + MachineName.of(file.machine())
                        + ", but the dump is of " + MachineName.of(machine));
            }
            if (file.supplementary()) {
                types.add(file);
            } else if (!file.kernel()) {
                modules.add(file);
            } else if (vmlinux == null) {
                vmlinux = file;
            } else {
                throw twoKernels(vmlinux, file);
            }
        }
        return new Files(vmlinux, types, modules);
    }

    private static OpenException twoKernels(DebugFile one, DebugFile other) {
        Optional<String> id = one.buildId();
        return new OpenException(
                id.isPresent() && id.equals(other.buildId())
                        ? one.name() + " and " + other.name() + " are the same vmlinux (build ID " + id.get()
                                + "); give one of them"
                        : "two kernels were given, " + one.name() + " and " + other.name()
                                + "; give the one of the dump");
    }

    /** Opens one file that must have debug information. */
    static DebugFile openDebugFile(Services now, Path path, Progress progress) throws OpenException {
        try (Opened opened = new Opened()) {
            FileSorter.Sorted sorted = new FileSorter(now, progress).sort(List.of(path), opened);
            if (sorted.debugFiles().isEmpty()) {
                throw new OpenException(path + ": is a dump, not a file with debug information");
            }
            FileSorter.Debug debug = sorted.debugFiles().getFirst();
            DebugFileFormat format = debug.format();
            DebugFile file = format.open(debug.source(), progress);
            opened.keep();
            return file;
        }
    }
}
