package dev.inquest.debuginfo.dwarf;

import dev.inquest.api.layout.LayoutSource;
import dev.inquest.api.layout.TypeSource;
import dev.inquest.api.types.IntType;
import dev.inquest.api.types.Type;
import dev.inquest.debuginfo.data.MalformedException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Types and typed variables by name. The index of names is built when the first name is asked for. */
final class DwarfTypes implements TypeSource {
    private final Dwarf dwarf;
    private final TypeReader reader;
    private final @Nullable LayoutSource others;
    private volatile @Nullable NameIndex index;

    /**
     * Types.
     *
     * @param dwarf the entries
     * @param others gives the complete types of what a unit only declares, without an index; null when there is no such source
     */
    DwarfTypes(Dwarf dwarf, @Nullable LayoutSource others) {
        this.dwarf = dwarf;
        this.others = others;
        this.reader = new TypeReader(dwarf, this::complete);
    }

    /** Returns the reader, which makes each entry into a type once. */
    TypeReader reader() {
        return reader;
    }

    private NameIndex index() {
        NameIndex ready = index;
        if (ready == null) {
            synchronized (this) {
                ready = index;
                if (ready == null) {
                    ready = NameIndex.build(dwarf);
                    index = ready;
                }
            }
        }
        return ready;
    }

    private static int number(Kind kind) {
        return switch (kind) {
            case STRUCT -> NameScan.STRUCT;
            case UNION -> NameScan.UNION;
            case ENUM -> NameScan.ENUM;
            case TYPEDEF -> NameScan.TYPEDEF;
            case BASE -> NameScan.BASE;
        };
    }

    @Override
    public @Nullable Type find(Kind kind, String name) {
        int offset = index().find(number(kind), name);
        if (offset < 0 && kind == Kind.BASE) {
            offset = otherSpelling(name);
        }
        try {
            return offset < 0 ? null : reader.type(dwarf.dieAt(offset));
        } catch (MalformedException e) {
            return null;
        }
    }

    /** GCC records {@code long unsigned int}, Clang {@code unsigned long}; either finds the other. */
    private int otherSpelling(String name) {
        String wanted = new IntType(name, 1, false, false).spelling();
        List<String> candidates = new ArrayList<>(1);
        index().forEach(NameScan.BASE, candidate -> {
            if (new IntType(candidate, 1, false, false).spelling().equals(wanted)) {
                candidates.add(candidate);
            }
        });
        return candidates.isEmpty() ? -1 : index().find(NameScan.BASE, candidates.getFirst());
    }

    private @Nullable Type complete(Die declaration, String name) throws MalformedException {
        Kind kind = switch (declaration.tag()) {
            case Tag.UNION_TYPE -> Kind.UNION;
            case Tag.ENUMERATION_TYPE -> Kind.ENUM;
            default -> Kind.STRUCT;
        };
        TypeSource sooner = others == null ? null : others.types();
        Type type = sooner == null ? null : sooner.find(kind, name);
        if (type != null && type.size() >= 0) {
            return type;
        }
        int offset = index().find(number(kind), name);
        Die complete = offset < 0 || offset == declaration.offset() ? null : dwarf.dieAt(offset);
        return complete == null || complete.flag(At.DECLARATION) ? null : reader.type(complete);
    }

    @Override
    public boolean ready() {
        return false;
    }

    @Override
    public @Nullable Type variable(String name) {
        int offset = index().find(NameScan.VARIABLE, name);
        offset = offset < 0 ? index().find(NameScan.DECLARED_VARIABLE, name) : offset;
        try {
            return offset < 0 ? null : reader.variable(dwarf.dieAt(offset));
        } catch (MalformedException e) {
            return null;
        }
    }

    @Override
    public void forEachName(Kind kind, Consumer<String> action) {
        index().forEach(number(kind), action);
    }
}
