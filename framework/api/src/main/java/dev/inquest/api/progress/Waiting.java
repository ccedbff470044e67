package dev.inquest.api.progress;

/** Waits for threads whatever happens: where several work on one thing, it is of use only when all have ended. */
public final class Waiting {
    private Waiting() {}

    /** Waits until a thread has ended. An interruption does not end that; the waiting thread is interrupted again afterwards. */
    public static void forEnd(Thread thread) {
        forEnd(thread, () -> {});
    }

    /**
     * Waits until a thread has ended. An interruption does not end that; the waiting thread is interrupted again afterwards.
     *
     * @param interrupted what to do at each interruption, for instance tell the thread to stop
     */
    public static void forEnd(Thread thread, Runnable interrupted) {
        boolean again = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                again = true;
                interrupted.run();
            }
        }
        if (again) {
            Thread.currentThread().interrupt();
        }
    }
}
