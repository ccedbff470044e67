package dev.inquest.container.flattened;

import dev.inquest.api.image.ByteSource;
import dev.inquest.api.image.Bytes;
import dev.inquest.api.image.DumpContainer;
import dev.inquest.api.image.DumpSink;
import dev.inquest.api.image.OpenException;
import dev.inquest.api.progress.Progress;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.OptionalLong;
import org.osgi.service.component.annotations.Component;

/**
 * The flattened form ({@code makedumpfile -F}, IMPLEMENTATION file of release 1.7.6; QEMU's {@code dump-guest-memory}): what a
 * dump's writer would have written at places of a file, as a stream. It is read in place; only the headers of its records are
 * visited.
 *
 * <pre>
 * stream = header record* end
 * header = signature[16] type:i64 version:i64, filled up to 4096 bytes   signature "makedumpfile", type 1, version 1
 * record = offset:i64 size:i64 data[size]      offset: where the data belongs in the dump
 * end    = offset:i64 = -1 size:i64 = -1
 * </pre>
 *
 * All numbers are big-endian. Where records overlap, the later one counts. A stream that ends without the end mark, as a copy
 * that was cut short does, is read as far as it goes; what is not there are holes of the source.
 */
@Component(service = DumpContainer.class)
public final class FlattenedContainer implements DumpContainer {
    static final long SIGNATURE_BEGIN = 0x6d61_6b65_6475_6d70L;
    static final long SIGNATURE_END = 0x6669_6c65_0000_0000L;
    static final int HEADER_SIZE = 4096;
    static final int RECORD_HEADER_SIZE = 16;
    private static final int LARGEST_PIECE = 1 << 30;
    static final long LARGEST_OFFSET = 1L << 56;
    private static final int REPORT_EVERY = 1 << 14;

    @Override
    public String name() {
        return "flattened";
    }

    @Override
    public boolean matches(ByteSource source) {
        try {
            ByteBuffer bytes = bytes(source, 0, 16);
            return bytes.getLong(0) == SIGNATURE_BEGIN && bytes.getLong(8) == SIGNATURE_END;
        } catch (IndexOutOfBoundsException e) {
            return false;
        }
    }

    private static ByteBuffer bytes(ByteSource source, long at, int length) {
        return Bytes.view(source.slice(at, length), ByteOrder.BIG_ENDIAN);
    }

    @Override
    public ByteSource open(ByteSource source, Progress progress) throws OpenException {
        try {
            ByteBuffer header = bytes(source, 0, 32);
            long type = header.getLong(16);
            long version = header.getLong(24);
            if (type != 1 || version != 1) {
                throw new OpenException(source.name() + ": flattened form of an unknown kind (type " + type
                        + ", version " + version + "); rewrite it with makedumpfile -R");
            }
            RecordIndex index = index(source, progress);
            if (index.end() == 0) {
                throw new OpenException(source.name() + ": a flattened dump without any data (" + source.size()
                        + " bytes); copy the dump again");
            }
            return new FlattenedSource(source, index);
        } catch (IndexOutOfBoundsException e) {
            throw new OpenException(
                    source.name() + ": the flattened dump is cut off inside its header; copy the dump again", e);
        }
    }

    @Override
    public Optional<DumpSink> wrap(OutputStream out) throws IOException {
        return Optional.of(new FlattenedSink(out));
    }

    @Override
    public OptionalLong unwrap(InputStream in, DumpSink out, Progress progress) throws OpenException, IOException {
        return OptionalLong.of(new FlattenedStream(in, out, progress).copy());
    }

    private static RecordIndex index(ByteSource source, Progress progress) throws OpenException {
        RecordIndex.Builder records = new RecordIndex.Builder();
        long at = HEADER_SIZE;
        for (long count = 0; at <= source.size() - RECORD_HEADER_SIZE; count++) {
            if (count % REPORT_EVERY == 0) {
                progress.report("indexing " + source.name(), at, source.size());
                if (progress.cancelled()) {
                    throw new OpenException(source.name() + ": indexing the flattened dump was cancelled");
                }
            }
            ByteBuffer header = bytes(source, at, RECORD_HEADER_SIZE);
            long offset = header.getLong(0);
            long size = header.getLong(8);
            if (offset < 0 || offset > LARGEST_OFFSET || size < 0 || size > LARGEST_OFFSET) {
                break; // the end mark, or damage after which no further record can be found
            }
            at += RECORD_HEADER_SIZE;
            long available = Math.min(size, source.size() - at);
            for (long done = 0; done < available; done += LARGEST_PIECE) {
                records.add(offset + done, at + done, (int) Math.min(LARGEST_PIECE, available - done));
            }
            at += size;
        }
        return records.build();
    }
}
