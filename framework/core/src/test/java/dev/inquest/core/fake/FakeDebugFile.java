package dev.inquest.core.fake;

import dev.inquest.api.image.ByteSource;
import dev.inquest.api.image.Machine;
import dev.inquest.api.layout.DebugFile;
import dev.inquest.api.layout.LayoutSource;
import dev.inquest.api.layout.LoadMap;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A debug file whose words say what it is.
 *
 * @param source the file
 * @param words {@code DEBUG}, {@code kernel} or a module's name, build ID, release, and the name of a supplementary file where it needs one
 */
record FakeDebugFile(ByteSource source, List<String> words) implements DebugFile {
    @Override
    public String name() {
        return source.name();
    }

    @Override
    public Machine machine() {
        int machine = words.get(1).endsWith("-arm64") ? Machine.EM_AARCH64 : Machine.EM_X86_64;
        return new Machine(machine, ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    public boolean kernel() {
        return words.get(1).startsWith("kernel");
    }

    @Override
    public Optional<String> buildId() {
        return Optional.of(words.get(2));
    }

    @Override
    public Optional<String> release() {
        return Optional.of(words.get(3));
    }

    @Override
    public String moduleName() {
        return kernel() ? "" : words.get(1);
    }

    @Override
    public OptionalLong linkAddress(String symbol) {
        return OptionalLong.empty();
    }

    @Override
    public boolean hasDebugInfo() {
        return true;
    }

    @Override
    public Optional<Supplement> missingSupplement() {
        return words.size() > 4 ? Optional.of(new Supplement(words.get(4), "cafe")) : Optional.empty();
    }

    @Override
    public void supplement(ByteSource file) {
        file.close();
    }

    @Override
    public List<LayoutSource> load(LoadMap map) {
        return List.of();
    }

    @Override
    public void close() {
        source.close();
    }
}
