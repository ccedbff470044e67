package dev.inquest.debuginfo.btf;

import dev.inquest.api.types.ArrayType;
import dev.inquest.api.types.EnumType;
import dev.inquest.api.types.FloatType;
import dev.inquest.api.types.FunctionType;
import dev.inquest.api.types.IntType;
import dev.inquest.api.types.MissingTypeException;
import dev.inquest.api.types.PointerType;
import dev.inquest.api.types.QualifiedType;
import dev.inquest.api.types.StructType;
import dev.inquest.api.types.Type;
import dev.inquest.api.types.TypedefType;
import dev.inquest.api.types.VoidType;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes the types of one section, each once and when first asked for. Suppliers are small named classes, because a lambda's first use
 * costs a short-lived process more than all the types that it looks up.
 */
final class BtfTypes {
    /** Longer chains of typedefs, qualifiers and arrays are taken for cycles. */
    private static final int LONGEST_CHAIN = 64;

    private final BtfRecords records;
    private final @Nullable BtfTypes base;
    private final Btf owner;
    private final long pointerSize;
    private final AtomicReferenceArray<Type> made;
    private final BtfNesting nesting;

    BtfTypes(BtfRecords records, @Nullable BtfTypes base, Btf owner, long pointerSize) {
        this.records = records;
        this.base = base;
        this.owner = owner;
        this.pointerSize = pointerSize;
        this.made = new AtomicReferenceArray<>(records.endId() - records.firstId());
        this.nesting = new BtfNesting(records);
    }

    /**
     * Returns the type of a number.
     *
     * @throws MissingTypeException when the section is damaged there
     */
    Type type(int id) {
        if (id == 0) {
            return VoidType.VOID;
        }
        if (!records.has(id)) {
            throw damaged(id, "does not exist");
        }
        if (id < records.firstId()) {
            return base == null ? VoidType.VOID : base.type(id);
        }
        int slot = id - records.firstId();
        Type type = made.get(slot);
        if (type == null) {
            Type fresh = make(id);
            type = made.compareAndExchange(slot, null, fresh);
            if (type == null) {
                type = fresh;
            }
        }
        return type;
    }

    private MissingTypeException damaged(int id, String what) {
        return new MissingTypeException(records.describe() + " is damaged: type " + id + " " + what);
    }

    private String name(int id) {
        String name = records.string(records.nameOffset(id));
        if (name == null) {
            throw damaged(id, "has a name outside the strings");
        }
        return name;
    }

    private @Nullable String tag(int id) {
        String name = name(id);
        return name.isEmpty() ? null : name;
    }

    private Type make(int id) {
        return switch (records.kind(id)) {
            case BtfKind.INT -> integer(id);
            case BtfKind.FLOAT -> new FloatType(name(id), records.size(id));
            case BtfKind.PTR -> new PointerType(pointerSize, new Reference(this, records.target(id)));
            case BtfKind.ARRAY -> {
                checkChain(id);
                // BTF does not tell [] from [0]; kernels have hardly any of the latter left.
                long count = records.extra(id, 2) & 0xffffffffL;
                yield new ArrayType(new Reference(this, records.extra(id, 0)), count == 0 ? -1 : count);
            }
            case BtfKind.STRUCT, BtfKind.UNION ->
                new StructType(
                        records.kind(id) == BtfKind.UNION,
                        tag(id),
                        records.size(id),
                        new BtfMembers(records, this, nesting, id));
            case BtfKind.ENUM, BtfKind.ENUM64 -> enumeration(id);
            case BtfKind.FWD -> forward(id);
            case BtfKind.TYPEDEF -> {
                checkChain(id);
                yield new TypedefType(name(id), new Reference(this, records.target(id)));
            }
            case BtfKind.CONST -> qualified("const", id);
            case BtfKind.VOLATILE -> qualified("volatile", id);
            case BtfKind.RESTRICT -> qualified("restrict", id);
            // Neither has a counterpart in C's types: a tag is an attribute, a function or variable has the type it
            // refers to.
            case BtfKind.TYPE_TAG, BtfKind.FUNC, BtfKind.VAR -> {
                checkChain(id);
                yield type(records.target(id));
            }
            case BtfKind.FUNC_PROTO -> BtfFunctions.make(records, this, id);
            default -> throw damaged(id, "is used as a type but is none");
        };
    }

    private Type qualified(String qualifier, int id) {
        checkChain(id);
        return new QualifiedType(qualifier, new Reference(this, records.target(id)));
    }

    private Type integer(int id) {
        long size = records.size(id);
        if (size < 1 || size > 16) {
            throw damaged(id, "is an integer of " + size + " bytes");
        }
        int encoding = records.extra(id, 0) >>> 24 & 0xf;
        return new IntType(name(id), size, (encoding & 1) != 0, (encoding & 4) != 0);
    }

    private Type enumeration(int id) {
        long size = records.size(id);
        if (size < 1 || size > 8) {
            throw damaged(id, "is an enumeration of " + size + " bytes");
        }
        boolean wide = records.kind(id) == BtfKind.ENUM64;
        boolean signed = records.kindFlag(id);
        if (!wide && !records.enumsTellSign()) {
            for (int i = 0; i < records.vlen(id); i++) {
                signed |= records.extra(id, i * 2 + 1) < 0;
            }
        }
        return new EnumType(tag(id), size, signed, new BtfEnumerators(records, id, wide, signed));
    }

    /** A declaration stands for its definition where there is one under its name. */
    private Type forward(int id) {
        boolean union = records.kindFlag(id);
        String name = name(id);
        Type definition = owner.complete(union, name);
        return definition != null ? definition : new StructType(union, name, -1, Empty.INSTANCE);
    }

    /**
     * Makes sure that typedefs, qualifiers, tags and array elements come to an end, on which the sizes of types rely.
     *
     * @throws MissingTypeException when they do not
     */
    private void checkChain(int first) {
        int id = first;
        for (int step = 0; step < LONGEST_CHAIN; step++) {
            if (id == 0) {
                return;
            }
            if (!records.has(id)) {
                throw damaged(first, "leads to type " + id + ", which does not exist");
            }
            int next = next(records.of(id), id);
            if (next < 0) {
                return;
            }
            id = next;
        }
        throw damaged(first, "does not come to an end");
    }

    /** Returns the type whose size a type has or multiplies, or -1 when it has one of its own. */
    static int next(BtfRecords records, int id) {
        return switch (records.kind(id)) {
            case BtfKind.TYPEDEF,
                    BtfKind.CONST,
                    BtfKind.VOLATILE,
                    BtfKind.RESTRICT,
                    BtfKind.TYPE_TAG,
                    BtfKind.FUNC,
                    BtfKind.VAR -> Math.max(records.target(id), 0);
            case BtfKind.ARRAY -> Math.max(records.extra(id, 0), 0);
            default -> -1;
        };
    }

    /** Names a type by its number. */
    record Reference(BtfTypes types, int id) implements Supplier<Type> {
        @Override
        public Type get() {
            return types.type(id);
        }
    }

    private enum Empty implements Supplier<List<StructType.Member>> {
        INSTANCE;

        @Override
        public List<StructType.Member> get() {
            return List.of();
        }
    }

    /** Makes function types; apart, because hardly any command needs them. */
    private static final class BtfFunctions {
        static Type make(BtfRecords records, BtfTypes types, int id) {
            int count = records.vlen(id);
            boolean variadic =
                    count > 0 && records.extra(id, count * 2 - 2) == 0 && records.extra(id, count * 2 - 1) == 0;
            return new FunctionType(
                    new Reference(types, records.target(id)),
                    new BtfParameters(records, types, id, variadic ? count - 1 : count),
                    variadic);
        }
    }
}
