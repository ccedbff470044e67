package dev.inquest.commands.kdump.lint;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The command that copies the dump: makedumpfile with its options (makedumpfile(8), 1.7), or a plain copy. The last two arguments, input and
 * output, are added by kdump itself.
 */
final class CoreCollector {
    private static final Map<String, String> FLAGS = Map.ofEntries(
            Map.entry("-c", "compresses each page with zlib"),
            Map.entry("-l", "compresses each page with LZO"),
            Map.entry("-p", "compresses each page with snappy"),
            Map.entry("-z", "compresses each page with zstd"),
            Map.entry("-E", "writes an ELF file, uncompressed"),
            Map.entry("-e", "leaves out vmemmap pages that stand for left-out memory"),
            Map.entry("-f", "overwrites a file that exists"),
            Map.entry("-F", "writes the flattened form, as a pipe needs it"),
            Map.entry("-D", "prints debugging messages"),
            Map.entry("-s", "keeps the output in shared memory"),
            Map.entry("-v", "prints the version"),
            Map.entry("--non-cyclic", "filters in one pass, with 2 bits of memory a page"),
            Map.entry("--non-mmap", "reads without mmap"),
            Map.entry("--check-params", "only checks the options"),
            Map.entry("--dry-run", "writes nothing"),
            Map.entry("--show-stats", "reports what was left out"),
            Map.entry("--exclude-xen-user-domain", "leaves out Xen's user domains"),
            Map.entry("--reassemble", "puts a split dump together"),
            Map.entry("--split", "writes several files at once"),
            Map.entry("--allow-empty-page", "goes on at pages that cannot be read"),
            Map.entry("--dump-dmesg", "extracts the kernel log alone"),
            Map.entry("--mem-usage", "prints how the memory is used"),
            Map.entry("-X", "leaves out Xen's user domains"));
    private static final Map<String, String> VALUES = Map.ofEntries(
            Map.entry("-d", "dump level"),
            Map.entry("-b", "order of the block that is cached, 0 to 4"),
            Map.entry("-g", "file with configuration to write"),
            Map.entry("-i", "file with configuration to read"),
            Map.entry("-L", "size limit"),
            Map.entry("-x", "vmlinux"),
            Map.entry("--message-level", "message level"),
            Map.entry("--vtop", "address"),
            Map.entry("--xen-syms", "file"),
            Map.entry("--xen-vmcoreinfo", "file"),
            Map.entry("--xen_phys_start", "address"),
            Map.entry("--config", "file with filters"),
            Map.entry("--diskset", "file"),
            Map.entry("--cyclic-buffer", "size of the buffer in kilobytes"),
            Map.entry("--splitblock-size", "size in kilobytes"),
            Map.entry("--num-threads", "number of threads"),
            Map.entry("--work-dir", "folder"),
            Map.entry("--kaslr-offset", "offset"));
    private static final Map<String, String> COMPRESSORS =
            Map.of("-c", "zlib", "-l", "LZO", "-p", "snappy", "-z", "zstd");
    private static final String[] MESSAGES = {
        "progress", "common messages", "error messages", "debug messages", "report messages"
    };

    private final Findings findings;
    private final int line;

    CoreCollector(Findings findings, int line) {
        this.findings = findings;
        this.line = line;
    }

    /** What matters to the rest of the configuration. */
    record Facts(boolean makedumpfile, boolean flattened, boolean copy, String program) {}

    /** Returns the dump level of a command line: 0 where it copies everything; of several levels the first, which is tried first. */
    static int level(String command) {
        List<String> words = Words.split(command);
        int level = 0;
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            String value = word.equals("-d") && i + 1 < words.size()
                    ? words.get(i + 1)
                    : word.startsWith("-d") ? word.substring(2) : "";
            String first = value.split(",", -1)[0];
            if (number(first) >= 0) {
                level = Math.min(number(first), DumpLevel.HIGHEST);
            }
        }
        return level;
    }

    /** Judges a command line and tells what it does. */
    Facts check(List<String> words) {
        if (words.isEmpty()) {
            findings.error(
                    line, "core_collector names no command", "core_collector makedumpfile -l --message-level 7 -d 31");
            return new Facts(false, false, false, "");
        }
        String program = words.getFirst().substring(words.getFirst().lastIndexOf('/') + 1);
        if (words.getFirst().startsWith("-")) {
            findings.error(
                    line,
                    "core_collector begins with an option: the command itself is missing",
                    "core_collector makedumpfile " + String.join(" ", words));
            makedumpfile(words);
            return new Facts(true, words.contains("-F"), false, "makedumpfile");
        }
        if (!program.equals("makedumpfile")) {
            boolean known = List.of("cp", "scp", "cat", "dd").contains(program);
            if (!known) {
                String meant = Words.nearest(program, List.of("makedumpfile", "scp", "cat"));
                findings.error(
                        line,
                        "core_collector " + program
                                + " is neither makedumpfile nor a command that copies (cp, scp, cat)",
                        meant == null
                                ? "core_collector makedumpfile -l --message-level 7 -d 31"
                                : "core_collector " + meant);
            } else {
                findings.note(
                        line,
                        program
                                + " copies all of memory, unfiltered and uncompressed: the target must have as much room as the "
                                + "machine has memory",
                        "core_collector makedumpfile -l --message-level 7 -d 31");
            }
            findings.meaning(line, "the dump is copied by " + program + ", with all of memory in it");
            return new Facts(false, false, known, program);
        }
        return makedumpfile(words.subList(1, words.size()));
    }

    /** Judges makedumpfile's own options. */
    Facts makedumpfile(List<String> words) {
        return options(words, true);
    }

    /** Judges options that are added to those that kdump chooses, the dump level among them. */
    void extra(List<String> words) {
        options(words, false);
    }

    private Facts options(List<String> given, boolean whole) {
        List<String> words = given;
        List<String> told = new ArrayList<>();
        List<String> compressors = new ArrayList<>();
        boolean flattened = false;
        boolean elf = false;
        boolean level = false;
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            int equals = word.indexOf('=');
            String name = word.startsWith("--") && equals > 0 ? word.substring(0, equals) : word;
            String attached = null;
            if (!word.startsWith("--") && word.length() > 2 && word.startsWith("-")) {
                String first = word.substring(0, 2);
                if (VALUES.containsKey(first)) {
                    name = first;
                    attached = word.substring(2);
                } else if (cluster(word)) {
                    List<String> each = new ArrayList<>(words.subList(0, i));
                    for (char c : word.substring(1).toCharArray()) {
                        each.add("-" + c);
                    }
                    each.addAll(words.subList(i + 1, words.size()));
                    words = each;
                    name = words.get(i);
                }
            }
            if (VALUES.containsKey(name)) {
                String value = equals > 0 && word.startsWith("--") ? word.substring(equals + 1) : attached;
                if (value == null && i + 1 < words.size()) {
                    value = words.get(++i);
                }
                if (value == null || value.isEmpty()) {
                    findings.error(
                            line, "makedumpfile's " + name + " needs a value: " + VALUES.get(name), name + " 31");
                    continue;
                }
                level |= name.equals("-d");
                value(name, value, told);
            } else if (FLAGS.containsKey(name)) {
                flattened |= name.equals("-F");
                elf |= name.equals("-E");
                if (COMPRESSORS.containsKey(name)) {
                    compressors.add(name);
                }
                told.add(FLAGS.get(name));
            } else if (name.startsWith("-")) {
                List<String> all = new ArrayList<>(FLAGS.keySet());
                all.addAll(VALUES.keySet());
                String meant = name.startsWith("--") ? Words.nearest(name, all) : null;
                findings.error(
                        line,
                        "makedumpfile has no option " + name,
                        meant == null ? "-l --message-level 7 -d 31" : meant);
            } else {
                findings.error(
                        line,
                        "'" + word + "' is no option: kdump adds the names of input and output itself",
                        "leave it out");
            }
        }
        if (compressors.size() > 1) {
            findings.error(
                    line,
                    "only one compressor can be chosen, but there are " + String.join(" and ", compressors),
                    compressors.getLast());
        }
        if (elf && !compressors.isEmpty()) {
            findings.error(
                    line,
                    "an ELF dump (-E) cannot be compressed (" + compressors.getFirst() + ")",
                    "leave out -E or " + compressors.getFirst());
        }
        if (whole && !level) {
            findings.warning(
                    line, "without -d nothing is left out: the dump is as large as the machine's memory", "-d 31");
        }
        findings.meaning(line, "makedumpfile " + String.join("; ", told));
        return new Facts(true, flattened, false, "makedumpfile");
    }

    private static boolean cluster(String word) {
        for (char c : word.substring(1).toCharArray()) {
            if (!FLAGS.containsKey("-" + c)) {
                return false;
            }
        }
        return true;
    }

    private void value(String name, String value, List<String> told) {
        switch (name) {
            case "-d" -> levels(value, told);
            case "--message-level" -> messages(value, told);
            case "--num-threads", "--cyclic-buffer", "--splitblock-size", "-b" -> {
                if (number(value) < 0) {
                    findings.error(
                            line, "makedumpfile's " + name + " needs a number, not '" + value + "'", name + " 4");
                }
                told.add(VALUES.get(name) + " " + value);
            }
            case "-i", "-g" -> {
                findings.note(
                        line, name + " is not needed: kdump gives makedumpfile what it must know", "leave it out");
                told.add(VALUES.get(name) + " " + value);
            }
            default -> told.add(VALUES.get(name) + " " + value);
        }
    }

    private void levels(String value, List<String> told) {
        for (String one : value.split(",", -1)) {
            int level = number(one);
            if (level < 0 || level > DumpLevel.HIGHEST) {
                findings.error(line, "dump level '" + one + "' is not between 0 and 31", "-d 31");
                continue;
            }
            told.add(DumpLevel.words(level));
            if (level == 0) {
                findings.note(line, DumpLevel.words(0), "-d 31");
            }
        }
    }

    private void messages(String value, List<String> told) {
        int level = number(value);
        if (level < 0 || level > 31) {
            findings.error(line, "message level '" + value + "' is not between 0 and 31", "--message-level 7");
            return;
        }
        List<String> parts = new ArrayList<>();
        for (int bit = 0; bit < MESSAGES.length; bit++) {
            if ((level >> bit & 1) != 0) {
                parts.add(MESSAGES[bit] + " (" + (1 << bit) + ")");
            }
        }
        told.add("prints " + (parts.isEmpty() ? "nothing" : String.join(", ", parts)));
        if ((level & 4) == 0) {
            findings.note(
                    line,
                    "message level " + level + " hides error messages (4): a failed dump gives no reason",
                    "--message-level 7");
        }
    }

    private static int number(String text) {
        if (text.isEmpty() || text.length() > 9 || !text.chars().allMatch(Character::isDigit)) {
            return -1;
        }
        return Integer.parseInt(text);
    }
}
