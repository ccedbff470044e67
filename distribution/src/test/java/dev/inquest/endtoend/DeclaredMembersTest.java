package dev.inquest.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inquest.testkit.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever a plugin looks up by name it declares with {@code @Reads} or binds, so that {@code layout check} tells the truth. Every example of every
 * command's page is run over the sample, and over the dumps in {@code INQUEST_DUMPS}, while {@link LookUps} writes down what is looked up.
 */
class DeclaredMembersTest {
    /** Names come from the user there. */
    private static final List<String> OF_USERS =
            List.of("dev.inquest.expression.", "dev.inquest.commands.expression.", "dev.inquest.shell.", "-");

    /** What binds interfaces, and what checks declarations. */
    private static final List<String> OF_THE_HOST = List.of("dev.inquest.core.bind.", "dev.inquest.core.manifest.");

    /** More than the examples, by what reads most. */
    private static final List<String> MORE = List.of(
            "bt -a",
            "bt -lfs",
            "foreach bt",
            "ps -l",
            "ps -A",
            "ps -S",
            "ps -G",
            "ps -t",
            "ps -a",
            "foreach files",
            "foreach vm",
            "mod -t",
            "log -T",
            "log -t",
            "kmem -i",
            "kmem -s",
            "kmem -V",
            "kmem -z",
            "mount",
            "sys -t",
            "runq",
            "irq",
            "timer",
            "dev",
            "net",
            "files",
            "vm",
            "search -k deadbeef",
            "selftest unwind",
            "frame",
            "mach",
            "mach -c",
            "set -v",
            "waitq");

    @TempDir
    Path folder;

    private Path agent() throws IOException {
        Path jar = folder.resolve("agent.jar");
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Premain-Class", LookUps.class.getName());
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(out, manifest)) {
            for (String name : List.of("LookUps", "LookUps$Recording", "LookUps$FirstInstruction")) {
                String entry = LookUps.class.getPackageName().replace('.', '/') + "/" + name + ".class";
                entries.putNextEntry(new JarEntry(entry));
                try (InputStream in = LookUps.class.getClassLoader().getResourceAsStream(entry)) {
                    Objects.requireNonNull(in).transferTo(entries);
                }
            }
        }
        return jar;
    }

    /** Returns the examples of all commands that change nothing outside of the program. */
    private List<String> commands() throws IOException {
        Inquest.Run help = new Inquest(folder).run("--format", "json", "help", "all");
        List<String> lines = new ArrayList<>(MORE);
        for (Map<String, Object> command : Json.objects(help.result("help all").get("rows"))) {
            for (Map<String, Object> example : Json.objects(command.get("examples"))) {
                String line = String.valueOf(example.get("line"));
                boolean outside =
                        line.matches(".*[|<>!].*|(layout|plugin|kdump|exit|quit|dump|capture|rehearse|find)\\b.*");
                if (Boolean.TRUE.equals(command.get("needs_dump")) && !outside) {
                    lines.add(line);
                }
            }
        }
        return lines;
    }

    private Set<String> lookUps(Path agent, Path dump, List<String> commands) throws IOException {
        Path file = folder.resolve("lookups.txt");
        List<String> arguments = new ArrayList<>(List.of("--format", "json"));
        for (String command : commands) {
            arguments.add("-c");
            arguments.add(command);
        }
        arguments.add(dump.toString());
        new Inquest(folder).run(List.of("-javaagent:" + agent + "=" + file), arguments);
        return new TreeSet<>(Files.readAllLines(file));
    }

    @Test
    void whatIsLookedUpIsDeclared() throws IOException {
        List<String> commands = commands();
        assertTrue(commands.size() > 80, commands.toString());
        Path agent = agent();
        Set<String> seen = new TreeSet<>();
        for (Path dump : dumps()) {
            seen.addAll(lookUps(agent, dump, commands));
        }
        assertTrue(seen.size() > 100, seen.toString());
        Declared declared = Declared.of(Inquest.root().resolve("distribution/target/inquest/bundles"));
        Map<String, Set<String>> forgotten = new TreeMap<>();
        for (String line : seen) {
            String[] words = line.split(" ", 3);
            boolean judged = OF_USERS.stream().noneMatch(words[0]::startsWith)
                    && OF_THE_HOST.stream().noneMatch(words[0]::startsWith);
            if (judged && !declared.has(words[0], words[1], words[2])) {
                forgotten.computeIfAbsent(words[0], key -> new TreeSet<>()).add(words[1] + "." + words[2]);
            }
        }
        assertEquals("", told(forgotten));
    }

    private static String told(Map<String, Set<String>> forgotten) {
        StringBuilder text = new StringBuilder();
        forgotten.forEach((name, members) ->
                text.append(name).append(" reads ").append(members).append('\n'));
        return text.toString();
    }

    private static List<Path> dumps() throws IOException {
        List<Path> dumps = new ArrayList<>(List.of(Inquest.sample("vmcore")));
        String more = System.getenv("INQUEST_DUMPS");
        if (more != null) {
            for (String name : List.of("x86_64-6.12-hung-task/vmcore", "arm64-6.12-sysrq/vmcore.elf.zst")) {
                if (Files.exists(Path.of(more, name))) {
                    dumps.add(Path.of(more, name));
                }
            }
        }
        return dumps;
    }
}
