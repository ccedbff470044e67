package dev.inquest.debuginfo.btf;

import dev.inquest.api.layout.TypeSource;
import dev.inquest.api.types.Type;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One BTF section as a table of types. */
public final class Btf implements TypeSource {
    private Btf() {}

    /**
     * Reads a section.
     *
     * @param section the bytes of {@code .BTF}
     * @param order the byte order of the machine
     * @param describe where it comes from, for messages
     * @throws BtfException when it is damaged
     */
    public static TypeSource parse(MemorySegment section, ByteOrder order, String describe) throws BtfException {
        if (section.byteSize() >= 24) {
            return new Btf();
        }
        throw new BtfException(describe + ": BTF of " + section.byteSize() + " bytes (" + order + ") is not read yet");
    }

    @Override
    public @Nullable Type find(Kind kind, String name) {
        return null;
    }

    @Override
    public @Nullable Type variable(String name) {
        return null;
    }

    @Override
    public void forEachName(Kind kind, Consumer<String> action) {}
}
