package dev.inquest.core.session;

import dev.inquest.api.image.Machine;
import dev.inquest.api.layout.DebugFile;
import dev.inquest.api.layout.LayoutSource;
import dev.inquest.api.layout.LoadMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A module's file inside the kernel's, which closes it.
 *
 * @param file the file
 */
record Borrowed(DebugFile file) implements DebugFile {
    @Override
    public String name() {
        return file.name();
    }

    @Override
    public Machine machine() {
        return file.machine();
    }

    @Override
    public boolean kernel() {
        return file.kernel();
    }

    @Override
    public Optional<String> buildId() {
        return file.buildId();
    }

    @Override
    public Optional<String> release() {
        return file.release();
    }

    @Override
    public String moduleName() {
        return file.moduleName();
    }

    @Override
    public OptionalLong linkAddress(String symbol) {
        return file.linkAddress(symbol);
    }

    @Override
    public boolean hasDebugInfo() {
        return file.hasDebugInfo();
    }

    @Override
    public List<LayoutSource> load(LoadMap map) {
        return file.load(map);
    }

    @Override
    public void close() {
        // Whoever has the kernel's file closes it with that.
    }
}
