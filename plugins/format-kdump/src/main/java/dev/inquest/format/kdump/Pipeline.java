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
 * Threads that pack batches while the caller writes out, in their order, those that are done. There are a few batches and no more: when none is
 * empty, the oldest has to be written first. While the threads cannot keep up, the caller reads for them.
 */
final class Pipeline implements AutoCloseable {
    /** Bytes of memory that one batch goes over; it stays in a processor's nearer caches. */
    private static final int BATCH = 1 << 18;
    /** Batches beside those that threads have in hand: a write that takes a while stops nobody. */
    private static final int SPARE = 16;

    private final ExecutorService threads;
    private final Deque<Batch> empty = new ArrayDeque<>();
    private final Deque<Future<Batch>> packing = new ArrayDeque<>();
    private final List<Batch> all = new ArrayList<>();
    private final int pages;

    Pipeline(DumpContents contents) {
        byte[] zeros = new byte[contents.source().pageSize()];
        pages = Math.max(1, BATCH / zeros.length);
        int count = Math.max(1, contents.threads());
        threads = Executors.newFixedThreadPool(
                count, Thread.ofPlatform().daemon().name("compress-", 0).factory());
        for (int i = 0; i < 2 * count + SPARE; i++) {
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
        if (busy()) {
            batch.read();
        }
        packing.addLast(threads.submit(() -> {
            batch.pack();
            return batch;
        }));
    }

    /** Returns whether more batches wait for a thread than wait to be written, or are empty. */
    private boolean busy() {
        int waiting = 0;
        for (Future<Batch> batch : packing) {
            waiting += batch.isDone() ? 0 : 1;
        }
        return waiting > all.size() / 2;
    }

    /** Returns whether nothing is under way. */
    boolean idle() {
        return packing.isEmpty();
    }

    /** Waits for the oldest batch; something must be under way. */
    Batch next() throws IOException {
        try {
            return packing.removeFirst().get();
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
        for (Future<Batch> future : packing) {
            future.cancel(false);
        }
        threads.close();
        for (Batch batch : all) {
            batch.close();
        }
    }
}
