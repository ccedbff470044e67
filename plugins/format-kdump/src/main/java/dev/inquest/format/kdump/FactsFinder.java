package dev.inquest.format.kdump;

import dev.inquest.api.image.DumpFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** Collects what headers, bitmaps and the lengths of the files say of a dump. */
final class FactsFinder {
    private FactsFinder() {}

    static DumpFacts find(List<Part> parts, Sections sections) {
        List<String> remarks = new ArrayList<>(sections.remarks());
        KdumpHeader header = parts.getFirst().header();
        boolean complete = true;
        for (Part part : parts) {
            complete &= complete(part, remarks);
        }
        complete &= allParts(parts, remarks);
        if (header.version() > KdumpHeader.NEWEST_VERSION) {
            remarks.add("The header has version " + header.version() + ", which is newer than "
                    + KdumpHeader.NEWEST_VERSION + "; it is read as version " + KdumpHeader.NEWEST_VERSION + ".");
        }
        if ((header.status() & KdumpHeader.STATUS_EXCLUDED_VMEMMAP) != 0) {
            remarks.add("Parts of the kernel's memory map (struct page) were left out of the dump.");
        }
        if (!sections.eraseInfo().isBlank()) {
            remarks.add("Data was erased from the dump: "
                    + String.join(
                            "; ", sections.eraseInfo().strip().lines().limit(8).toList()));
        }
        if (MachineFinder.find(header, sections) == 0) {
            remarks.add("The machine cannot be told: the header names it \""
                    + header.uts().machine() + "\".");
        }
        int level = header.dumpLevel();
        boolean levelKnown = level >= 0 && level <= 0xff;
        return new DumpFacts(
                (header.diskdump() ? "diskdump v" : "kdump-compressed v") + header.version(),
                levelKnown ? OptionalInt.of(level) : OptionalInt.empty(),
                complete,
                levelKnown ? DumpLevel.leavesPagesOut(level) : bitmapsDiffer(parts.getFirst()),
                Math.max(0, header.timestampSeconds()),
                header.namesKernel() ? header.uts() : null,
                OptionalInt.empty(),
                List.copyOf(remarks));
    }

    private static boolean complete(Part part, List<String> remarks) {
        boolean complete = true;
        String name = part.source().name();
        if ((part.header().status() & KdumpHeader.STATUS_INCOMPLETE) != 0
                && !part.header().diskdump()) {
            remarks.add(name + " is marked as incomplete: makedumpfile could not write it to its end.");
            complete = false;
        }
        try {
            long needed = part.neededSize();
            if (needed > part.source().size()) {
                remarks.add(name + " is cut short: it has " + part.source().size()
                        + " bytes, its pages go on to at least " + needed + ".");
                complete = false;
            }
        } catch (IndexOutOfBoundsException e) {
            remarks.add(name
                    + " has holes in its bitmaps or page descriptors, as a flattened dump has that was cut short.");
            complete = false;
        }
        return complete;
    }

    private static boolean allParts(List<Part> parts, List<String> remarks) {
        boolean complete = true;
        long at = 0;
        for (Part part : parts) {
            complete &= gap(at, part.header().startPfn(), remarks);
            at = part.header().endPfn();
        }
        complete &= gap(at, parts.getFirst().header().maxMapnr(), remarks);
        return complete;
    }

    private static boolean gap(long from, long to, List<String> remarks) {
        if (from >= to) {
            return true;
        }
        remarks.add("A part of the split dump was not given: page frames 0x" + Long.toHexString(from) + " to 0x"
                + Long.toHexString(to - 1) + ".");
        return false;
    }

    private static boolean bitmapsDiffer(Part part) {
        try {
            long end = part.header().maxMapnr();
            return part.present().rank(end) != part.dumped().rank(end);
        } catch (IndexOutOfBoundsException e) {
            return false;
        }
    }
}
