package dev.inquest.finder;

import dev.inquest.api.layout.DebugFinder.Context;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Chooses among the files that may be what is wanted: one of the same build ID with debug information before one whose build ID cannot be
 * told, before one with symbols alone. One of another build comes last, so that users are told of it.
 */
final class Candidates {
    /** Names of packed files, as kernels' packages have them. */
    static final List<String> PACKED = List.of("", ".xz", ".zst", ".gz");

    private final @Nullable String buildId;
    private final Context context;
    private final DebugLinks links;
    private final boolean named;
    private final Set<Path> seen = new LinkedHashSet<>();
    private @Nullable Path unknown;
    private @Nullable Path symbols;
    private @Nullable Path wrong;

    Candidates(@Nullable String buildId, Context context, DebugLinks links, boolean named) {
        this.named = named;
        this.buildId = buildId;
        this.context = context;
        this.links = links;
    }

    /** Looks at a file, if it is there; returns it, or the file that it refers to, when nothing can be better. */
    @Nullable
    Path consider(Path file, boolean tellWrong) {
        if (!Files.isRegularFile(file)) {
            return null;
        }
        Path real = real(file);
        if (!seen.add(real) || context.refused(file)) {
            return null;
        }
        ElfLook look = ElfLook.at(file);
        if (look == null) {
            // Packed: what is inside is seen when it is unpacked.
            unknown = unknown == null ? file : unknown;
            return null;
        }
        if (buildId != null && look.buildId() != null && !buildId.equals(look.buildId())) {
            wrong = wrong == null && tellWrong ? file : wrong;
            return null;
        }
        if (!look.debugInfo()) {
            Path linked = links.follow(file, look);
            if (linked != null && !context.refused(linked)) {
                return linked;
            }
            // Packages of headers have a vmlinux with nothing but BTF: what does not tell its build must have more to
            // be proposed.
            boolean same = buildId != null && look.buildId() != null;
            symbols = symbols == null && look.symbols() && (same || named) ? file : symbols;
            return null;
        }
        if (buildId != null && look.buildId() != null) {
            return file;
        }
        unknown = unknown == null ? file : unknown;
        return null;
    }

    /** Returns the best of what was considered without being what was wanted exactly. */
    @Nullable
    Path best(boolean withoutDebugInfo) {
        if (unknown != null) {
            return unknown;
        }
        return symbols != null && withoutDebugInfo ? symbols : wrong;
    }

    private static Path real(Path file) {
        try {
            return file.toRealPath();
        } catch (IOException e) {
            return file;
        }
    }
}
