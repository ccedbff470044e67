package dev.inquest.debuginfo.btf;

import dev.inquest.api.layout.TypeSource;
import dev.inquest.api.types.EnumType;
import dev.inquest.api.types.FunctionType;
import dev.inquest.api.types.MissingTypeException;
import dev.inquest.api.types.Type;
import dev.inquest.debuginfo.data.NamelessEnums;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One BTF section as a table of types; see the package for the format.
 *
 * <p>Looking a type up costs nothing but itself: opening learns where records begin, the first look-up hashes the names, and members are
 * read when they are asked for. A type whose record is damaged is not found; where a type that is in order refers to one that is not, its
 * supplier throws {@link MissingTypeException}.
 */
public final class Btf implements TypeSource, NamelessEnums {
    private static final int ENUMS = 1 << BtfKind.ENUM | 1 << BtfKind.ENUM64;
    private static final int BASES = 1 << BtfKind.INT | 1 << BtfKind.FLOAT;
    private static final byte[] LONG = "long unsigned int".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] CLANG_LONG = "unsigned long".getBytes(StandardCharsets.US_ASCII);

    private final BtfRecords records;
    private final @Nullable Btf base;
    private volatile @Nullable BtfNames names;
    private volatile @Nullable BtfTypes types;

    private Btf(BtfRecords records, @Nullable Btf base) {
        this.records = records;
        this.base = base;
    }

    /**
     * Reads a section. Its bytes are copied, so that it may be unmapped afterwards.
     *
     * @param section the bytes of {@code .BTF}
     * @param order the byte order of the machine
     * @param describe where it comes from, for messages: {@code "BTF of vmlinux"}
     * @throws BtfException when it is damaged, or has kinds that are not known
     */
    public static TypeSource parse(MemorySegment section, ByteOrder order, String describe) throws BtfException {
        return open(section, order, describe, null);
    }

    /**
     * Reads a module's section, which goes on where the kernel's ends.
     *
     * @param section the bytes of {@code .BTF}
     * @param order the byte order of the machine
     * @param describe where it comes from, for messages
     * @param base the kernel's BTF, of the very build that the module was built for
     * @return the module's own types; those of the base are found through them, but not by name
     * @throws BtfException when it is damaged, or has kinds that are not known
     */
    public static TypeSource parseSplit(MemorySegment section, ByteOrder order, String describe, Btf base)
            throws BtfException {
        return open(section, order, describe, base);
    }

    static Btf open(MemorySegment section, ByteOrder order, String describe, @Nullable Btf base) throws BtfException {
        return new Btf(BtfRecords.open(section, order, describe, base == null ? null : base.records), base);
    }

    /** Returns whether this goes on where another section ends. */
    boolean split() {
        return base != null;
    }

    @Override
    public @Nullable Type find(Kind kind, String name) {
        int id = 0;
        if (kind == Kind.BASE) {
            for (String spelling : BaseSpelling.candidates(name)) {
                id = lookUp(BASES, spelling);
                if (id != 0) {
                    break;
                }
            }
        } else {
            id = lookUp(kinds(kind), name);
        }
        return id == 0 ? null : made(id);
    }

    @Override
    public @Nullable Type variable(String name) {
        int id = lookUp(1 << BtfKind.VAR, name);
        return id == 0 ? null : made(id);
    }

    /** DATASEC records, each with a variable's number, its distance from the section's beginning, and its size. */
    @Override
    public void forEachPlaced(Consumer<Placed> action) {
        for (int id = records.firstId(); id < records.endId(); id++) {
            String section = records.kind(id) == BtfKind.DATASEC ? records.string(records.nameOffset(id)) : null;
            for (int i = 0; section != null && i < records.vlen(id); i++) {
                int variable = records.extra(id, i * 3);
                if (variable >= records.firstId()
                        && variable < records.endId()
                        && records.kind(variable) == BtfKind.VAR) {
                    String name = records.string(records.nameOffset(variable));
                    long offset = Integer.toUnsignedLong(records.extra(id, i * 3 + 1));
                    if (name != null) {
                        action.accept(new Placed(
                                section, name, offset, Integer.toUnsignedLong(records.extra(id, i * 3 + 2))));
                    }
                }
            }
        }
    }

    /**
     * Goes over all records: functions are not among the names that are hashed, since hardly anybody asks for them. Of static functions of
     * one name BTF has one, and does not tell which.
     */
    @Override
    public @Nullable FunctionType function(String name, long address, boolean only) {
        byte[] wanted = name.getBytes(StandardCharsets.UTF_8);
        for (int id = records.firstId(); only && id < records.endId(); id++) {
            if (records.kind(id) == BtfKind.FUNC && records.stringIs(records.nameOffset(id), wanted)) {
                return made(id) instanceof FunctionType function ? function : null;
            }
        }
        return null;
    }

    @Override
    public void forEachName(Kind kind, Consumer<String> action) {
        int kinds = kinds(kind);
        for (int id : records.named()) {
            if ((kinds >>> records.kind(id) & 1) != 0) {
                String name = records.string(records.nameOffset(id));
                if (name != null && !name.isEmpty() && lookUp(kinds, name) == id) {
                    action.accept(name);
                }
            }
        }
    }

    @Override
    public @Nullable Constant enumerator(String name) {
        byte[] wanted = name.getBytes(StandardCharsets.UTF_8);
        for (int id = records.firstId(); id < records.endId(); id++) {
            int index = (ENUMS >>> records.kind(id) & 1) == 0 ? -1 : records.constant(id, wanted);
            if (index >= 0 && made(id) instanceof EnumType enumeration) {
                return new Constant(
                        enumeration, enumeration.enumerators().get(index).value());
            }
        }
        return null;
    }

    @Override
    public void forEachNamelessEnum(Consumer<EnumType> action) {
        for (int id = records.firstId(); id < records.endId(); id++) {
            boolean nameless = (ENUMS >>> records.kind(id) & 1) != 0 && records.nameOffset(id) == 0;
            if (nameless && made(id) instanceof EnumType enumeration) {
                action.accept(enumeration);
            }
        }
    }

    /** Finds the definition that a declaration stands for; also in the base. */
    @Nullable
    Type complete(boolean union, String name) {
        Type found = find(union ? Kind.UNION : Kind.STRUCT, name);
        return found == null && base != null ? base.complete(union, name) : found;
    }

    private static int kinds(Kind kind) {
        return switch (kind) {
            case STRUCT -> 1 << BtfKind.STRUCT;
            case UNION -> 1 << BtfKind.UNION;
            case ENUM -> ENUMS;
            case TYPEDEF -> 1 << BtfKind.TYPEDEF;
            case BASE -> BASES;
        };
    }

    private int lookUp(int kinds, String name) {
        return lookUp(kinds, name.getBytes(StandardCharsets.UTF_8));
    }

    private int lookUp(int kinds, byte[] name) {
        if (name.length == 0) {
            return 0;
        }
        BtfNames known = names;
        if (known == null) {
            known = new BtfNames(records);
            names = known;
        }
        return known.find(kinds, name);
    }

    private @Nullable Type made(int id) {
        try {
            return types().type(id);
        } catch (MissingTypeException e) {
            return null;
        }
    }

    private BtfTypes types() {
        BtfTypes known = types;
        if (known == null) {
            synchronized (this) {
                known = types;
                if (known == null) {
                    known = new BtfTypes(records, base == null ? null : base.types(), this, pointerSize());
                    types = known;
                }
            }
        }
        return known;
    }

    /** BTF does not tell the size of pointers; in the kernel it is that of {@code unsigned long}. */
    private long pointerSize() {
        if (base != null) {
            return base.pointerSize();
        }
        int id = lookUp(BASES, LONG);
        id = id != 0 ? id : lookUp(BASES, CLANG_LONG);
        return id != 0 && records.size(id) == 4 ? 4 : 8;
    }
}
