package dev.inquest.commands.dump;

import dev.inquest.api.arch.Architecture;
import dev.inquest.api.capture.DumpWriter;
import dev.inquest.api.command.CommandException;
import dev.inquest.api.image.DumpContainer;
import dev.inquest.api.image.DumpImage;
import dev.inquest.api.image.OpenException;
import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.kernel.KernelOpener;
import dev.inquest.api.progress.Progress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The services that the commands over dumps work with.
 *
 * @param opener opens dumps
 * @param containers wrappings around dumps
 * @param writers the formats that can be written
 * @param architectures what knows the registers in notes
 */
public record Tools(
        KernelOpener opener,
        List<DumpContainer> containers,
        List<DumpWriter> writers,
        List<Architecture> architectures) {

    /** Opens a dump as far as its image. */
    public DumpImage image(List<Path> files, Progress progress) throws CommandException {
        try {
            return opener.openImage(new KernelOpener.Request(files, false, Map.of(), progress));
        } catch (OpenException e) {
            throw failed(e);
        }
    }

    /**
     * Opens a dump and the kernel in it.
     *
     * @param search whether debug information is looked for where none was given
     */
    public Kernel kernel(List<Path> files, boolean search, Progress progress) throws CommandException {
        Map<String, String> settings = search ? Map.of() : Map.of("debug-search", "no");
        try {
            return opener.open(new KernelOpener.Request(files, false, settings, progress));
        } catch (OpenException e) {
            throw failed(e);
        }
    }

    /** Returns the writer of a format. */
    public DumpWriter writer(String format) throws CommandException {
        for (DumpWriter writer : writers) {
            if (writer.name().equals(format)) {
                return writer;
            }
        }
        throw CommandException.failed("no installed plugin writes dumps of the format " + format
                + "; 'inquest plugin list' shows what is installed");
    }

    /** Returns the container of a name. */
    public DumpContainer container(String name) throws CommandException {
        for (DumpContainer container : containers) {
            if (container.name().equals(name)) {
                return container;
            }
        }
        throw CommandException.failed(
                "no installed plugin knows the " + name + " form; 'inquest plugin list' shows what is installed");
    }

    /** Returns a failure with the message that an opener has for users. */
    public static CommandException failed(OpenException e) {
        // A vmlinux of another kernel has no say in what is left out of a dump.
        String message = String.valueOf(e.getMessage()).replace("; --force uses it all the same", "");
        return CommandException.failed(message, e);
    }
}
