package dev.inquest.commands.kdump.lint;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Judges one file, whichever of the known configurations it is. */
public final class Linter {
    /** A configuration is a few kilobytes; more is something else. */
    public static final int LARGEST = 1 << 20;

    private final int release;

    /**
     * Makes a linter.
     *
     * @param release RHEL's major release; 0 when it is not known
     */
    public Linter(int release) {
        this.release = release;
    }

    /**
     * Judges a file.
     *
     * @param name its name
     * @param content its bytes
     * @return what was found, by line; null when it is none of the known configurations
     */
    public @Nullable List<Finding> check(String name, byte[] content) {
        String text = new String(content, StandardCharsets.UTF_8);
        if (text.indexOf('\0') >= 0) {
            return null;
        }
        List<String> lines = new ArrayList<>(List.of(text.split("\n", -1)));
        if (lines.getLast().isEmpty()) {
            lines.removeLast();
        }
        Dialect dialect = Dialect.of(name, lines);
        if (dialect == null) {
            return null;
        }
        return switch (dialect) {
            case KDUMP_CONF -> KdumpConf.check(name, lines, release);
            case DEBIAN -> ShellConf.debian(name, lines);
            case SUSE -> ShellConf.suse(name, lines);
            case RED_HAT_SYSCONFIG -> RedHatSysconfig.check(name, lines);
            case BOOT -> BootLine.check(name, lines);
        };
    }
}
