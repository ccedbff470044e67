package dev.inquest.shell;

import dev.inquest.api.command.Command;
import dev.inquest.api.result.Renderer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What plugins offer at this moment. Each call looks anew, because bundles come and go while the shell runs. */
interface Services {

    /** Returns the best service of a type, or null when there is none. */
    <T> @Nullable T find(Class<T> type);

    /** Returns the best command of a name or alias, or null. */
    @Nullable
    Command command(String name);

    /** Returns all commands, the best of each name, in the order of names. */
    List<Command> commands();

    /** Returns the best renderer of a format, or null. */
    @Nullable
    Renderer renderer(String format);

    /** Returns the names of all formats, in order. */
    List<String> formats();
}
