package dev.inquest.commands.find;

import dev.inquest.api.archive.TarReader;
import dev.inquest.api.image.DumpContainer;
import dev.inquest.api.progress.Progress;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Goes through tar archives, packed ones and archives in archives, and keeps what is of interest. Nothing is written to a disk: of a dump in
 * a packed archive only the beginning is looked at; one in a plain archive lies there as it is, and is read in place.
 */
final class Archives {
    private static final int DEEPEST = 3;
    private static final long SMALLEST = 8192;
    private static final int MOST_ENTRIES = 5_000_000;
    private static final int MAGIC = 1024;
    /** How far the map in front of a sparse file's content is looked over. */
    private static final int SPARSE_MAP = 16 * 512;

    private final Services services;
    private final Judge judge;
    private final Found found;
    private final Progress progress;
    private final List<String> problems = new ArrayList<>();
    private long entries;

    Archives(Services services, Judge judge, Found found, Progress progress) {
        this.services = services;
        this.judge = judge;
        this.found = found;
        this.progress = progress;
    }

    /** Returns what could not be read, one sentence each. */
    List<String> problems() {
        return problems;
    }

    /** Returns how many files in archives were looked at. */
    long entries() {
        return entries;
    }

    /** Goes through an archive that is not packed. */
    void plain(Path file) throws IOException {
        // Not buffered, so that content that is passed over is not read.
        try (InputStream in = Files.newInputStream(file)) {
            tar(Place.of(file), in, true, 0, new Counted(in, 0));
        }
    }

    /** Goes through an archive in a wrapping. */
    void packed(Path file, DumpContainer container) throws IOException {
        try (InputStream raw = Files.newInputStream(file)) {
            Counted counted = new Counted(raw, Files.size(file));
            Optional<InputStream> unpacked = container.unpack(counted);
            if (unpacked.isPresent()) {
                tar(Place.of(file), new BufferedInputStream(unpacked.get(), 1 << 16), false, 0, counted);
            }
        }
    }

    private void tar(Place archive, InputStream in, boolean onDisk, int depth, Counted counted) {
        TarReader tar = new TarReader(in);
        try {
            TarReader.Entry entry;
            while (entries < MOST_ENTRIES && (entry = tar.next()) != null) {
                entries++;
                progress.report("looking into " + archive, counted.read, counted.size);
                if (progress.cancelled()) {
                    return;
                }
                entry(archive.within(entry.name()), entry, tar, onDisk, depth, counted);
            }
        } catch (IOException e) {
            problems.add(archive + ": " + (e.getMessage() == null ? "cannot be read" : e.getMessage())
                    + "; what is behind that place is not looked at");
        }
    }

    private void entry(Place place, TarReader.Entry entry, TarReader tar, boolean onDisk, int depth, Counted counted)
            throws IOException {
        String name = place.name();
        String release = Names.packageRelease(name);
        if (Names.log(name)) {
            found.add(new Found.Log(place, LogLook.read(tar.content())));
        } else if (release != null) {
            found.add(new Found.Debug(Found.Kind.PACKAGE, place, entry.size(), null, release));
        } else if (Names.vmlinux(name) && entry.size() > SMALLEST) {
            found.add(new Found.Debug(Found.Kind.VMLINUX, place, entry.size(), null, Names.vmlinuxRelease(name)));
        } else if (entry.size() >= SMALLEST || Names.dump(name) || Names.archive(name)) {
            look(place, entry, tar, onDisk, depth, counted);
        }
    }

    private void look(Place place, TarReader.Entry entry, TarReader tar, boolean onDisk, int depth, Counted counted)
            throws IOException {
        byte[] magic = tar.read(MAGIC);
        if (entry.sparse()) {
            magic = withoutMap(concat(magic, tar.read(SPARSE_MAP)), place.toString());
        }
        HeadSource source = new HeadSource(place.toString(), magic, entry.size());
        DumpContainer container = services.container(source);
        if (TarReader.matches(magic)) {
            nested(place, new SequenceInputStream(new ByteArrayInputStream(magic), tar.content()), depth, counted);
        } else if (services.format(source) != null) {
            byte[] head = concat(magic, tar.read(Judge.HEAD));
            found.add(
                    onDisk && !entry.sparse() ? inPlace(place, entry) : dump(place, head, entry.size(), entry.size()));
        } else if (container != null) {
            wrapped(place, entry, container, magic, tar, depth, counted);
        } else if (Names.dump(place.name())) {
            found.add(new Found.Dump(
                    place, entry.size(), false, null, null, place + ": is called like a dump and is none"));
        }
    }

    private void wrapped(
            Place place,
            TarReader.Entry entry,
            DumpContainer container,
            byte[] magic,
            TarReader tar,
            int depth,
            Counted counted)
            throws IOException {
        InputStream all = new SequenceInputStream(new ByteArrayInputStream(magic), tar.content());
        Optional<InputStream> unpacked;
        try {
            unpacked = container.unpack(all);
        } catch (IOException e) {
            return; // damaged; only what is a dump for certain would be worth telling
        }
        if (unpacked.isEmpty()) {
            Found.Dump dump = dump(place, concat(magic, tar.read(Judge.HEAD)), entry.size(), entry.size());
            if (dump.headers() != null || dump.problem() != null && Names.dump(place.name())) {
                found.add(dump);
            }
            return;
        }
        BufferedInputStream inside = new BufferedInputStream(unpacked.get(), 1 << 16);
        inside.mark(MAGIC);
        byte[] head;
        try {
            head = inside.readNBytes(MAGIC);
            inside.reset();
            if (TarReader.matches(head)) {
                nested(place, inside, depth, counted);
                return;
            }
            HeadSource source = new HeadSource(place.toString(), head, Judge.ENDLESS);
            if (services.format(source) == null && services.container(source) == null) {
                return;
            }
            head = Judge.beginning(inside);
        } catch (IOException e) {
            return;
        }
        Judge.Verdict verdict = judge.head(place.toString(), head, Judge.ENDLESS);
        if (verdict.dump()) {
            found.add(new Found.Dump(place, entry.size(), true, verdict.mark(), verdict.headers(), verdict.problem()));
        }
    }

    private void nested(Place place, InputStream in, int depth, Counted counted) {
        if (depth + 1 >= DEEPEST) {
            problems.add(place + ": is an archive in an archive in an archive, and is not looked into");
        } else {
            tar(place, in, false, depth + 1, counted);
        }
    }

    private Found.Dump dump(Place place, byte[] head, long size, long whole) {
        Judge.Verdict verdict = judge.head(place.toString(), head, whole);
        String problem = verdict.dump() ? verdict.problem() : place + ": is called like a dump and is none";
        return new Found.Dump(place, size, false, verdict.mark(), verdict.headers(), problem);
    }

    /** Reads the headers of a dump that lies in a plain archive as it is. */
    private Found.Dump inPlace(Place place, TarReader.Entry entry) throws IOException {
        try (FileChannel channel = FileChannel.open(place.file(), StandardOpenOption.READ)) {
            long size = Math.min(entry.size(), Math.max(0, channel.size() - entry.offset()));
            Judge.Verdict verdict = judge.whole(Mapped.of(place.toString(), channel, entry.offset(), size));
            return new Found.Dump(place, entry.size(), false, verdict.mark(), verdict.headers(), verdict.problem());
        }
    }

    /** Of a sparse file in the newer form the map comes first, as text, filled up to whole blocks. */
    private byte[] withoutMap(byte[] bytes, String name) {
        byte @Nullable [] rest = bytes;
        for (int at = 0; at <= SPARSE_MAP; at += 512) {
            rest = HeadSource.from(bytes, at);
            if (rest == null) {
                break;
            }
            HeadSource source = new HeadSource(name, rest, Judge.ENDLESS);
            if (services.format(source) != null || services.container(source) != null) {
                return rest;
            }
        }
        return bytes;
    }

    private static byte[] concat(byte[] one, byte[] other) {
        byte[] both = java.util.Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }

    /** A stream that counts how much of a file was read. */
    private static final class Counted extends java.io.FilterInputStream {
        private final long size;
        private long read;

        Counted(InputStream in, long size) {
            super(in);
            this.size = size;
        }

        @Override
        public int read() throws IOException {
            int one = super.read();
            read += one < 0 ? 0 : 1;
            return one;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int count = super.read(bytes, offset, length);
            read += Math.max(0, count);
            return count;
        }
    }
}
