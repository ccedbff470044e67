package dev.inquest.debuginfo.dwarf;

import dev.inquest.api.cache.UserCache;
import dev.inquest.debuginfo.elf.ElfFile;
import dev.inquest.debuginfo.elf.ElfSection;
import dev.inquest.debuginfo.elf.Notes;
import dev.inquest.debuginfo.elf.Placement;
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
 * Where the index of one file is kept: {@code $XDG_CACHE_HOME/inquest/dwarf/BUILDID-SIZE}, at most 1 GB for all of them. The user's variable
 * {@code INQUEST_INDEX} names another folder, or says {@code off}. Files without a build ID, modules (whose addresses differ from dump to dump)
 * and small ones have no index. Whatever goes wrong here costs time and nothing else.
 */
final class IndexStore {
    /** Keeps nothing. */
    static final IndexStore NONE = new IndexStore(null, new byte[0], 0);

    private static final long LIMIT = 1L << 30;
    private static final long WORTHWHILE = 8 << 20;

    private final @Nullable UserCache cache;
    private final byte[] id;
    private final long size;
    private @Nullable IndexFile file;
    private boolean opened;

    /**
     * A place.
     *
     * @param cache the cache, or null to keep nothing
     * @param id build ID of the file
     * @param size its size in bytes
     */
    IndexStore(@Nullable UserCache cache, byte[] id, long size) {
        this.cache = cache;
        this.id = id;
        this.size = size;
    }

    /** Returns where a file's index is kept, or {@link #NONE}. */
    static IndexStore of(ElfFile file, Placement placement, Map<String, String> environment) {
        return of(file, placement, environment, WORTHWHILE);
    }

    /** As {@link #of(ElfFile, Placement, Map)}, for files whose {@code .debug_info} has at least so many bytes. */
    static IndexStore of(ElfFile file, Placement placement, Map<String, String> environment, long worthwhile) {
        ElfSection info = file.section(DebugSection.INFO.sectionName());
        String id = Notes.buildId(file).orElse("");
        String setting = environment.getOrDefault("INQUEST_INDEX", "").strip();
        if (placement.relocatable()
                || info == null
                || info.size() < worthwhile
                || id.isEmpty()
                || id.length() > 2 * IndexFile.LONGEST_ID
                || setting.equalsIgnoreCase("off")) {
            return NONE;
        }
        UserCache cache = UserCache.of(environment, "dwarf", LIMIT);
        return new IndexStore(
                setting.isEmpty() ? cache : new UserCache(Path.of(setting), cache.limit()),
                HexFormat.of().parseHex(id),
                file.size());
    }

    private String key() {
        return HexFormat.of().formatHex(id) + "-" + Long.toHexString(size);
    }

    /** Returns the index that is kept, or null when there is none that can be used. */
    synchronized @Nullable IndexFile open() {
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
    boolean keeps() {
        return cache != null;
    }

    /** Keeps an index in place of what is there. */
    void save(Map<IndexFile.Section, Buffer> contents) {
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
