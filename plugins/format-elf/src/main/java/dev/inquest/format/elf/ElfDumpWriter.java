package dev.inquest.format.elf;

import dev.inquest.api.capture.DumpContents;
import dev.inquest.api.capture.DumpWriter;
import dev.inquest.api.capture.PageCompression;
import dev.inquest.api.capture.PageFrames;
import dev.inquest.api.image.DumpSink;
import dev.inquest.api.progress.Progress;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Set;
import org.osgi.service.component.annotations.Component;

/**
 * Writes ELF core files as {@code makedumpfile -E} does: one {@code PT_NOTE}, and {@code PT_LOAD}s that are split, or have a smaller
 * {@code p_filesz} than {@code p_memsz}, where pages were left out. Fewer than 256 pages in a row that were to be left out stay in, when the source
 * has them: a header for each hole would make more headers than readers can bear. Pages of zeros are looked for beforehand, since what the headers
 * say depends on them.
 */
@Component(service = DumpWriter.class)
public final class ElfDumpWriter implements DumpWriter {

    @Override
    public String name() {
        return "elf";
    }

    @Override
    public Set<PageCompression> compressions() {
        return EnumSet.of(PageCompression.NONE);
    }

    @Override
    public Written write(DumpContents contents, DumpSink sink, Progress progress) throws IOException {
        PageFrames zeros = new PageFrames(contents.kept().end());
        if (contents.withoutZeros() && !ZeroFinder.find(contents, zeros, progress)) {
            return new Written(0, 0, 0, 0, true);
        }
        return new ElfOutput(contents, zeros, sink, progress).write();
    }
}
