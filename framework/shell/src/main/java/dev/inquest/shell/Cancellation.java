package dev.inquest.shell;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets a program that is asked to end (Ctrl-C, SIGTERM) write what it has: the running command is told to stop, and the process waits
 * a moment for its result. It uses a shutdown hook, so it needs no way of its own to catch signals.
 */
final class Cancellation {
    private static final int PATIENCE_SECONDS = 3;

    private final CountDownLatch done = new CountDownLatch(1);
    private final Thread hook;

    /** Begins to watch over some work. */
    Cancellation(ShellProgress progress) {
        hook = new Thread(() -> stop(progress), "inquest-stop");
        try {
            Runtime.getRuntime().addShutdownHook(hook);
        } catch (IllegalStateException e) {
            progress.end();
        }
    }

    private void stop(ShellProgress progress) {
        progress.end();
        try {
            boolean finished = done.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (!finished) {
                progress.clear();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Says that the work is over. */
    void close() {
        done.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The process is ending already.
        }
    }
}
