package dev.inquest.api.kernel;

import org.jspecify.annotations.Nullable;

/**
 * Who died.
 *
 * @param task the panic task, or null when it cannot be told
 * @param message the panic text or the oops headline from the log, or null
 * @param foundBy how the task was found, for instance {@code "crashing_cpu"}, {@code "notes"}, {@code "panic text"}
 */
public record PanicInfo(@Nullable Task task, @Nullable String message, String foundBy) {}
