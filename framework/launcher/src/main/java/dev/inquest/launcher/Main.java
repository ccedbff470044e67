package dev.inquest.launcher;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** Starts the program: {@code java -cp 'lib/*' dev.inquest.launcher.Main ARGUMENT...}. */
public final class Main {
    private Main() {}

    /** Runs the command line and exits with its result. */
    public static void main(String[] args) {
        boolean debug = false;
        int code;
        try {
            CommandLine line = CommandLine.parse(args);
            debug = line.debug();
            code = run(line);
        } catch (UsageException e) {
            System.err.println("inquest: " + e.getMessage());
            code = ExitCode.USAGE;
        } catch (Throwable e) {
            code = internalError(e, debug, System.err);
        }
        System.out.flush();
        System.err.flush();
        // The framework has threads of its own, and none has anything left to do.
        System.exit(code);
    }

    private static int run(CommandLine line) throws Exception {
        if (line.debug()) {
            System.setProperty("inquest.debug", "true");
        }
        Thread.setDefaultUncaughtExceptionHandler((thread, e) -> internalError(e, line.debug(), System.err));
        Folders folders = Folders.of(
                image(), System.getProperty("inquest.cache"), System.getenv(), System.getProperty("user.home", "/"));
        Host host = Host.start(folders, line.plugins(), new HostLog(line.debug(), System.err));
        for (String problem : host.problems()) {
            System.err.println("inquest: " + problem);
        }
        ToIntFunction<String[]> main = host.main();
        if (main == null) {
            System.err.println("inquest: no bundle offers to run the command line; the installation in "
                    + folders.image() + " is incomplete");
            return ExitCode.CANNOT_OPEN;
        }
        int code = 0;
        String training = System.getProperty("inquest.training");
        if (training != null) {
            train(main, folders, training);
        } else {
            code = main.applyAsInt(line.arguments());
        }
        host.close();
        return code;
    }

    private static void train(ToIntFunction<String[]> main, Folders folders, String step) throws IOException {
        String given = System.getProperty("inquest.samples", "");
        Path samples = given.isEmpty() ? folders.image().resolve("samples") : Path.of(given);
        Training training = new Training(main, samples, folders.cache().resolve("training"));
        if (step.equals("prepare")) {
            training.prepare();
        } else {
            training.run();
        }
    }

    private static Path image() throws URISyntaxException {
        String given = System.getProperty("inquest.image");
        if (given != null) {
            return Path.of(given).toAbsolutePath();
        }
        Path jar = Path.of(
                Main.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        Path lib = jar.getParent();
        Path image = lib == null ? null : lib.getParent();
        if (image == null) {
            throw new IllegalStateException("the launcher's jar is not in a lib folder: " + jar);
        }
        return image;
    }

    static int internalError(Throwable problem, boolean debug, PrintStream out) {
        if (problem instanceof OutOfMemoryError) {
            out.println("inquest: out of memory (" + problem.getMessage()
                    + "); give it more with INQUEST_JAVA_OPTS=-Xmx2g");
        } else {
            out.println("inquest: internal error: " + describe(problem)
                    + (debug ? "" : "; run with --debug for the stack"));
        }
        if (debug) {
            problem.printStackTrace(out);
        }
        return ExitCode.FAILED;
    }

    private static String describe(Throwable problem) {
        @Nullable String message = problem.getMessage();
        String kind = problem.getClass().getSimpleName();
        return message == null ? kind : kind + ": " + Reasons.oneLine(message);
    }
}
