package dev.inquest.shell;

import dev.inquest.api.progress.Progress;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Progress on one line of a terminal, drawn over again and wiped before anything else is written. Nothing is drawn in the first
 * half second of a command, nor more than five times a second.
 */
final class ShellProgress implements Progress {
    private static final long QUIET_NANOS = 500_000_000;
    private static final long INTERVAL_NANOS = 200_000_000;

    private final @Nullable OutputStream terminal;
    private volatile boolean cancelled;
    private volatile boolean ending;
    private volatile long nextDraw;
    private boolean drawn;

    /**
     * Makes a progress.
     *
     * @param terminal where to draw; null to draw nothing
     */
    ShellProgress(@Nullable OutputStream terminal) {
        this.terminal = terminal;
        this.nextDraw = System.nanoTime() + QUIET_NANOS;
    }

    /** Begins a new piece of work, which nobody has asked to stop yet. */
    void begin() {
        cancelled = false;
        nextDraw = System.nanoTime() + QUIET_NANOS;
    }

    /** Asks the work to stop. */
    void cancel() {
        cancelled = true;
    }

    /** Asks this work and all that would follow it to stop, because the process is ending. */
    void end() {
        ending = true;
    }

    /** Returns whether the process is ending. */
    boolean ending() {
        return ending;
    }

    @Override
    public boolean cancelled() {
        return cancelled || ending;
    }

    @Override
    public void report(String activity, long done, long total) {
        if (terminal == null || System.nanoTime() - nextDraw < 0) {
            return;
        }
        draw(activity, done, total);
    }

    private synchronized void draw(String activity, long done, long total) {
        long now = System.nanoTime();
        if (now - nextDraw < 0) {
            return;
        }
        nextDraw = now + INTERVAL_NANOS;
        String amount = total > 0 ? " " + Math.clamp((long) (100.0 * done / total), 0, 100) + "%" : "";
        write("\r\033[K" + activity.substring(0, Math.min(activity.length(), 70)) + amount);
        drawn = true;
    }

    /** Wipes what was drawn. */
    synchronized void clear() {
        if (drawn) {
            drawn = false;
            write("\r\033[K");
        }
    }

    private void write(String text) {
        try {
            if (terminal != null) {
                terminal.write(text.getBytes(StandardCharsets.UTF_8));
                terminal.flush();
            }
        } catch (IOException e) {
            // Nobody looks.
        }
    }
}
