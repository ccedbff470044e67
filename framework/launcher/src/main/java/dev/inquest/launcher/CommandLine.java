package dev.inquest.launcher;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The command line, taken apart as far as the host cares: {@code --plugin PATH}, which may repeat. The rest, in its order, is for
 * the service that runs it. Nothing is looked at after {@code --}.
 *
 * @param plugins jars and folders given with {@code --plugin}
 * @param debug whether stack traces and log messages are wanted
 * @param rest the arguments without {@code --plugin}
 */
record CommandLine(List<Path> plugins, boolean debug, List<String> rest) {

    static CommandLine parse(String[] args) throws UsageException {
        List<Path> plugins = new ArrayList<>();
        List<String> rest = new ArrayList<>(args.length);
        boolean debug = false;
        for (int i = 0; i < args.length; i++) {
            String arg = args[i];
            if (arg.equals("--")) {
                for (; i < args.length; i++) {
                    rest.add(args[i]);
                }
            } else if (arg.equals("--debug")) {
                debug = true;
                rest.add(arg);
            } else if (arg.equals("--plugin")) {
                if (i + 1 == args.length) {
                    throw new UsageException("--plugin needs a jar or a folder");
                }
                plugins.add(Path.of(args[++i]));
            } else if (arg.startsWith("--plugin=")) {
                plugins.add(Path.of(arg.substring("--plugin=".length())));
            } else {
                rest.add(arg);
                if (arg.equals("-c") && i + 1 < args.length) {
                    rest.add(args[++i]);
                }
            }
        }
        return new CommandLine(List.copyOf(plugins), debug, List.copyOf(rest));
    }

    String[] arguments() {
        return rest.toArray(String[]::new);
    }
}
