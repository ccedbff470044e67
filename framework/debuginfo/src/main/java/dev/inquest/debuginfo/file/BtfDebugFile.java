package dev.inquest.debuginfo.file;

import dev.inquest.api.image.ByteSource;
import dev.inquest.api.image.Machine;
import dev.inquest.api.image.OpenException;
import dev.inquest.api.layout.DebugFile;
import dev.inquest.api.layout.LayoutSource;
import dev.inquest.api.layout.LoadMap;
import dev.inquest.api.layout.TypeSource;
import dev.inquest.debuginfo.btf.Btf;
import dev.inquest.debuginfo.btf.BtfException;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The types of a kernel, which name neither its build nor its machine.
 *
 * @param source the file
 * @param order byte order of the machine
 * @param types what is in it
 */
record BtfDebugFile(ByteSource source, ByteOrder order, TypeSource types) implements DebugFile {

    static DebugFile open(ByteSource source, ByteOrder order) throws OpenException {
        TypeSource types;
        try {
            types = Btf.parse(source.slice(0, source.size()), order, source.name());
        } catch (BtfException e) {
            throw new OpenException(String.valueOf(e.getMessage()), e);
        }
        if (types.find(TypeSource.Kind.STRUCT, "task_struct") == null) {
            throw new OpenException(source.name()
                    + " is BTF, but not a kernel's: it has no struct task_struct; a module's is found in the dump");
        }
        return new BtfDebugFile(source, order, types);
    }

    @Override
    public String name() {
        return source.name();
    }

    @Override
    public Machine machine() {
        return new Machine(0, order);
    }

    @Override
    public boolean kernel() {
        return true;
    }

    @Override
    public boolean supplementary() {
        return true;
    }

    @Override
    public Optional<String> buildId() {
        return Optional.empty();
    }

    @Override
    public Optional<String> release() {
        return Optional.empty();
    }

    @Override
    public String moduleName() {
        return "";
    }

    @Override
    public OptionalLong linkAddress(String symbol) {
        return OptionalLong.empty();
    }

    @Override
    public boolean hasDebugInfo() {
        return false;
    }

    @Override
    public List<LayoutSource> load(LoadMap map) {
        String base = name().substring(name().lastIndexOf('/') + 1);
        return List.of(new Source("BTF in " + base, types));
    }

    private record Source(String describe, TypeSource types) implements LayoutSource {}

    @Override
    public void close() {
        source.close();
    }
}
