package dev.inquest.commands.dump.write;

import dev.inquest.api.progress.Progress;
import dev.inquest.commands.dump.Amounts;

/** Tells of work over pages with its rate and the time that is left. */
final class RateProgress implements Progress {
    private static final long SETTLED_NANOS = 1_000_000_000;

    private final Progress progress;
    private final int pageSize;
    private final boolean shown;
    private final long start = System.nanoTime();

    /**
     * Makes a progress.
     *
     * @param progress where to tell it
     * @param pageSize bytes of each unit that is told of
     * @param shown whether to tell it at all; whether the user stops is always asked
     */
    RateProgress(Progress progress, int pageSize, boolean shown) {
        this.progress = progress;
        this.pageSize = pageSize;
        this.shown = shown;
    }

    @Override
    public void report(String activity, long done, long total) {
        if (!shown) {
            return;
        }
        long nanos = System.nanoTime() - start;
        if (nanos < SETTLED_NANOS || done <= 0) {
            progress.report(activity, done, total);
            return;
        }
        double perSecond = done / (nanos / 1e9);
        String left =
                total > done ? ", " + Amounts.seconds((long) Math.ceil((total - done) / perSecond)) + " left" : "";
        progress.report(activity + ", " + Amounts.bytes((long) (perSecond * pageSize)) + "/s" + left, done, total);
    }

    @Override
    public boolean cancelled() {
        return progress.cancelled();
    }
}
