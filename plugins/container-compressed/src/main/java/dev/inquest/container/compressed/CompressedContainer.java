package dev.inquest.container.compressed;

import dev.inquest.api.cache.UserCache;
import dev.inquest.api.image.ByteSource;
import dev.inquest.api.image.DumpContainer;
import dev.inquest.api.image.MappedFile;
import dev.inquest.api.image.OpenException;
import dev.inquest.api.progress.Progress;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/**
 * Opens files that were compressed as a whole with zstd, gzip or xz, dumps and debug information alike: they are unpacked once into the user's
 * cache ({@code ~/.cache/inquest/unpacked}, at most 20 GB where the user says nothing) and mapped from there. Of a damaged file everything before
 * the damage is kept, and the format inside tells what is missing.
 */
@Component(service = DumpContainer.class)
public final class CompressedContainer implements DumpContainer {
    private static final long LIMIT = 20L << 30;
    private static final int MAGIC = 8;

    private final UserCache cache;

    /** Uses the user's cache folder. */
    @Activate
    public CompressedContainer() {
        this(UserCache.of(System.getenv(), "unpacked", LIMIT));
    }

    CompressedContainer(UserCache cache) {
        this.cache = cache;
    }

    @Override
    public String name() {
        return "compressed";
    }

    @Override
    public boolean matches(ByteSource source) {
        return Packing.of(source) != null;
    }

    @Override
    public ByteSource open(ByteSource source, Progress progress) throws OpenException {
        Packing packing = Packing.of(source);
        if (packing == null || !packing.readable()) {
            String program = packing == null ? "nothing known" : packing.program();
            throw new OpenException(source.name() + ": compressed with " + program
                    + ", which is not unpacked here; unpack it first: " + program + " -d");
        }
        try {
            String key = CacheKey.of(source);
            Path file = cache.find(key);
            if (file == null) {
                file = unpack(source, packing, key, progress);
            }
            MappedFile unpacked = MappedFile.open(source.name(), file);
            source.close();
            return unpacked;
        } catch (IOException e) {
            throw new OpenException(
                    source.name() + ": cannot be unpacked into " + cache.folder() + ": " + reason(e)
                            + "; set XDG_CACHE_HOME to a folder with room, or unpack it first: " + packing.program()
                            + " -d",
                    e);
        }
    }

    @Override
    public Optional<InputStream> unpack(InputStream packed) throws IOException {
        BufferedInputStream in = new BufferedInputStream(packed, 1 << 16);
        in.mark(MAGIC);
        byte[] magic = in.readNBytes(MAGIC);
        in.reset();
        Packing packing = Packing.of(magic);
        return packing == null || !packing.readable() ? Optional.empty() : Optional.of(packing.unpack(in));
    }

    private Path unpack(ByteSource source, Packing packing, String key, Progress progress)
            throws IOException, OpenException {
        Path partial = cache.begin(key);
        try {
            new Unpacker(source, packing, progress).unpackTo(partial, cache);
            return cache.finish(partial, key);
        } finally {
            Files.deleteIfExists(partial);
        }
    }

    private static String reason(IOException e) {
        String message = e.getMessage();
        String name = e.getClass().getSimpleName();
        if (e instanceof java.nio.file.AccessDeniedException) {
            return "permission denied";
        }
        return message == null ? name : message;
    }
}
