package dev.inquest.launcher;

import java.io.PrintStream;
import org.apache.felix.framework.Logger;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.ServiceReference;

/** The framework's log: silent, but for {@code --debug}. What users must know is said by the host in its own words. */
final class HostLog extends Logger {
    private final boolean debug;
    private final PrintStream out;

    HostLog(boolean debug, PrintStream out) {
        this.debug = debug;
        this.out = out;
    }

    /** Tells users something, in one line. */
    void say(String sentence) {
        out.println("inquest: " + sentence);
    }

    @Override
    protected void doLog(
            @Nullable Bundle bundle,
            @Nullable ServiceReference reference,
            int level,
            String message,
            @Nullable Throwable problem) {
        if (!debug) {
            return;
        }
        out.println("framework: " + (bundle == null ? "" : bundle.getSymbolicName() + ": ") + message
                + (problem == null ? "" : ": " + problem));
        if (problem != null) {
            problem.printStackTrace(out);
        }
    }
}
