package dev.inquest.commands.find;

import dev.inquest.api.image.ByteSource;
import dev.inquest.api.image.DumpContainer;
import dev.inquest.api.image.DumpFormat;
import dev.inquest.api.image.DumpImage;
import dev.inquest.api.image.OpenException;
import dev.inquest.api.progress.Progress;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Judges from the beginning of a file whether it is a dump, and reads headers of dumps of which only the beginning is at hand. */
final class Judge {
    /** More than any headers have that tell something; a page of 64 KB and notes of a thousand CPUs go into it. */
    static final int HEAD = 2 << 20;
    /** A size that no file has: that of a file whose size is not known. */
    static final long ENDLESS = 1L << 56;

    private final Services services;

    Judge(Services services) {
        this.services = services;
    }

    /**
     * What a beginning is of.
     *
     * @param dump whether a dump's
     * @param headers what its headers say, or null where they cannot be read
     * @param mark what it shares with other parts of one dump, or null
     * @param problem why the headers cannot be read, or null
     */
    record Verdict(
            boolean dump,
            @Nullable Headers headers,
            @Nullable String mark,
            @Nullable String problem) {
        static final Verdict OTHER = new Verdict(false, null, null, null);
    }

    /** Returns the first bytes of a stream; where it is damaged those before the damage. */
    static byte[] beginning(InputStream in) {
        byte[] head = new byte[HEAD];
        int size = 0;
        try {
            for (int read = 0; read >= 0 && size < HEAD; read = in.read(head, size, HEAD - size)) {
                size += read;
            }
        } catch (IOException e) {
            // What comes behind is somebody else's to tell.
            return Arrays.copyOf(head, size);
        }
        return Arrays.copyOf(head, size);
    }

    /** Returns whether the beginning is that of a dump, or of one in a wrapping that is no compression. */
    boolean dump(String name, byte[] head, long size) {
        ByteSource source = bare(new HeadSource(name, head, size), head);
        return source != null && services.format(source) != null;
    }

    /**
     * Reads the headers in a beginning.
     *
     * @param size bytes of the whole, or {@link #ENDLESS}
     */
    Verdict head(String name, byte[] head, long size) {
        ByteSource source = bare(new HeadSource(name, head, size), head);
        return source == null ? Verdict.OTHER : read(source, false);
    }

    /** Reads the headers of a dump all of which is at hand; closes the source. */
    Verdict whole(ByteSource source) {
        return services.container(source) == null ? read(source, true) : Verdict.OTHER;
    }

    /** Returns what marks a file as part of a split dump, or null. */
    @Nullable
    String mark(ByteSource source) {
        DumpFormat format = services.format(source);
        return format == null ? null : format.splitMark(source).orElse(null);
    }

    private Verdict read(ByteSource source, boolean whole) {
        DumpFormat format = services.format(source);
        if (format == null) {
            source.close();
            return Verdict.OTHER;
        }
        String mark = format.splitMark(source).orElse(null);
        try (DumpImage image = format.open(List.of(source), Progress.NONE)) {
            return new Verdict(true, Headers.of(image, whole), mark, null);
        } catch (OpenException e) {
            source.close();
            return new Verdict(true, null, mark, e.getMessage());
        } catch (IndexOutOfBoundsException e) {
            source.close();
            return new Verdict(true, null, mark, source.name() + ": its headers go on behind the beginning at hand");
        }
    }

    /** Takes wrappings off that are no compression; null when one cannot be. */
    private @Nullable ByteSource bare(ByteSource whole, byte[] head) {
        DumpContainer container = services.container(whole);
        if (container == null) {
            return whole;
        }
        try {
            ByteSource inside = container.open(new HeadSource(whole.name(), head, head.length), Progress.NONE);
            return new HeadSource.Enlarged(inside, ENDLESS);
        } catch (OpenException e) {
            return null;
        }
    }
}
