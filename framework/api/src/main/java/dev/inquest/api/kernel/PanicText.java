package dev.inquest.api.kernel;

import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Picks the line of the log that says what the kernel died of, and the CPU and pid that the report names.
 *
 * <p>The banner's PANIC line is the first line that has the phrase that ranks highest; the ranks are those that crash's users
 * know. A kernel that panics says so last and best ({@code Kernel panic - not syncing: …}); one that goes to kdump straight from
 * an oops ends with the oops.
 */
public final class PanicText implements Consumer<LogRecord> {
    private static final List<String> PHRASES = List.of(
            // drivers/tty/sysrq.c until 4.20
            "SysRq : Crash",
            "SysRq : Trigger a crash",
            "SysRq : Netdump",
            // kernel/panic.c
            "Kernel panic: ",
            "Kernel panic - ",
            // lib/bug.c, kernel/panic.c of older kernels
            "Kernel BUG at",
            "kernel BUG at",
            // arch/*/mm/fault.c
            "Unable to handle kernel paging request",
            "Unable to handle kernel NULL pointer dereference",
            "BUG: unable to handle kernel ",
            // arch/x86/kernel/traps.c
            "general protection fault: ",
            "double fault: ",
            "divide error: ",
            "stack segment: ",
            // arch/x86/kernel/cpu/mce
            "[Hardware Error]: ",
            // arch/arm64/kernel/traps.c
            "Bad mode in ",
            // die() of all architectures
            "Oops: ");
    /** What begins a report when none of the phrases is there; each may come with {@code CPU: … PID: … Comm: …} some lines on. */
    private static final List<String> LESSER = List.of(
            // With a comma: a process's own fault is logged as "general protection fault ip:…".
            "general protection fault, ",
            "BUG: kernel NULL pointer dereference",
            "BUG: unable to handle page fault",
            "Internal error: ",
            "sysrq: Trigger a crash",
            "BUG: ");

    private final @Nullable String[] first = new @Nullable String[PHRASES.size() + LESSER.size()];
    private boolean report;
    private int cpu = -1;
    private int pid = -1;

    /** Begins a log. */
    public PanicText() {}

    @Override
    public void accept(LogRecord record) {
        String text = record.text();
        if (text.indexOf('\n') < 0) {
            line(text);
            return;
        }
        int start = 0;
        while (start <= text.length()) {
            int end = text.indexOf('\n', start);
            end = end < 0 ? text.length() : end;
            line(text.substring(start, end));
            start = end + 1;
        }
    }

    /** Takes one line of a log, for instance of the text that kdump saves beside a dump. */
    public void line(String line) {
        boolean headline = false;
        for (int i = 0; i < first.length; i++) {
            String phrase = i < PHRASES.size() ? PHRASES.get(i) : LESSER.get(i - PHRASES.size());
            if (line.contains(phrase)) {
                headline = true;
                if (first[i] == null) {
                    first[i] = line;
                }
            }
        }
        report |= headline;
        if (report) {
            reporter(line);
        }
    }

    /** Reads {@code CPU: 1 PID: 189 Comm: …} of show_regs_print_info and dump_stack_print_info (lib/dump_stack.c). The first one counts. */
    private void reporter(String line) {
        int cpuAt = line.indexOf("CPU: ");
        if (cpu >= 0 || cpuAt < 0) {
            return;
        }
        int pidAt = line.indexOf("PID: ", cpuAt);
        int number = number(line, cpuAt + 5);
        if (number >= 0 && pidAt > 0) {
            cpu = number;
            pid = number(line, pidAt + 5);
        }
    }

    private static int number(String line, int from) {
        int value = -1;
        for (int i = from; i < line.length() && i < from + 9; i++) {
            int digit = line.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                break;
            }
            value = Math.max(value, 0) * 10 + digit;
        }
        return value;
    }

    /** Returns the line that says what the kernel died of, or null when the log has none. */
    public @Nullable String message() {
        for (String line : first) {
            if (line != null) {
                return line;
            }
        }
        return null;
    }

    /** Returns the CPU that the first report names, or -1. */
    public int cpu() {
        return cpu;
    }

    /** Returns the pid that the first report names, or -1. */
    public int pid() {
        return pid;
    }
}
