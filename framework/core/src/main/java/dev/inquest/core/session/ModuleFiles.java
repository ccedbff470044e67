package dev.inquest.core.session;

import dev.inquest.api.image.OpenException;
import dev.inquest.api.kernel.KernelModule;
import dev.inquest.api.layout.DebugFile;
import dev.inquest.api.memory.FaultException;
import dev.inquest.api.memory.Memory;
import dev.inquest.api.progress.Progress;
import dev.inquest.api.types.CorruptListException;
import dev.inquest.api.types.MissingTypeException;
import dev.inquest.core.symbols.ModuleLayouts;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Brings module files and loaded modules together, and refuses files of another build. */
final class ModuleFiles {
    private static final int NT_GNU_BUILD_ID = 3;
    private final KernelSession kernel;
    private final @Nullable DebugFile vmlinux;
    private final ModuleLayouts layouts;
    private final KernelSession.DebugFileOpener opener;
    private final KernelSession.ModuleSearch search;

    ModuleFiles(
            KernelSession kernel,
            @Nullable DebugFile vmlinux,
            ModuleLayouts layouts,
            KernelSession.DebugFileOpener opener,
            KernelSession.ModuleSearch search) {
        this.kernel = kernel;
        this.vmlinux = vmlinux;
        this.layouts = layouts;
        this.opener = opener;
        this.search = search;
    }

    /**
     * Finds a module's file: in the kernel's own, where that is a layout bundle, or wherever finders know of one.
     *
     * @param remark told why files were found but are not used
     */
    @Nullable
    DebugFile find(KernelModule module, Consumer<String> remark) {
        if (vmlinux != null) {
            for (DebugFile inside : vmlinux.modules()) {
                if (sameName(inside.moduleName(), module.name())) {
                    String mismatch = mismatch(module, inside);
                    if (mismatch == null) {
                        return new Borrowed(inside);
                    }
                    remark.accept(mismatch + "; it is not used");
                }
            }
        }
        String release = kernel.uts().release();
        return search.find(
                module.name(),
                buildId(module).orElse(null),
                release.isEmpty() ? null : release,
                file -> wrong(module, file),
                remark);
    }

    private Optional<String> wrong(KernelModule module, DebugFile file) {
        if (!sameName(file.moduleName(), module.name())) {
            return Optional.of("is module " + file.moduleName() + ", not " + module.name());
        }
        return Optional.ofNullable(difference(module, file));
    }

    /** Loads a file for a module; returns a warning when force made a difference, otherwise null. */
    @Nullable
    String load(KernelModule module, Path path, boolean force, Progress progress) throws OpenException {
        DebugFile file = opener.open(path, progress);
        try {
            if (file.kernel()) {
                throw new OpenException(file.name() + ": is a kernel image, not module " + module.name());
            }
            if (!sameName(file.moduleName(), module.name())) {
                throw new OpenException(file.name() + ": is module " + file.moduleName() + ", not " + module.name());
            }
            String warning = check(module, file, force);
            layouts.load(module, file);
            return warning;
        } catch (OpenException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    /** Uses files for the modules of their names; returns warnings. Files that are not used are closed. */
    List<String> use(List<DebugFile> files, boolean force) throws OpenException {
        List<String> warnings = new ArrayList<>();
        List<DebugFile> left = new ArrayList<>(files);
        try {
            for (DebugFile file : files) {
                KernelModule module = find(file.moduleName());
                if (module == null) {
                    warnings.add(file.name() + " is not used: no module " + file.moduleName() + " is loaded");
                } else {
                    String warning = check(module, file, force);
                    if (warning != null) {
                        warnings.add(warning);
                    }
                    layouts.load(module, file);
                    left.remove(file);
                }
            }
        } catch (FaultException | MissingTypeException | CorruptListException e) {
            warnings.add("module files are not used, because the modules cannot be read: " + e.getMessage());
        } finally {
            left.forEach(DebugFile::close);
        }
        return warnings;
    }

    private @Nullable KernelModule find(String name) {
        for (KernelModule module : kernel.modules()) {
            if (sameName(name, module.name())) {
                return module;
            }
        }
        return null;
    }

    /** File names have hyphens where the kernel's names have underscores. */
    private static boolean sameName(String one, String other) {
        return one.replace('-', '_').equals(other.replace('-', '_'));
    }

    private @Nullable String check(KernelModule module, DebugFile file, boolean force) throws OpenException {
        String mismatch = mismatch(module, file);
        if (mismatch == null) {
            return null;
        }
        if (!force) {
            throw new OpenException(mismatch + "; --force uses it all the same");
        }
        return mismatch + "; it is used because of --force";
    }

    private @Nullable String mismatch(KernelModule module, DebugFile file) {
        String difference = difference(module, file);
        return difference == null ? null : file.name() + ": " + difference;
    }

    private @Nullable String difference(KernelModule module, DebugFile file) {
        Optional<String> loaded = buildId(module);
        Optional<String> given = file.buildId();
        if (loaded.isPresent() && given.isPresent()) {
            return loaded.equals(given)
                    ? null
                    : "has build ID " + given.get() + ", but the loaded module " + module.name() + " has "
                            + loaded.get();
        }
        Optional<String> release = file.release();
        if (release.isPresent()) {
            String running = kernel.uts().release();
            if (!running.isEmpty() && !release.get().equals(running)) {
                return "was built for " + release.get() + ", but the dump is of " + running;
            }
        }
        return null;
    }

    /**
     * Reads the build ID of a loaded module from its section {@code .note.gnu.build-id}, an ELF note: sizes of name and description, type,
     * name, description, each padded to 4 bytes.
     */
    private Optional<String> buildId(KernelModule module) {
        Long section = module.sections().get(".note.gnu.build-id");
        if (section == null) {
            return Optional.empty();
        }
        try {
            Memory memory = kernel.memory();
            long nameSize = memory.u32(section);
            long size = memory.u32(section + 4);
            if (memory.u32(section + 8) != NT_GNU_BUILD_ID || nameSize > 64 || size < 1 || size > 64) {
                return Optional.empty();
            }
            long description = section + 12 + (nameSize + 3 & ~3L);
            return Optional.of(HexFormat.of().formatHex(memory.bytes(description, (int) size)));
        } catch (FaultException e) {
            return Optional.empty();
        }
    }
}
