package dev.inquest.format.kdump;

import dev.inquest.api.image.ByteSource;
import dev.inquest.api.image.DumpFormat;
import dev.inquest.api.image.DumpImage;
import dev.inquest.api.image.OpenException;
import dev.inquest.api.progress.Progress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Component;

/**
 * Opens compressed kdumps, which makedumpfile and QEMU's {@code dump-guest-memory -z -l -s} write, of header versions 0 to 6, as
 * one file or split in parts ({@code makedumpfile --split}).
 */
@Component(service = DumpFormat.class)
public final class KdumpFormat implements DumpFormat {

    @Override
    public String name() {
        return "kdump-compressed";
    }

    @Override
    public int probe(ByteSource source) {
        try {
            return KdumpHeader.hasSignature(source) ? 100 : 0;
        } catch (IndexOutOfBoundsException e) {
            return 0;
        }
    }

    @Override
    public Optional<String> splitMark(ByteSource source) {
        try {
            KdumpHeader header = KdumpHeader.read(source);
            return header.split()
                    ? Optional.of(header.uts() + " " + header.timestampSeconds() + " " + header.blockSize() + " "
                            + header.maxMapnr())
                    : Optional.empty();
        } catch (OpenException e) {
            return Optional.empty();
        }
    }

    @Override
    public DumpImage open(List<ByteSource> sources, Progress progress) throws OpenException {
        List<Part> parts = new ArrayList<>();
        for (ByteSource source : sources) {
            parts.add(Part.open(source));
        }
        if (parts.size() > 1) {
            parts.sort(Comparator.comparingLong((Part part) -> part.header().startPfn())
                    .thenComparingLong(part -> part.header().endPfn()));
        }
        checkTogether(parts);
        Part first = parts.getFirst();
        return new KdumpImage(List.copyOf(parts), Sections.read(first.source(), first.header()));
    }

    private static void checkTogether(List<Part> parts) throws OpenException {
        Part first = parts.getFirst();
        for (int i = 1; i < parts.size(); i++) {
            Part part = parts.get(i);
            Part previous = parts.get(i - 1);
            String names = part.source().name() + " and " + previous.source().name();
            if (!part.header().split() || !previous.header().split()) {
                throw new OpenException(names + ": two dumps, not parts of one split dump; give one of them");
            }
            if (!sameDump(first.header(), part.header())) {
                throw new OpenException(
                        part.source().name() + " and " + first.source().name()
                                + ": parts of different dumps (kernel, time, page size or memory differ); give parts of one dump");
            }
            if (part.header().startPfn() < previous.header().endPfn()) {
                throw new OpenException(names + ": both have page frame 0x"
                        + Long.toHexString(part.header().startPfn()) + "; give each part once");
            }
        }
    }

    private static boolean sameDump(KdumpHeader one, KdumpHeader other) {
        return one.uts().equals(other.uts())
                && one.timestampSeconds() == other.timestampSeconds()
                && one.blockSize() == other.blockSize()
                && one.maxMapnr() == other.maxMapnr()
                && one.order().equals(other.order());
    }
}
