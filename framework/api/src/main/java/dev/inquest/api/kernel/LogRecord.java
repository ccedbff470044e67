package dev.inquest.api.kernel;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One record of the kernel's log.
 *
 * @param timeNs nanoseconds since boot
 * @param level 0 emergency to 7 debug
 * @param facility the syslog facility, 0 for the kernel
 * @param caller {@code T123} or {@code C4} where the kernel keeps callers (CONFIG_PRINTK_CALLER), otherwise null
 * @param text the text; it may have several lines
 * @param dictionary the record's dictionary, for instance {@code SUBSYSTEM} and {@code DEVICE}; empty for most
 */
public record LogRecord(
        long timeNs, int level, int facility, @Nullable String caller, String text, Map<String, String> dictionary) {}
