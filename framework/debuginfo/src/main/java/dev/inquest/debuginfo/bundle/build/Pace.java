package dev.inquest.debuginfo.bundle.build;

import dev.inquest.api.progress.Progress;

/**
 * How far the reading of many files is, in bytes, with how many there are a second and how long the rest takes. Two threads go over the same files; the slower
 * one counts. Safe for use by many threads.
 */
final class Pace implements Progress {
    private static final long NANOS = 1_000_000_000;
    private static final long MIB = 1 << 20;

    private final Progress progress;
    private final long total;
    private final int modules;
    private final long[] done;
    private final int[] files;
    private final long begun = System.nanoTime();
    private volatile boolean stopped;

    /**
     * Makes a pace.
     *
     * @param progress where it is shown
     * @param total bytes of all files
     * @param modules how many modules there are
     * @param threads how many go over them
     */
    Pace(Progress progress, long total, int modules, int threads) {
        this.progress = progress;
        this.total = total;
        this.modules = modules;
        this.done = new long[threads];
        this.files = new int[threads];
    }

    /** Tells that a thread is done with a file. */
    void done(int thread, long size) {
        long bytes;
        int number;
        synchronized (this) {
            done[thread] += size;
            files[thread]++;
            bytes = done[0];
            number = files[0];
            for (int i = 1; i < done.length; i++) {
                bytes = Math.min(bytes, done[i]);
                number = Math.min(number, files[i]);
            }
        }
        if (modules == 0 || bytes == 0) {
            return;
        }
        double seconds = Math.max(1, System.nanoTime() - begun) / (double) NANOS;
        double perSecond = bytes / seconds;
        long left = (long) ((total - bytes) / perSecond);
        String rest = seconds < 2 ? "" : ", " + (left < 120 ? left + " s" : (left + 59) / 60 + " min") + " left";
        String text = String.format("module %d of %d, %.0f MB/s", Math.max(0, number - 1), modules, perSecond / MIB);
        progress.report(text + rest, bytes, total);
    }

    /** Lets all stop, because one of them cannot go on. */
    void stop() {
        stopped = true;
    }

    /** Reports a step of the work on the kernel, which nothing else would be told of. */
    @Override
    public void report(String activity, long steps, long all) {
        if (files[0] == 0 || modules == 0) {
            progress.report(activity, steps, all);
        }
    }

    @Override
    public boolean cancelled() {
        return stopped || progress.cancelled();
    }
}
