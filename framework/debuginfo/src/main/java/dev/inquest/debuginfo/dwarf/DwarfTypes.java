package dev.inquest.debuginfo.dwarf;

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
    private volatile @Nullable NameIndex index;

    DwarfTypes(Dwarf dwarf) {
        this.dwarf = dwarf;
        this.reader = new TypeReader(dwarf, this::complete);
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

    /** Returns the complete type that a declaration stands for, or -1. */
    private int complete(int tag, String name) {
        return index().find(
                        tag == Tag.UNION_TYPE
                                ? NameScan.UNION
                                : tag == Tag.ENUMERATION_TYPE ? NameScan.ENUM : NameScan.STRUCT,
                        name);
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
