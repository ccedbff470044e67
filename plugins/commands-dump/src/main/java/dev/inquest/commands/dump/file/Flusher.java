package dev.inquest.commands.dump.file;

import dev.inquest.commands.dump.Workers;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import org.jspecify.annotations.Nullable;

/** Brings a file to the disk while it is still being written, so that little is left to wait for at its end. */
final class Flusher implements AutoCloseable {
    private static final long PIECE = 32L << 20;

    private final FileChannel channel;
    private final Thread thread;
    private long waiting;
    private boolean ended;
    private @Nullable IOException failure;

    /** Begins; nothing is done before there are enough bytes. */
    Flusher(FileChannel channel) {
        this.channel = channel;
        this.thread = new Thread(this::run, "inquest-flush");
        thread.setDaemon(true);
        thread.start();
    }

    /** Takes notice of bytes that were written. */
    synchronized void wrote(long bytes) {
        waiting += bytes;
        if (waiting >= PIECE) {
            notifyAll();
        }
    }

    private void run() {
        try {
            while (await()) {
                channel.force(false);
            }
        } catch (ClosedChannelException e) {
            return; // it was given up
        } catch (IOException e) {
            failed(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized boolean await() throws InterruptedException {
        while (waiting < PIECE && !ended) {
            wait();
        }
        waiting = 0;
        return !ended;
    }

    private synchronized void failed(IOException e) {
        failure = e;
    }

    /** Waits for what was begun; what is not on the disk yet is the caller's. Throws what the disk said meanwhile: it says it once. */
    void finish() throws IOException {
        close();
        if (!Workers.join(thread)) {
            Thread.currentThread().interrupt();
        }
        synchronized (this) {
            if (failure != null) {
                throw failure;
            }
        }
    }

    @Override
    public synchronized void close() {
        ended = true;
        notifyAll();
    }
}
