package dev.inquest.testkit.kernel;

import dev.inquest.testkit.kernel.KernelDescription.Cpu;
import dev.inquest.testkit.kernel.KernelDescription.Excluded;
import dev.inquest.testkit.kernel.KernelDescription.Header;
import dev.inquest.testkit.kernel.KernelDescription.LogLine;
import dev.inquest.testkit.kernel.KernelDescription.ModuleLine;
import dev.inquest.testkit.kernel.KernelDescription.StackLine;
import dev.inquest.testkit.kernel.KernelDescription.TaskLine;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Parses the text that {@link SyntheticKernel} describes. */
final class DescriptionParser {
    private static final Pattern WORD = Pattern.compile("(\\w[\\w-]*=)?(\"[^\"]*\"|[^\\s\"]+)");

    private @Nullable Header header;
    private final List<Cpu> cpus = new ArrayList<>();
    private final List<TaskLine> tasks = new ArrayList<>();
    private final List<StackLine> stacks = new ArrayList<>();
    private final List<LogLine> log = new ArrayList<>();
    private final List<ModuleLine> modules = new ArrayList<>();
    private final List<Excluded> excluded = new ArrayList<>();

    /** The words of one line: those without a name, and those with one. */
    private record Words(List<String> plain, Map<String, String> named) {
        static Words of(String line) {
            Words words = new Words(new ArrayList<>(), new HashMap<>());
            Matcher matcher = WORD.matcher(line);
            while (matcher.find()) {
                String value = matcher.group(2);
                String bare = value.startsWith("\"") ? value.substring(1, value.length() - 1) : value;
                if (matcher.group(1) == null) {
                    words.plain.add(bare.replace("\\n", "\n"));
                } else {
                    words.named.put(
                            matcher.group(1).substring(0, matcher.group(1).length() - 1), bare);
                }
            }
            return words;
        }

        String at(int index) {
            if (index >= plain.size()) {
                throw new IllegalArgumentException("too few words");
            }
            return plain.get(index);
        }

        String text(String name, String otherwise) {
            String value = named.get(name);
            return value == null ? otherwise : value;
        }

        long number(String name, long otherwise) {
            String value = named.get(name);
            return value == null ? otherwise : DescriptionParser.number(value);
        }
    }

    static KernelDescription parse(String text) {
        DescriptionParser parser = new DescriptionParser();
        int number = 0;
        for (String line : text.split("\n")) {
            number++;
            String bare = withoutComment(line).strip();
            if (!bare.isEmpty()) {
                try {
                    parser.line(Words.of(bare));
                } catch (IllegalArgumentException e) {
                    throw new IllegalArgumentException("line " + number + ": " + e.getMessage() + ": " + bare, e);
                }
            }
        }
        Header header = parser.header;
        if (header == null) {
            throw new IllegalArgumentException("there is no line \"kernel RELEASE MACHINE\"");
        }
        return new KernelDescription(
                header,
                List.copyOf(parser.cpus),
                List.copyOf(parser.tasks),
                List.copyOf(parser.stacks),
                List.copyOf(parser.log),
                List.copyOf(parser.modules),
                List.copyOf(parser.excluded));
    }

    private static String withoutComment(String line) {
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            if (line.charAt(i) == '"') {
                quoted = !quoted;
            } else if (line.charAt(i) == '#' && !quoted) {
                return line.substring(0, i);
            }
        }
        return line;
    }

    private void line(Words words) {
        switch (words.at(0)) {
            case "kernel" -> header = header(words);
            case "cpu" -> {
                int number = Integer.parseInt(words.at(1));
                if (number != cpus.size()) {
                    throw new IllegalArgumentException("processors must come in the order of their numbers");
                }
                cpus.add(new Cpu(number, words.text("current", "swapper/" + number)));
            }
            case "task" -> tasks.add(task(words));
            case "stack" -> stacks.add(stack(words.plain()));
            case "log" ->
                log.add(new LogLine(
                        new BigDecimal(words.at(1)).movePointRight(9).longValueExact(),
                        Integer.parseInt(words.at(2)),
                        words.at(3)));
            case "module" ->
                modules.add(new ModuleLine(
                        words.at(1), number(words.at(2)), (int) words.number("size", 16384), words.text("taints", "")));
            case "exclude" -> excluded.add(new Excluded(number(words.at(1)), Integer.parseInt(words.at(2))));
            default -> throw new IllegalArgumentException("no such line");
        }
    }

    private static Header header(Words words) {
        return new Header(
                words.at(1),
                words.at(2),
                words.number("base", 0xffffffff81000000L),
                words.number("kaslr", 0),
                (int) words.number("levels", 4),
                (int) words.number("page", 4096),
                (int) words.number("va", 48),
                words.number("memory", 64L << 20),
                (int) words.number("hz", 250),
                words.number("uptime", 100),
                words.number("date", 1_700_000_000L),
                words.text("clocks", "6.1"),
                words.text("types", "BTF"),
                words.text("node", "synthetic"),
                words.text("build-id", "00112233445566778899aabbccddeeff00112233"),
                (int) words.number("panic-cpu", -1),
                words.text("taints", ""));
    }

    private static TaskLine task(Words words) {
        int pid = (int) words.number("pid", -1);
        if (pid <= 0) {
            throw new IllegalArgumentException("a task needs a pid above 0");
        }
        long pages = words.number("mm", 0);
        return new TaskLine(
                number(words.at(1)),
                pid,
                (int) words.number("tgid", pid),
                words.text("comm", "task" + pid),
                words.text("state", "S").charAt(0),
                (int) words.number("cpu", 0),
                (int) words.number("parent", 0),
                words.number("kstack", 0),
                pages,
                words.number("rss", 0));
    }

    private static StackLine stack(List<String> words) {
        List<StackWriter.Place> frames = new ArrayList<>();
        boolean user = false;
        for (String word : words.subList(2, words.size())) {
            int plus = word.lastIndexOf('+');
            if (word.equals("user")) {
                user = true;
            } else if (plus > 0 && !user) {
                frames.add(new StackWriter.Place(word.substring(0, plus), Integer.decode(word.substring(plus + 1))));
            } else {
                throw new IllegalArgumentException("no frame: " + word);
            }
        }
        return new StackLine(words.get(1), List.copyOf(frames), user);
    }

    private static long number(String text) {
        if (text.endsWith("M")) {
            return Long.parseLong(text, 0, text.length() - 1, 10) << 20;
        }
        return text.startsWith("0x") ? Long.parseUnsignedLong(text.substring(2), 16) : Long.parseLong(text);
    }
}
