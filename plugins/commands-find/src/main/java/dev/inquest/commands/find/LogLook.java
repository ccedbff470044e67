package dev.inquest.commands.find;

import dev.inquest.api.kernel.PanicText;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a kernel log that was saved as text tells.
 *
 * @param panic the line that says what the kernel died of, or null
 * @param release the kernel's release, or null where the log does not go back to the boot
 */
record LogLook(@Nullable String panic, @Nullable String release) {
    private static final long LARGEST = 64L << 20;
    private static final int LONGEST_LINE = 4096;
    private static final Pattern BANNER = Pattern.compile("Linux version (\\S+) \\(");
    /** As dmesg and makedumpfile write it: a level in angle brackets, the time, and where it is kept the caller. */
    private static final Pattern PREFIX = Pattern.compile(
            "^(<\\d+>)?\\[( *\\d+\\.\\d+|[A-Z][a-z]{2} [A-Z][a-z]{2} [ \\d]\\d [\\d:]{8} \\d{4})\\](\\[ *[TC]\\d+\\])? ?");

    /** Reads a log, as far as 64 MB. */
    static LogLook read(InputStream in) throws IOException {
        PanicText text = new PanicText();
        String release = null;
        long read = 0;
        BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.ISO_8859_1), 1 << 16);
        StringBuilder line = new StringBuilder();
        for (int c = reader.read(); c >= 0 && read < LARGEST; c = reader.read(), read++) {
            if (c != '\n') {
                if (line.length() < LONGEST_LINE) {
                    line.append((char) c);
                }
                continue;
            }
            release = line(line, text, release);
        }
        release = line(line, text, release);
        return new LogLook(text.message(), release);
    }

    private static @Nullable String line(StringBuilder buffer, PanicText text, @Nullable String release) {
        String line = PREFIX.matcher(buffer).replaceFirst("").stripTrailing();
        buffer.setLength(0);
        text.line(line);
        if (release == null && line.startsWith("Linux version ")) {
            Matcher banner = BANNER.matcher(line);
            return banner.find() ? banner.group(1) : null;
        }
        return release;
    }
}
