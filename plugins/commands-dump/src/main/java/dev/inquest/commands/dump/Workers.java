package dev.inquest.commands.dump;

import java.util.ArrayList;
import java.util.List;

/** Runs the same work on several threads until all are done. */
public final class Workers {
    private Workers() {}

    /**
     * Runs work.
     *
     * @param threads on how many threads, this one among them
     * @param work what each does
     * @throws RuntimeException the first failure of any of them, when all have ended
     */
    public static void run(int threads, Runnable work) {
        List<Throwable> problems = new ArrayList<>();
        List<Thread> started = new ArrayList<>();
        Runnable guarded = () -> {
            try {
                work.run();
            } catch (RuntimeException | Error e) {
                synchronized (problems) {
                    problems.add(e);
                }
            }
        };
        for (int i = 1; i < threads; i++) {
            started.add(Thread.ofPlatform().daemon().name("inquest-dump-" + i).start(guarded));
        }
        guarded.run();
        boolean interrupted = false;
        for (Thread thread : started) {
            interrupted |= !join(thread);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        for (Throwable problem : problems) {
            if (problem instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) problem;
        }
    }

    /** Waits for a thread whatever happens; returns whether nobody interrupted this one meanwhile. */
    public static boolean join(Thread thread) {
        boolean quiet = true;
        while (true) {
            try {
                thread.join();
                return quiet;
            } catch (InterruptedException e) {
                quiet = false;
            }
        }
    }
}
