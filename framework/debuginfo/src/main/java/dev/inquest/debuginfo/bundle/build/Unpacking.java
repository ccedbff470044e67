package dev.inquest.debuginfo.bundle.build;

import dev.inquest.api.image.ByteSource;
import dev.inquest.api.image.DumpContainer;
import dev.inquest.api.image.OpenException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Optional;

/** Unpacks modules ({@code .ko.xz}, {@code .ko.zst}, {@code .ko.gz}) with the wrappings that plugins know. */
final class Unpacking {
    /** No module is a tenth as large; what claims to be more is not unpacked. */
    private static final int LARGEST = 1 << 30;

    private final List<DumpContainer> containers;

    Unpacking(List<DumpContainer> containers) {
        this.containers = List.copyOf(containers);
    }

    /** Returns what is inside a wrapping, held in memory; the source itself when it is in none. Closes the source when it is not returned. */
    ByteSource inside(ByteSource source) throws OpenException {
        for (DumpContainer container : containers) {
            if (container.matches(source)) {
                byte[] all = source.slice(0, source.size()).toArray(ValueLayout.JAVA_BYTE);
                source.close();
                return unpacked(source.name(), container, all);
            }
        }
        return source;
    }

    private static ByteSource unpacked(String name, DumpContainer container, byte[] packed) throws OpenException {
        try {
            Optional<InputStream> stream = container.unpack(new ByteArrayInputStream(packed));
            if (stream.isEmpty()) {
                throw new OpenException(name + ": is packed (" + container.name() + "); give it unpacked");
            }
            try (InputStream in = stream.get()) {
                byte[] bytes = in.readNBytes(LARGEST);
                if (bytes.length == LARGEST) {
                    throw new OpenException(name + ": is larger than 1 GiB unpacked");
                }
                return new InMemory(name, MemorySegment.ofArray(bytes));
            }
        } catch (IOException e) {
            throw new OpenException(name + ": cannot be unpacked: " + e.getMessage(), e);
        }
    }

    private record InMemory(String name, MemorySegment bytes) implements ByteSource {
        @Override
        public long size() {
            return bytes.byteSize();
        }

        @Override
        public MemorySegment slice(long offset, long length) {
            return bytes.asSlice(offset, length);
        }

        @Override
        public void close() {}
    }
}
