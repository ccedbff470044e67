package dev.inquest.api.layout;

import dev.inquest.api.image.Machine;
import dev.inquest.api.image.OpenException;
import dev.inquest.api.progress.Progress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Service of those who know where files with debug information may be: installed layout bundles, folders, a server. What it finds is only
 * a proposal: whether the file is of the same build is checked by those who asked.
 */
public interface DebugFinder {

    /** Returns the name for users, for instance {@code "debuginfod"}. */
    String name();

    /** Returns the order in which finders are asked, low numbers first: 10 installed bundles, 20 folders that the user named, 30 the usual places, 40 servers. */
    int rank();

    /**
     * Looks for a file.
     *
     * @param query what is wanted
     * @param context where the user wants it to be looked for
     * @return the file, or null when this finder has none
     * @throws OpenException when it has one that cannot be had, for instance because a server broke off, with the reason
     */
    @Nullable
    Path find(Query query, Context context) throws OpenException;

    /** What a file is wanted for. */
    enum Kind {
        /** A vmlinux, or what stands for it. */
        KERNEL,
        /** A module. */
        MODULE,
        /** A supplementary file that several debug files share ({@code .gnu_debugaltlink}, made by dwz). */
        SUPPLEMENT
    }

    /**
     * What is wanted. What is not known is null.
     *
     * @param kind what for
     * @param machine the machine that the dump is of
     * @param buildId GNU build ID in lower-case hexadecimal
     * @param release the kernel release, for instance {@code 6.1.0-56-amd64}
     * @param name name of the module with underscores, or file name of the supplement; empty for a kernel
     * @param user the file that refers to a supplement, otherwise null
     */
    record Query(
            Kind kind,
            Machine machine,
            @Nullable String buildId,
            @Nullable String release,
            String name,
            @Nullable Path user) {}

    /** What the user said about the search. */
    @org.osgi.annotation.versioning.ProviderType
    interface Context {
        /** Returns folders that the user named, in that order. */
        List<Path> folders();

        /** Returns what the user set by hand, by name. */
        Map<String, String> settings();

        /** Returns where long work is told, and where it asks whether to stop. */
        Progress progress();

        /**
         * Returns whether a file was proposed before for this query and turned out to be another build's, or of no use. Whoever knows of
         * more than one place goes on to the next; nobody else needs to ask.
         */
        default boolean refused(Path file) {
            return false;
        }

        /** Notes something that users should know, in one sentence. */
        void remark(String sentence);
    }
}
