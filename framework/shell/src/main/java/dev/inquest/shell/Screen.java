package dev.inquest.shell;

import dev.inquest.api.result.Result;
import java.io.IOException;

/** Where results go that are not sent elsewhere: standard output, a file, or a terminal with its pager. */
interface Screen {

    /**
     * Shows a result.
     *
     * @param command the command line as typed
     * @param result what it returned
     * @throws IOException when the output is gone
     */
    void show(String command, Result result) throws IOException;

    /**
     * Runs a child process whose standard output belongs here. What was shown before has been written out by then.
     *
     * @param process the child, not yet started
     * @return the started child; its output is taken care of
     */
    Child start(ProcessBuilder process) throws IOException;

    /**
     * Says which command it is whose output does not come as a result: it goes through a pipe or into a file.
     *
     * @param command the command line as typed
     */
    default void announce(String command) throws IOException {}

    /** Says that the output of an announced command is complete. */
    default void conclude() throws IOException {}

    /**
     * A started child.
     *
     * @param process the process
     * @param copier copies its output here; null when the process writes by itself
     */
    record Child(
            Process process,
            @org.jspecify.annotations.Nullable Thread copier) {
        /** Waits until the child has ended and its output has arrived. */
        void await() {
            try {
                process.waitFor();
                if (copier != null) {
                    copier.join();
                }
            } catch (InterruptedException e) {
                process.destroy();
                Thread.currentThread().interrupt();
            }
        }
    }
}
