package dev.inquest.debuginfo.index;

import dev.inquest.api.cache.UserCache;
import java.io.IOException;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where an index of one file is kept: {@code $XDG_CACHE_HOME/inquest/index/BUILDID-SIZE.PART}, at most 1 GB for all of them. The user's variable
 * {@code INQUEST_INDEX} names another folder, or says {@code off}. Files without a build ID have no index. Whatever goes wrong here costs time
 * and nothing else.
 */
public final class IndexStore {
    /** Keeps nothing. */
    public static final IndexStore NONE = new IndexStore(null, new byte[0], 0, "");

    private static final long LIMIT = 1L << 30;

    private final @Nullable UserCache cache;
    private final byte[] id;
    private final long size;
    private final String part;
    private @Nullable IndexFile file;
    private boolean opened;

    /**
     * A place.
     *
     * @param cache the cache, or null to keep nothing
     * @param id build ID of the file
     * @param size its size in bytes
     * @param part what of the file the index is of
     */
    public IndexStore(@Nullable UserCache cache, byte[] id, long size, String part) {
        this.cache = cache;
        this.id = id;
        this.size = size;
        this.part = part;
    }

    /**
     * Returns where an index of a file is kept, or {@link #NONE}.
     *
     * @param buildId the file's build ID as hexadecimal digits; empty when it has none
     * @param size its size in bytes
     * @param part what of the file the index is of
     * @param environment the variables of the environment
     */
    public static IndexStore of(String buildId, long size, String part, Map<String, String> environment) {
        String setting = environment.getOrDefault("INQUEST_INDEX", "").strip();
        if (buildId.isEmpty() || buildId.length() > 2 * IndexFile.LONGEST_ID || setting.equalsIgnoreCase("off")) {
            return NONE;
        }
        UserCache cache = UserCache.of(environment, "index", LIMIT);
        return new IndexStore(
                setting.isEmpty() ? cache : new UserCache(Path.of(setting), cache.limit()),
                HexFormat.of().parseHex(buildId),
                size,
                part);
    }

    private String key() {
        return HexFormat.of().formatHex(id) + "-" + Long.toHexString(size) + "." + part;
    }

    /** Returns the index that is kept, or null when there is none that can be used. */
    public synchronized @Nullable IndexFile open() {
        IndexFile known = file;
        if (!opened && cache != null) {
            opened = true;
            known = map(cache);
            file = known;
        }
        return known == null || known.damaged() ? null : known;
    }

    private @Nullable IndexFile map(UserCache from) {
        try {
            Path path = from.find(key());
            if (path == null) {
                return null;
            }
            try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
                long length = channel.size();
                return length > Integer.MAX_VALUE
                        ? null
                        : IndexFile.open(channel.map(FileChannel.MapMode.READ_ONLY, 0, length), id, size);
            }
        } catch (IOException | UnsupportedOperationException e) {
            return null;
        }
    }

    /** Returns whether an index would be kept. */
    public boolean keeps() {
        return cache != null;
    }

    /** Keeps an index in place of what is there. */
    public void save(Map<IndexFile.Section, Buffer> contents) {
        if (cache == null) {
            return;
        }
        try {
            ByteBuffer bytes = IndexFile.write(id, size, contents);
            Path partial = cache.begin(key());
            try (FileChannel channel = FileChannel.open(partial, StandardOpenOption.WRITE)) {
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
            }
            cache.finish(partial, key());
        } catch (IOException | UnsupportedOperationException | ArithmeticException e) {
            return; // a full or read-only disk: the next process builds it again
        }
    }
}
