package dev.inquest.finder.debuginfod;

import dev.inquest.api.progress.Progress;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/** Closes a stream whose reader waits in vain: when nothing came for too long, or the user does not want it any more. */
final class Watchdog implements AutoCloseable {
    private static final long TICK_MILLIS = 100;

    private final InputStream stream;
    private final long patienceNanos;
    private final Progress progress;
    private final Thread thread;
    private volatile long last = System.nanoTime();
    private volatile boolean fired;
    private volatile boolean cancelled;
    private volatile boolean over;

    Watchdog(InputStream stream, Duration patience, Progress progress) {
        this.stream = stream;
        this.patienceNanos = patience.toNanos();
        this.progress = progress;
        this.thread = Thread.ofVirtual().name("inquest-download").start(this::watch);
    }

    private void watch() {
        while (!over) {
            cancelled = progress.cancelled();
            if (cancelled || System.nanoTime() - last > patienceNanos) {
                fired = true;
                try {
                    stream.close();
                } catch (IOException e) {
                    // The reader sees it.
                }
                return;
            }
            try {
                Thread.sleep(TICK_MILLIS);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    /** Says that something came. */
    void alive() {
        last = System.nanoTime();
    }

    boolean fired() {
        return fired;
    }

    boolean cancelled() {
        return cancelled;
    }

    @Override
    public void close() {
        over = true;
        thread.interrupt();
    }
}
