package dev.inquest.format.kdump;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Decompressors that are not in use, so that each thread has one for itself while it unpacks a page. There are never more than
 * threads that have unpacked at the same time.
 */
final class DecompressorPool implements AutoCloseable {
    private final Compression compression;
    private final Queue<Decompressor> idle = new ConcurrentLinkedQueue<>();

    DecompressorPool(Compression compression) {
        this.compression = compression;
    }

    Decompressor take() {
        Decompressor decompressor = idle.poll();
        return decompressor == null ? compression.open() : decompressor;
    }

    void giveBack(Decompressor decompressor) {
        idle.add(decompressor);
    }

    @Override
    public void close() {
        for (Decompressor decompressor = idle.poll(); decompressor != null; decompressor = idle.poll()) {
            decompressor.close();
        }
    }
}
