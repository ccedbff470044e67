package dev.inquest.core.open;

import dev.inquest.api.image.Machine;
import dev.inquest.api.image.MappedFile;
import dev.inquest.api.image.OpenException;
import dev.inquest.api.layout.DebugFile;
import dev.inquest.api.layout.DebugFinder;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Gives debug files the supplementary files that they refer to (dwz), which the finders look for.
 *
 * @param search asks the finders
 * @param machine the machine that the dump is of
 * @param remark told what is missing
 */
record Supplements(DebugSearch search, Machine machine, Consumer<String> remark) {

    /** Completes a file, where it lacks something and that is found. */
    void complete(@Nullable DebugFile file) {
        DebugFile.Supplement missing =
                file == null ? null : file.missingSupplement().orElse(null);
        if (file == null || missing == null) {
            return;
        }
        DebugFinder.Query query = new DebugFinder.Query(
                DebugFinder.Kind.SUPPLEMENT, machine, missing.buildId(), null, missing.path(), path(file.name()));
        try {
            Path found = search.path(query, remark);
            if (found == null) {
                remark.accept(file.name() + " refers to " + missing.path() + " (build ID " + missing.buildId()
                        + "), which was not found; types and names that lie there are not known");
                return;
            }
            MappedFile shared = DumpFile.open(found);
            boolean taken = false;
            try {
                file.supplement(shared);
                taken = true;
            } finally {
                if (!taken) {
                    shared.close();
                }
            }
        } catch (OpenException e) {
            remark.accept(e.getMessage() + "; it is not used");
        }
    }

    private static @Nullable Path path(String name) {
        try {
            return Path.of(name);
        } catch (InvalidPathException e) {
            return null;
        }
    }
}
