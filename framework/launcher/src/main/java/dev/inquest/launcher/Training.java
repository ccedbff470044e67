package dev.inquest.launcher;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * What is run to fill the start-up cache: the commands that people start with, on each sample dump, one after the other in one process.
 * What they print is of no interest.
 *
 * <p>Java loads all classes of the cache whenever it starts, needed or not, and finds ready-made there what was run before: lambdas, links
 * between classes, which methods are worth compiling first. So what is run here is what shall be fast, each way of opening a dump among it, and nothing else
 * is. The ways that need files which no sample is are made by a run before, whose classes the cache does not get.
 */
final class Training {
    private static final String COMMANDS =
            "sys; bt; bt -a; ps; log; mod; files; kmem -i; struct list_head; sym jiffies; dis schedule 8";
    private static final String BACKTRACE = "bt; bt -l";
    private final ToIntFunction<String[]> main;
    private final Path samples;
    private final Path made;

    /**
     * Makes a training.
     *
     * @param main runs a command line
     * @param samples a folder with dumps, {@code NAME.vmcore}, and for each that shall be opened with debug information {@code training/NAME.vmlinux}
     * @param made a folder for what is made of them
     */
    Training(ToIntFunction<String[]> main, Path samples, Path made) {
        this.main = main;
        this.samples = samples;
        this.made = made;
    }

    /** Makes the files that {@link #run} works with and no sample is: a dump compressed otherwise, and a layout bundle. */
    void prepare() throws IOException {
        run("plugin", "list");
        Storage.delete(made);
        Files.createDirectories(made);
        for (Path dump : dumps()) {
            run("makedumpfile", "-l", dump.toString(), made(dump, ".lzo").toString());
            if (Files.exists(vmlinux(dump))) {
                // Without types: the stand-in has none to speak of, and the dump has them.
                String bundle = made(dump, ".jar").toString();
                run("layout", "build", "--without", "types", vmlinux(dump).toString(), "-o", bundle);
            }
        }
    }

    /** Runs all of it. */
    void run() {
        run("plugin", "list");
        run("help", "bt");
        for (Path dump : dumps()) {
            run("-c", COMMANDS, "--format", "text", dump.toString());
            run("-c", COMMANDS, "--format", "json", dump.toString());
            if (Files.exists(made(dump, ".lzo"))) {
                run("-s", "-c", BACKTRACE, made(dump, ".lzo").toString());
            }
            for (Path debug : List.of(vmlinux(dump), made(dump, ".jar"))) {
                if (Files.exists(debug)) {
                    run("-s", "-c", BACKTRACE, dump.toString(), debug.toString());
                }
            }
        }
    }

    private void run(String... arguments) {
        int code = main.applyAsInt(arguments);
        System.err.println("exit code " + code + ": " + String.join(" ", arguments));
    }

    private Path vmlinux(Path dump) {
        return samples.resolve("training").resolve(name(dump) + ".vmlinux");
    }

    private Path made(Path dump, String suffix) {
        return made.resolve(name(dump) + suffix);
    }

    private static String name(Path dump) {
        String file = String.valueOf(dump.getFileName());
        return file.substring(0, file.length() - ".vmcore".length());
    }

    private List<Path> dumps() {
        List<Path> dumps = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(samples, "*.vmcore")) {
            files.forEach(dumps::add);
        } catch (IOException e) {
            // Without samples the cache has what starting takes.
            return dumps;
        }
        return dumps;
    }
}
