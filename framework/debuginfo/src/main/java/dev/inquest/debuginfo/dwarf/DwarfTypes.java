package dev.inquest.debuginfo.dwarf;

import dev.inquest.api.layout.LayoutSource;
import dev.inquest.api.layout.TypeSource;
import dev.inquest.api.types.EnumType;
import dev.inquest.api.types.FunctionType;
import dev.inquest.api.types.IntType;
import dev.inquest.api.types.Type;
import dev.inquest.debuginfo.data.MalformedException;
import dev.inquest.debuginfo.data.NamelessEnums;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Types and typed variables by name. The index of names is built when the first name is asked for. */
final class DwarfTypes implements TypeSource, NamelessEnums {
    /** {@code DW_LANG_Mips_Assembler}. */
    private static final long ASSEMBLER = 0x8001;

    private static final int MOST_REMEMBERED = 1000;

    /** Names that no enumerator has: an expression with a slip of the pen is looked at twice, and each time all units are. */
    private final Set<String> noEnumerators = ConcurrentHashMap.newKeySet();

    private final Dwarf dwarf;
    private final UnitCodes units;
    private final Indices indices;
    private final TypeReader reader;
    private final @Nullable LayoutSource others;
    private volatile @Nullable NameIndex index;
    private volatile @Nullable NameIndex sharedIndex;

    /**
     * Types.
     *
     * @param dwarf the entries
     * @param units finds functions by address
     * @param indices gives the index of names
     * @param others gives the complete types of what a unit only declares, without an index; null when there is no such source
     */
    DwarfTypes(Dwarf dwarf, UnitCodes units, Indices indices, @Nullable LayoutSource others) {
        this.dwarf = dwarf;
        this.units = units;
        this.indices = indices;
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
                    ready = indices.names();
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

    /** Returns the first entry of a kind and name, of the supplementary file where the file itself has none; or null. */
    private @Nullable Die named(int kind, String name) throws MalformedException {
        int offset = index().find(kind, name);
        if (offset >= 0) {
            return dwarf.dieAt(offset);
        }
        NameIndex shared = sharedIndex();
        Dwarf supplement = dwarf.supplement();
        int elsewhere = shared == null ? -1 : shared.find(kind, name);
        return elsewhere < 0 || supplement == null ? null : supplement.dieAt(elsewhere);
    }

    private @Nullable NameIndex sharedIndex() {
        Dwarf supplement = dwarf.supplement();
        NameIndex ready = sharedIndex;
        if (ready == null && supplement != null) {
            synchronized (this) {
                ready = sharedIndex;
                if (ready == null) {
                    ready = NameIndex.build(supplement);
                    sharedIndex = ready;
                }
            }
        }
        return ready;
    }

    @Override
    public @Nullable Type find(Kind kind, String name) {
        try {
            Die die = named(number(kind), name);
            if (die == null && kind == Kind.BASE) {
                String other = otherSpelling(name);
                die = other == null ? null : named(number(kind), other);
            }
            return die == null ? null : reader.type(die);
        } catch (MalformedException e) {
            return null;
        }
    }

    /** GCC records {@code long unsigned int}, Clang {@code unsigned long}; either finds the other. */
    private @Nullable String otherSpelling(String name) {
        String wanted = new IntType(name, 1, false, false).spelling();
        List<String> candidates = new ArrayList<>(1);
        forEachName(Kind.BASE, candidate -> {
            if (new IntType(candidate, 1, false, false).spelling().equals(wanted)) {
                candidates.add(candidate);
            }
        });
        return candidates.isEmpty() ? null : candidates.getFirst();
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
        Die complete = named(number(kind), name);
        return complete == null || complete.same(declaration) || complete.flag(At.DECLARATION)
                ? null
                : reader.type(complete);
    }

    @Override
    public boolean ready() {
        return false;
    }

    @Override
    public @Nullable Type variable(String name) {
        try {
            Die die = named(NameScan.VARIABLE, name);
            die = die == null ? named(NameScan.DECLARED_VARIABLE, name) : die;
            return die == null ? null : reader.variable(die);
        } catch (MalformedException e) {
            return null;
        }
    }

    @Override
    public @Nullable FunctionType function(String name, long address, boolean only) {
        try {
            long linked = address - dwarf.sections().bias();
            UnitCode code = units.find(linked);
            Die function = code == null ? null : code.function(linked);
            if (code == null || function == null || !Ranges.of(dwarf, function).startsAt(linked)) {
                return null;
            }
            // Assemblers write entries for functions too, and know nothing of their types.
            Unit unit = code.unit();
            boolean assembler = dwarf.die(unit, unit.root()).number(At.LANGUAGE, 0) == ASSEMBLER;
            return !assembler && reader.type(function.root()) instanceof FunctionType type ? type : null;
        } catch (MalformedException e) {
            return null;
        }
    }

    /** Goes over the enumerations with a name, and then over all units for those without. */
    @Override
    public @Nullable Constant enumerator(String name) {
        if (noEnumerators.contains(name)) {
            return null;
        }
        Constant found = anyEnumerator(name);
        if (found == null && noEnumerators.size() < MOST_REMEMBERED) {
            noEnumerators.add(name);
        }
        return found;
    }

    private @Nullable Constant anyEnumerator(String name) {
        Constant named = TypeSource.super.enumerator(name);
        if (named != null) {
            return named;
        }
        AtomicReference<@Nullable Constant> found = new AtomicReference<>();
        EnumScan.run(dwarf, die -> {
            for (Die child : die.dwarf().children(die)) {
                if (child.tag() == Tag.ENUMERATOR && name.equals(child.name())) {
                    found.set(constant(die, name));
                }
            }
            return found.get() == null;
        });
        return found.get();
    }

    private @Nullable Constant constant(Die die, String name) throws MalformedException {
        if (reader.type(die) instanceof EnumType enumeration) {
            for (EnumType.Enumerator one : enumeration.enumerators()) {
                if (one.name().equals(name)) {
                    return new Constant(enumeration, one.value());
                }
            }
        }
        return null;
    }

    @Override
    public void forEachNamelessEnum(Consumer<EnumType> action) {
        EnumScan.run(dwarf, die -> {
            if (reader.type(die) instanceof EnumType enumeration) {
                action.accept(enumeration);
            }
            return true;
        });
    }

    @Override
    public void forEachName(Kind kind, Consumer<String> action) {
        NameIndex shared = sharedIndex();
        if (shared == null) {
            index().forEach(number(kind), action);
            return;
        }
        Set<String> names = new LinkedHashSet<>();
        index().forEach(number(kind), names::add);
        shared.forEach(number(kind), names::add);
        names.forEach(action);
    }
}
