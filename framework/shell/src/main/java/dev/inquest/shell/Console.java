package dev.inquest.shell;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the process has to talk through.
 *
 * @param in standard input
 * @param out standard output, unbuffered
 * @param err standard error, unbuffered
 * @param inTerminal whether standard input is a terminal
 * @param outTerminal whether standard output is a terminal
 * @param errTerminal whether standard error is a terminal
 * @param inherit whether child processes may write to this process's standard output themselves
 * @param processEnds whether the process ends with the command line: the system then takes back what is mapped, and sooner than files are
 *     closed, which stops every thread
 * @param environment the environment's variables
 */
record Console(
        InputStream in,
        OutputStream out,
        OutputStream err,
        boolean inTerminal,
        boolean outTerminal,
        boolean errTerminal,
        boolean inherit,
        boolean processEnds,
        Map<String, String> environment) {

    /** Returns the process's own. */
    static Console system() {
        return new Console(
                System.in,
                unclosed(FileDescriptor.out),
                unclosed(FileDescriptor.err),
                terminal(0),
                terminal(1),
                terminal(2),
                true,
                !Boolean.getBoolean("inquest.training"),
                System.getenv());
    }

    /** Returns a stream whose descriptor stays open, since the process may run another command line. */
    private static OutputStream unclosed(FileDescriptor descriptor) {
        return new FileOutputStream(descriptor) {
            @Override
            public void close() throws IOException {
                flush();
            }
        };
    }

    /** Returns a variable of the environment, or null when it is not set or empty. */
    @Nullable
    String variable(String name) {
        String value = environment.get(name);
        return value == null || value.isEmpty() ? null : value;
    }

    /**
     * Returns whether a descriptor is a terminal. Linux tells it for the price of a link read: a terminal's name begins with
     * {@code /dev/pts/}, {@code /dev/tty}, {@code /dev/console} or {@code /dev/hvc}. Elsewhere the JDK is asked, which knows it of
     * input and output together only.
     */
    private static boolean terminal(int descriptor) {
        try {
            String target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor))
                    .toString();
            return target.startsWith("/dev/pts/")
                    || target.startsWith("/dev/tty")
                    || target.startsWith("/dev/console")
                    || target.startsWith("/dev/hvc");
        } catch (IOException | UnsupportedOperationException e) {
            return Optional.ofNullable(System.console())
                    .map(java.io.Console::isTerminal)
                    .orElse(false);
        }
    }
}
