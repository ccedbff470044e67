package dev.inquest.arch.ppc64le;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The functions in which a stack begins (arch/powerpc/kernel/entry_64.S, interrupt_64.S and head_64.S). A back chain ends properly in one of
 * them.
 */
final class TaskStarts {
    private static final Map<String, String> WORDS = Map.ofEntries(
            Map.entry("ret_from_kernel_thread", "kernel thread start"),
            Map.entry("ret_from_kernel_user_thread", "kernel thread start"),
            Map.entry("start_kernel_thread", "kernel thread start"),
            Map.entry("ret_from_fork", "task start"),
            Map.entry("ret_from_fork_scv", "task start"),
            Map.entry("start_secondary_prolog", "processor start"),
            Map.entry("start_secondary_resume", "processor start"),
            Map.entry("start_here_common", "processor start"),
            Map.entry("start_kernel", "processor start"));

    private TaskStarts() {}

    /** Returns what began in a function, or null when no stack begins there. */
    static @Nullable String words(@Nullable String function) {
        return function == null ? null : WORDS.get(function);
    }
}
