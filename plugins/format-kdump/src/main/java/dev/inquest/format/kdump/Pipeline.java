package dev.inquest.format.kdump;

import dev.inquest.api.capture.DumpContents;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Threads that fill batches while the caller writes out, in their order, those that are full. There are a few batches and no more: when none is
 * empty, the oldest has to be written first.
 */
final class Pipeline implements AutoCloseable {
    /** Bytes of memory that one batch goes over; all batches together stay in a processor's cache. */
    private static final int BATCH = 1 << 18;

    private final ExecutorService threads;
    private final Deque<Batch> empty = new ArrayDeque<>();
    private final Deque<Future<Batch>> filling = new ArrayDeque<>();
    private final List<Batch> all = new ArrayList<>();
    private final int pages;

    Pipeline(DumpContents contents) {
        byte[] zeros = new byte[contents.source().pageSize()];
        pages = Math.max(1, BATCH / zeros.length);
        int count = Math.max(1, contents.threads());
        threads = Executors.newFixedThreadPool(
                count, Thread.ofPlatform().daemon().name("compress-", 0).factory());
        for (int i = 0; i < 2 * count + 2; i++) {
            all.add(new Batch(contents, pages, zeros));
        }
        empty.addAll(all);
    }

    /** Returns how many page frames one batch goes over. */
    int pages() {
        return pages;
    }

    /** Returns whether a batch is free. */
    boolean hasRoom() {
        return !empty.isEmpty();
    }

    /** Has page frames read and packed; there must be room. */
    void begin(long first, long end) {
        Batch batch = empty.removeFirst();
        batch.set(first, end);
        filling.addLast(threads.submit(() -> {
            batch.fill();
            return batch;
        }));
    }

    /** Returns whether nothing is under way. */
    boolean idle() {
        return filling.isEmpty();
    }

    /** Waits for the oldest batch; something must be under way. */
    Batch next() throws IOException {
        try {
            return filling.removeFirst().get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("writing the dump was interrupted", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        }
    }

    /** Takes a batch back that was written. */
    void done(Batch batch) {
        empty.addLast(batch);
    }

    /** Ends the threads; returns when none reads the source any more. */
    @Override
    public void close() {
        for (Future<Batch> future : filling) {
            future.cancel(false);
        }
        threads.close();
        for (Batch batch : all) {
            batch.close();
        }
    }
}
