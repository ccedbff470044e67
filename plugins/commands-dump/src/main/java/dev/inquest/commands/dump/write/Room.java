package dev.inquest.commands.dump.write;

import dev.inquest.api.capture.PageCompression;
import dev.inquest.api.capture.PageFrames;
import dev.inquest.api.image.DumpImage;
import dev.inquest.api.image.Page;
import dev.inquest.commands.dump.Amounts;
import dev.inquest.commands.dump.file.NoRoomException;
import dev.inquest.commands.dump.file.Target;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.Deflater;

/** Guesses how large a dump will be, from a sample of its pages, and whether there is room for it. */
final class Room {
    private static final int SAMPLE = 512;
    /** A sample is no measurement: only what is far too much is refused. */
    private static final double DOUBT = 0.75;

    private Room() {}

    /** Returns about how many bytes a dump with these pages has. */
    static long estimate(DumpImage image, PageFrames kept, PageCompression compression) {
        long pages = kept.count();
        long fixed = pages * (compression == PageCompression.NONE ? 0 : 24) + kept.end() / 4;
        if (pages == 0) {
            return fixed;
        }
        long packed = 0;
        long seen = 0;
        byte[] out = new byte[image.pageSize() * 2];
        byte[] in = new byte[image.pageSize()];
        Deflater deflater = new Deflater(Deflater.BEST_SPEED);
        try {
            long step = Math.max(1, kept.end() / SAMPLE);
            for (long from = 0; from < kept.end(); from += step) {
                long pfn = kept.next(from);
                if (pfn < Math.min(kept.end(), from + step) && image.page(pfn) instanceof Page.Data data) {
                    MemorySegment.copy(data.bytes(), ValueLayout.JAVA_BYTE, 0, in, 0, in.length);
                    packed += packed(in, out, deflater, compression);
                    seen++;
                }
            }
        } finally {
            deflater.end();
        }
        return seen == 0 ? fixed + pages * image.pageSize() : fixed + (long) ((double) packed / seen * pages);
    }

    private static long packed(byte[] page, byte[] out, Deflater deflater, PageCompression compression) {
        boolean zeros = true;
        for (byte one : page) {
            zeros &= one == 0;
        }
        if (zeros) {
            return 0;
        }
        if (compression == PageCompression.NONE) {
            return page.length;
        }
        deflater.reset();
        deflater.setInput(page);
        deflater.finish();
        int size = deflater.deflate(out);
        // LZO and snappy pack less than zlib does.
        double factor = compression == PageCompression.LZO || compression == PageCompression.SNAPPY ? 1.3 : 1;
        return Math.min(page.length, (long) (size * factor));
    }

    /**
     * Refuses what will not fit.
     *
     * @param targets the files, some of which may be on the same disk
     * @param estimate about how many bytes all of them will have together
     * @throws NoRoomException when they do not fit
     */
    static void check(List<Target> targets, long estimate) throws NoRoomException {
        Map<FileStore, Integer> disks = new LinkedHashMap<>();
        for (Target target : targets) {
            try {
                disks.merge(Files.getFileStore(target.folder()), 1, Integer::sum);
            } catch (IOException e) {
                // Not known here; a full disk is told when it comes.
            }
        }
        for (Map.Entry<FileStore, Integer> disk : disks.entrySet()) {
            long needed = estimate / targets.size() * disk.getValue();
            long free;
            try {
                free = disk.getKey().getUsableSpace();
            } catch (IOException e) {
                continue;
            }
            if (needed * DOUBT > free) {
                throw new NoRoomException("about " + Amounts.bytes(needed) + " would be written, and the disk has "
                        + Amounts.bytes(free)
                        + " free; give a place with more room, leave more out (-d), or compress (-z)");
            }
        }
    }
}
