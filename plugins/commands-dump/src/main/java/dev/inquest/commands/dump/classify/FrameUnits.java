package dev.inquest.commands.dump.classify;

import dev.inquest.api.capture.PageFrames;
import dev.inquest.api.image.DumpImage;
import dev.inquest.api.memory.Fault;

/**
 * Page frames of the kernel and of the dump, which may be of different size: QEMU writes dumps of arm64 in frames of 64 KiB, and of ppc64le in
 * frames of 4 KiB.
 *
 * @param kernel size of the kernel's pages in bytes, a power of two
 * @param dump size of the dump's frames in bytes, a power of two
 */
record FrameUnits(int kernel, int dump) {

    /** Returns the frames of a dump's memory: those it has, and those that were left out or lost. */
    static PageFrames memory(DumpImage image) {
        PageFrames memory = new PageFrames(image.endPfn());
        long pfn = 0;
        while (pfn < memory.end()) {
            DumpImage.Run run = image.run(pfn);
            long end = Math.min(run.end(), memory.end());
            if (run.missing() == null || run.missing().kind() != Fault.Kind.NOT_MAPPED) {
                memory.add(pfn, end);
            }
            pfn = end;
        }
        return memory;
    }

    /** Returns the kernel's pages that frames of the dump touch. */
    PageFrames toKernel(PageFrames frames) {
        return kernel == dump ? frames : convert(frames, dump, kernel, true);
    }

    /** Returns the dump's frames that consist of pages of the kernel entirely. */
    PageFrames toDump(PageFrames pages, long end) {
        if (kernel == dump) {
            return pages;
        }
        PageFrames frames = convert(pages, kernel, dump, false);
        PageFrames same = new PageFrames(end);
        for (long at = frames.next(0); at < Math.min(end, frames.end()); ) {
            long to = Math.min(end, frames.nextAbsent(at));
            same.add(at, to);
            at = frames.next(to);
        }
        return same;
    }

    private static PageFrames convert(PageFrames frames, long from, long to, boolean touched) {
        long up = touched ? to - 1 : 0;
        PageFrames result = new PageFrames((frames.end() * from + to - 1) / to);
        for (long at = frames.next(0); at < frames.end(); ) {
            long end = frames.nextAbsent(at);
            long first = (at * from + (touched ? 0 : to - 1)) / to;
            long last = (end * from + up) / to;
            if (first < last) {
                result.add(first, last);
            }
            at = frames.next(end);
        }
        return result;
    }

    /** Takes out of a set all that is not in another. */
    static void retainAll(PageFrames frames, PageFrames others) {
        for (long at = others.nextAbsent(0); at < others.end(); ) {
            long end = others.next(at);
            frames.remove(at, end);
            at = others.nextAbsent(end);
        }
    }
}
