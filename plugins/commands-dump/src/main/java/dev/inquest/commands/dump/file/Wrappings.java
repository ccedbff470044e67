package dev.inquest.commands.dump.file;

import dev.inquest.api.command.CommandException;
import dev.inquest.api.image.ByteSource;
import dev.inquest.api.image.DumpContainer;
import dev.inquest.api.image.OpenException;
import dev.inquest.api.progress.Progress;
import dev.inquest.commands.dump.Tools;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A dump file without what is wrapped around it, but for the flattened form, which is a way to write a dump rather than to pack it.
 *
 * @param source the file's bytes; flattened ones as they are
 * @param names the wrappings from the outside to the inside, {@code "flattened"} among them
 */
public record Wrappings(ByteSource source, List<String> names) implements AutoCloseable {
    /** The name of makedumpfile's flattened form. */
    public static final String FLATTENED = "flattened";

    private static final int DEPTH = 4;

    /** Opens a file and takes the wrappings off. */
    public static Wrappings open(Path path, Tools tools, Progress progress) throws CommandException {
        List<String> names = new ArrayList<>();
        ByteSource source = FileSource.open(path);
        boolean done = false;
        try {
            for (int depth = 0; depth < DEPTH; depth++) {
                DumpContainer container = find(source, tools);
                if (container == null) {
                    break;
                }
                names.add(container.name());
                if (container.name().equals(FLATTENED)) {
                    break;
                }
                source = container.open(source, progress);
            }
            done = true;
            return new Wrappings(source, List.copyOf(names));
        } catch (OpenException e) {
            throw Tools.failed(e);
        } finally {
            if (!done) {
                source.close();
            }
        }
    }

    private static @Nullable DumpContainer find(ByteSource source, Tools tools) {
        for (DumpContainer container : tools.containers()) {
            if (container.matches(source)) {
                return container;
            }
        }
        return null;
    }

    /** Returns whether the dump is in flattened form. */
    public boolean flattened() {
        return names.contains(FLATTENED);
    }

    @Override
    public void close() {
        source.close();
    }
}
