package dev.inquest.format.kdump;

import dev.inquest.api.capture.DumpContents;
import dev.inquest.api.capture.DumpWriter.Written;
import dev.inquest.api.capture.PageFrames;
import dev.inquest.api.image.DumpImage;
import dev.inquest.api.image.DumpSink;
import dev.inquest.api.progress.Progress;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** One dump being written: where its sections lie, and how far each has come. */
final class KdumpOutput {
    private static final int DESCRIPTORS = 1 << 14;
    private static final int BITMAP_PIECE = 1 << 16;
    /** How many page frames of zeros are written between two looks at whether to stop. */
    private static final long ZEROS = 1L << 20;

    private final DumpContents contents;
    private final DumpImage source;
    private final DumpSink sink;
    private final Progress progress;
    private final Pipeline pipeline;
    private final int pageSize;
    private final int status;
    /** Pages of all parts: each has room for as many descriptors, by which makedumpfile finds the page of zeros when it puts them together. */
    private final long total;

    private final long own;
    private final ByteBuffer descriptors;
    private long bitmaps;
    private long bitmapSize;
    private long descriptorOffset;
    private long zeroPage;
    private long dataOffset;
    private long pages;
    private long zeros;
    private @Nullable PageFrames lost;
    private long lostCount;

    KdumpOutput(DumpContents contents, DumpSink sink, Progress progress, Pipeline pipeline) {
        this.contents = contents;
        this.source = contents.source();
        this.sink = sink;
        this.progress = progress;
        this.pipeline = pipeline;
        this.pageSize = source.pageSize();
        this.status = HeaderWriter.status(contents.compression());
        this.total = contents.kept().count();
        this.own = contents.kept().count(contents.first(), contents.end());
        this.descriptors = ByteBuffer.allocateDirect(DESCRIPTORS * PageReader.DESCRIPTOR_SIZE)
                .order(source.machine().order());
    }

    Written write() throws IOException {
        HeaderWriter header = new HeaderWriter(contents);
        ByteBuffer head = header.write();
        bitmaps = head.capacity();
        bitmapSize = header.bitmapBlocks() * pageSize;
        descriptorOffset = bitmaps + 2 * bitmapSize;
        zeroPage = descriptorOffset + total * PageReader.DESCRIPTOR_SIZE;
        sink.write(0, head);
        bitmap(contents.memory(), null, bitmaps);
        sink.write(zeroPage, ByteBuffer.allocate(pageSize));
        dataOffset = zeroPage + pageSize;
        if (!pages()) {
            return written(true);
        }
        flushDescriptors();
        bitmap(contents.kept(), lost, bitmaps + bitmapSize);
        return written(false);
    }

    private Written written(boolean cancelled) {
        return new Written(pages, zeros, lostCount, dataOffset, cancelled);
    }

    /** Goes over the page frames to keep; returns false when the user stopped it. */
    private boolean pages() throws IOException {
        PageFrames kept = contents.kept();
        long end = Math.min(contents.end(), kept.end());
        long at = kept.next(contents.first());
        long looked = -1;
        long known = at;
        while (at < end || !pipeline.idle()) {
            progress.report("writing pages", pages, own);
            if (progress.cancelled()) {
                return false;
            }
            if (looked != at) {
                known = at < end ? Math.min(source.zerosEnd(at), end) : at;
                looked = at;
            }
            if (known > at && pipeline.idle()) {
                at = kept.next(zeros(at, known));
            } else if (known <= at && at < end && pipeline.hasRoom()) {
                long last = Math.min(end, at + pipeline.pages());
                pipeline.begin(at, last);
                at = kept.next(last);
            } else {
                Batch batch = pipeline.next();
                write(batch);
                pipeline.done(batch);
            }
        }
        return true;
    }

    private void write(Batch batch) throws IOException {
        if (batch.used() > 0) {
            sink.write(dataOffset, ByteBuffer.wrap(batch.data(), 0, batch.used()));
        }
        long pfn = batch.first() - 1;
        for (int i = 0; i < batch.count(); i++) {
            pfn = contents.kept().next(pfn + 1);
            int size = batch.size(i);
            switch (size) {
                case Batch.LOST -> lost(pfn);
                case Batch.ZERO -> zero();
                default -> {
                    descriptor(dataOffset, size, batch.packed(i) ? status : 0);
                    dataOffset += size;
                }
            }
        }
    }

    /** Writes pages of zeros that need not be read. Returns how far it came. */
    private long zeros(long from, long end) throws IOException {
        PageFrames kept = contents.kept();
        long last = Math.min(end, from + ZEROS);
        long at = kept.next(from);
        while (at < last) {
            long runEnd = Math.min(last, kept.nextAbsent(at));
            for (long i = at; i < runEnd; i++) {
                zero();
            }
            at = kept.next(runEnd);
        }
        return last;
    }

    private void zero() throws IOException {
        descriptor(zeroPage, pageSize, 0);
        zeros++;
    }

    private void lost(long pfn) {
        if (lost == null) {
            lost = new PageFrames(contents.kept().end());
        }
        lost.add(pfn);
        lostCount++;
    }

    private void descriptor(long offset, int size, int flags) throws IOException {
        if (!descriptors.hasRemaining()) {
            flushDescriptors();
        }
        descriptors.putLong(offset).putInt(size).putInt(flags).putLong(0);
        pages++;
    }

    private void flushDescriptors() throws IOException {
        descriptors.flip();
        long length = descriptors.remaining();
        if (length > 0) {
            sink.write(descriptorOffset, descriptors);
        }
        descriptorOffset += length;
        descriptors.clear();
    }

    /** Writes one bitmap to the end of its last block. */
    private void bitmap(PageFrames set, @Nullable PageFrames without, long offset) throws IOException {
        ByteBuffer piece = ByteBuffer.allocate(BITMAP_PIECE);
        for (long done = 0; done < bitmapSize; done += BITMAP_PIECE) {
            int length = (int) Math.min(BITMAP_PIECE, bitmapSize - done);
            piece.clear().limit(length);
            Arrays.fill(piece.array(), (byte) 0);
            long first = done * 8;
            long end = first + length * 8L;
            for (long pfn = set.next(first); pfn < Math.min(end, set.end()); pfn = set.next(pfn)) {
                long runEnd = Math.min(end, set.nextAbsent(pfn));
                while (pfn < runEnd) {
                    int at = (int) (pfn - first >>> 3);
                    if ((pfn & 7) == 0 && runEnd - pfn >= 8) {
                        piece.put(at, (byte) 0xff);
                        pfn += 8;
                    } else {
                        piece.put(at, (byte) (piece.get(at) | 1 << (pfn & 7)));
                        pfn++;
                    }
                }
            }
            if (without != null) {
                for (long pfn = without.next(first); pfn < Math.min(end, without.end()); pfn = without.next(pfn + 1)) {
                    int at = (int) (pfn - first >>> 3);
                    piece.put(at, (byte) (piece.get(at) & ~(1 << (pfn & 7))));
                }
            }
            sink.write(offset + done, piece);
        }
    }
}
