package dev.inquest.commands.dump.write;

import dev.inquest.api.capture.DumpContents;
import dev.inquest.api.capture.DumpWriter;
import dev.inquest.api.image.DumpSink;
import dev.inquest.api.progress.Progress;
import dev.inquest.commands.dump.Workers;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;

/** Writes the parts of a dump, several at once, since each may go to a disk of its own. When one fails or is stopped, so are the others. */
final class Parts {
    private final DumpWriter writer;
    private final List<DumpContents> contents;
    private final List<DumpSink> sinks;
    private final Progress progress;
    private final long total;
    private final AtomicLongArray done;
    private final AtomicInteger next = new AtomicInteger();
    private final List<IOException> failures = new ArrayList<>();
    private final DumpWriter.Written[] written;
    private volatile boolean failed;

    /**
     * Prepares.
     *
     * @param contents of each part
     * @param sinks where each goes
     * @param progress told of the pages of all parts together
     */
    Parts(DumpWriter writer, List<DumpContents> contents, List<DumpSink> sinks, Progress progress) {
        this.writer = writer;
        this.contents = contents;
        this.sinks = sinks;
        this.progress = progress;
        this.done = new AtomicLongArray(contents.size());
        this.written = new DumpWriter.Written[contents.size()];
        this.total = contents.stream()
                .mapToLong(part -> part.kept().count(part.first(), part.end()))
                .sum();
    }

    /** Returns how many parts are written at a time: as many as there are processors, or threads if they are more. */
    static int together(int parts, int threads) {
        return Math.min(parts, Math.max(threads, Runtime.getRuntime().availableProcessors()));
    }

    /**
     * Writes all.
     *
     * @param together how many at a time
     * @return what was written of each; of those that were not begun when another was stopped, nothing
     * @throws IOException the first failure
     */
    List<DumpWriter.Written> write(int together) throws IOException {
        Workers.run(together, this::work);
        synchronized (failures) {
            if (!failures.isEmpty()) {
                throw failures.getFirst();
            }
        }
        List<DumpWriter.Written> all = new ArrayList<>();
        for (DumpWriter.Written part : written) {
            all.add(part == null ? new DumpWriter.Written(0, 0, 0, 0, true) : part);
        }
        return all;
    }

    private void work() {
        for (int part = next.getAndIncrement(); part < written.length; part = next.getAndIncrement()) {
            if (failed || progress.cancelled()) {
                return;
            }
            boolean whole = false;
            try {
                written[part] = writer.write(contents.get(part), sinks.get(part), new PartProgress(part));
                whole = !written[part].cancelled();
            } catch (IOException e) {
                synchronized (failures) {
                    failures.add(e);
                }
            } finally {
                // An error, too, is nothing that the others need to go on after.
                if (!whole) {
                    failed = true;
                }
            }
        }
    }

    /** One part's progress, told as that of all. */
    private final class PartProgress implements Progress {
        private final int part;

        PartProgress(int part) {
            this.part = part;
        }

        @Override
        public void report(String activity, long partDone, long partTotal) {
            done.set(part, partDone);
            long sum = 0;
            for (int i = 0; i < done.length(); i++) {
                sum += done.get(i);
            }
            progress.report(activity, sum, total);
        }

        @Override
        public boolean cancelled() {
            return failed || progress.cancelled();
        }
    }
}
