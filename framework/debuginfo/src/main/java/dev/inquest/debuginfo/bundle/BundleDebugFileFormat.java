package dev.inquest.debuginfo.bundle;

import dev.inquest.api.image.ByteSource;
import dev.inquest.api.image.OpenException;
import dev.inquest.api.layout.DebugFile;
import dev.inquest.api.layout.DebugFileFormat;
import dev.inquest.api.progress.Progress;
import dev.inquest.debuginfo.data.MalformedException;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;

/** Opens layout bundles: jars, or the data inside one. */
@Component(service = DebugFileFormat.class)
public final class BundleDebugFileFormat implements DebugFileFormat {

    @Override
    public String name() {
        return "layout bundle";
    }

    @Override
    public boolean matches(ByteSource source) {
        try {
            if (source.size() < Format.HEADER) {
                return false;
            }
            return BundleFile.matches(source.slice(0, Format.HEADER))
                    || LayoutJar.matches(source) && LayoutJar.data(source) != null;
        } catch (MalformedException e) {
            // It has the entry that makes it a layout bundle, or was cut: opening says what is wrong.
            return LayoutJar.matches(source);
        } catch (IndexOutOfBoundsException | IllegalStateException e) {
            return false;
        }
    }

    @Override
    public DebugFile open(ByteSource source, Progress progress) throws OpenException {
        boolean done = false;
        try {
            DebugFile file = BundleDebugFile.kernel(BundleFile.open(source.name(), data(source)), source::close);
            done = true;
            return file;
        } catch (MalformedException e) {
            throw new OpenException(String.valueOf(e.getMessage()), e);
        } finally {
            if (!done) {
                source.close();
            }
        }
    }

    private static MemorySegment data(ByteSource source) throws MalformedException {
        if (!LayoutJar.matches(source)) {
            return source.slice(0, source.size());
        }
        @Nullable MemorySegment data = LayoutJar.data(source);
        if (data == null) {
            throw MalformedException.at(source.name(), 0, "the jar has no " + Format.JAR_ENTRY + ": no layout bundle");
        }
        return data;
    }
}
