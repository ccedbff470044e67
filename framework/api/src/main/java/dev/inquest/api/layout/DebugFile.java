package dev.inquest.api.layout;

import dev.inquest.api.image.ByteSource;
import dev.inquest.api.image.Machine;
import dev.inquest.api.image.OpenException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** A file with debug information that was opened but not yet placed in memory: a vmlinux, a module, a layout bundle. */
public interface DebugFile extends AutoCloseable {

    /** Returns the path as the user gave it. */
    String name();

    /** Returns the machine that the file is for; its number is 0 ({@code EM_NONE}) where the file does not tell. */
    Machine machine();

    /** Returns whether the file is a kernel image; otherwise it is a module. */
    boolean kernel();

    /** Returns the GNU build ID in lower-case hexadecimal. */
    Optional<String> buildId();

    /** Returns the kernel release: of {@code linux_banner} for a kernel, of {@code vermagic} for a module. */
    Optional<String> release();

    /** Returns the name of the module, as {@code struct module} has it; empty for a kernel. */
    String moduleName();

    /** Returns a symbol's address as linked, before any relocation. */
    OptionalLong linkAddress(String symbol);

    /** Returns whether the file has debug information (DWARF), and not symbols alone. */
    boolean hasDebugInfo();

    /**
     * Returns the modules that the file holds beside the kernel, as a layout bundle does; empty for others. They are closed with this file.
     */
    default List<DebugFile> modules() {
        return List.of();
    }

    /**
     * Returns whether the file stands beside a vmlinux instead of in its place, because it tells of the kernel's types alone, as detached BTF
     * does. Then {@link #kernel()} is true, too.
     */
    default boolean supplementary() {
        return false;
    }

    /**
     * A file that several debug files share, made by dwz.
     *
     * @param path where it is, as recorded: absolute, or from the folder of the file that refers to it
     * @param buildId its GNU build ID in lower-case hexadecimal
     */
    record Supplement(String path, String buildId) {}

    /** Returns the supplementary file that this one refers to and that was not given yet: what is in there cannot be told without it. */
    default Optional<Supplement> missingSupplement() {
        return Optional.empty();
    }

    /**
     * Gives the supplementary file, before anything is asked of what {@link #load} returns; takes it over.
     *
     * @throws OpenException when it is not the one that this file refers to
     */
    default void supplement(ByteSource file) throws OpenException {
        throw new OpenException(name() + " needs no supplementary file");
    }

    /**
     * Places the file in memory. The sources come best first; they share the file, which stays open until this is closed.
     *
     * @param map where it was loaded
     */
    List<LayoutSource> load(LoadMap map);

    @Override
    void close();
}
