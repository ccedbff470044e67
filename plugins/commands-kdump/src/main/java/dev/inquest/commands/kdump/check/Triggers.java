package dev.inquest.commands.kdump.check;

import dev.inquest.commands.kdump.check.Outcome.State;
import dev.inquest.commands.kdump.tree.MachineFiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What makes a machine panic, and so dump: SysRq, watchdogs, {@code panic_on_*} (Documentation/admin-guide/sysctl/kernel.rst). */
public final class Triggers {
    private static final String KERNEL = "proc/sys/kernel/";
    private static final String[] SYSRQ = {
        "",
        "console log level",
        "keyboard",
        "debugging dumps, crash among them",
        "sync",
        "remount read-only",
        "signals to processes",
        "reboot and power off",
        "nice for real-time tasks"
    };
    private static final String SYSCTL = "sos_commands/kernel/sysctl_-a";

    private final MachineFiles files;
    private final List<Outcome> outcomes = new ArrayList<>();

    private Triggers(MachineFiles files) {
        this.files = files;
    }

    /** Returns the files that are looked at. */
    public static Set<String> paths() {
        Set<String> paths = new TreeSet<>(Set.of(SYSCTL, "proc/sys/vm/panic_on_oom"));
        for (String name : List.of(
                "sysrq",
                "nmi_watchdog",
                "panic_on_oops",
                "panic",
                "hung_task_panic",
                "hung_task_timeout_secs",
                "softlockup_panic",
                "hardlockup_panic",
                "unknown_nmi_panic",
                "panic_on_warn")) {
            paths.add(KERNEL + name);
        }
        return paths;
    }

    /** Answers all questions. */
    public static List<Outcome> of(MachineFiles files) {
        Triggers triggers = new Triggers(files);
        triggers.sysrq();
        triggers.setting(
                "panic_on_oops", "an oops panics", State.NOT_READY, "an oops kills one process and goes on: no dump");
        triggers.setting(
                "nmi_watchdog",
                "watchdog for CPUs that hang with interrupts off",
                State.TAKE_CARE,
                "a CPU that hangs so is not noticed");
        triggers.setting("hardlockup_panic", "such a CPU panics the machine", State.TAKE_CARE, "it is only reported");
        triggers.setting(
                "softlockup_panic", "a CPU that does not schedule panics", State.TAKE_CARE, "it is only reported");
        triggers.setting("hung_task_panic", "a task that hangs panics", State.TAKE_CARE, "it is only reported");
        triggers.setting(
                "unknown_nmi_panic",
                "an NMI that nobody knows (the button) panics",
                State.TAKE_CARE,
                "it is only reported");
        return List.copyOf(triggers.outcomes);
    }

    private @Nullable String value(String name) {
        String text = files.text(KERNEL + name);
        if (text == null) {
            String key = "kernel." + name;
            for (String line : files.lines(SYSCTL)) {
                if (line.startsWith(key) && line.substring(key.length()).strip().startsWith("=")) {
                    return line.substring(line.indexOf('=') + 1).strip();
                }
            }
        }
        return text;
    }

    private void sysrq() {
        String text = value("sysrq");
        if (text == null || !text.matches("[0-9]{1,9}")) {
            outcomes.add(
                    new Outcome("SysRq", State.NOT_KNOWN, "kernel.sysrq is not at hand", "cat /proc/sys/kernel/sysrq"));
            return;
        }
        int mask = Integer.parseInt(text);
        boolean crash = mask == 1 || (mask & 8) != 0;
        outcomes.add(new Outcome(
                "SysRq",
                crash ? State.READY : State.TAKE_CARE,
                words(mask)
                        + (crash
                                ? ""
                                : "; Alt-SysRq-c on the keyboard does nothing, /proc/sysrq-trigger works for root all the same"),
                crash ? "" : "sysctl -w kernel.sysrq=1"));
    }

    /** Returns a mask in words. */
    static String words(int mask) {
        if (mask == 0) {
            return "sysrq is 0: the keys are off";
        }
        if (mask == 1) {
            return "sysrq is 1: all keys work";
        }
        List<String> parts = new ArrayList<>();
        for (int bit = 1; bit < SYSRQ.length; bit++) {
            if ((mask >> bit & 1) != 0) {
                parts.add(SYSRQ[bit] + " (" + (1 << bit) + ")");
            }
        }
        return "sysrq is " + mask + ": " + String.join(", ", parts);
    }

    private void setting(String name, String on, State whenOff, String off) {
        String text = value(name);
        if (text == null) {
            return;
        }
        boolean set = !text.equals("0");
        outcomes.add(new Outcome(
                "kernel." + name,
                set ? State.READY : whenOff,
                set ? on : off,
                set ? "" : "sysctl -w kernel." + name + "=1"));
    }
}
