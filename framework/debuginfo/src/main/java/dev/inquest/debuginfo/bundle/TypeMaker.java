package dev.inquest.debuginfo.bundle;

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
import dev.inquest.debuginfo.data.Cursor;
import dev.inquest.debuginfo.data.MalformedException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes types of records, each once and when it is first asked for. Suppliers are small named classes, which start faster than lambdas. */
final class TypeMaker {
    private static final String[] QUALIFIERS = {"const", "volatile", "restrict", "_Atomic"};

    private final TypeRecords records;
    private final Map<Integer, Type> made = new ConcurrentHashMap<>();

    TypeMaker(TypeRecords records) {
        this.records = records;
    }

    TypeRecords records() {
        return records;
    }

    /**
     * Returns the type of a number; 0 is void.
     *
     * @throws MissingTypeException when the file is damaged there
     */
    Type type(int id) {
        if (id == 0) {
            return VoidType.VOID;
        }
        Type type = made.get(id);
        if (type == null) {
            try {
                Type fresh = make(id);
                Type other = made.putIfAbsent(id, fresh);
                type = other == null ? fresh : other;
            } catch (MalformedException e) {
                throw damaged(id, e);
            }
        }
        return type;
    }

    private MissingTypeException damaged(int id, MalformedException e) {
        return records.damaged(id, "cannot be read: " + e.getMessage());
    }

    private Type make(int id) throws MalformedException {
        Cursor in = records.record(id);
        int kind = in.u8();
        return switch (kind) {
            case Format.INT -> {
                String name = Identity.text(in);
                long size = size(in, id);
                int flags = in.u8();
                yield new IntType(name, size, (flags & 1) != 0, (flags & 2) != 0);
            }
            case Format.FLOAT -> new FloatType(Identity.text(in), size(in, id));
            case Format.POINTER -> new PointerType(size(in, id), reference(in));
            case Format.ARRAY -> {
                records.checkChain(id);
                long count = in.uleb() - 1;
                yield new ArrayType(reference(in), count);
            }
            case Format.STRUCT, Format.UNION -> {
                String tag = Identity.text(in);
                yield new StructType(
                        kind == Format.UNION, tag.isEmpty() ? null : tag, in.uleb() - 1, new Members(this, id));
            }
            case Format.ENUM -> {
                String tag = Identity.text(in);
                long size = in.uleb() - 1;
                boolean signed = in.u8() != 0;
                yield new EnumType(tag.isEmpty() ? null : tag, size, signed, new Enumerators(this, id));
            }
            case Format.TYPEDEF -> {
                records.checkChain(id);
                String name = Identity.text(in);
                yield new TypedefType(name, reference(in));
            }
            case Format.QUALIFIED -> {
                records.checkChain(id);
                int qualifier = in.u8();
                if (qualifier >= QUALIFIERS.length) {
                    throw in.malformed("qualifier " + qualifier);
                }
                yield new QualifiedType(QUALIFIERS[qualifier], reference(in));
            }
            case Format.FUNCTION -> {
                boolean variadic = in.u8() != 0;
                yield new FunctionType(reference(in), new Parameters(this, id), variadic);
            }
            default -> throw in.malformed("kind " + kind + " is not known");
        };
    }

    private long size(Cursor in, int id) throws MalformedException {
        long size = in.uleb();
        if (size < 0 || size > 64) {
            throw records.damaged(id, "has " + Long.toUnsignedString(size) + " bytes");
        }
        return size;
    }

    private Supplier<Type> reference(Cursor in) throws MalformedException {
        return new Reference(this, records.reference(in));
    }

    /** Names a type by its number. */
    private record Reference(TypeMaker maker, int id) implements Supplier<Type> {
        @Override
        public Type get() {
            return maker.type(id);
        }
    }

    /** Reads something of a type when it is first asked for. */
    private abstract static class Late<T> implements Supplier<T> {
        final TypeMaker maker;
        final int id;
        private volatile @Nullable T ready;

        Late(TypeMaker maker, int id) {
            this.maker = maker;
            this.id = id;
        }

        abstract T read() throws MalformedException;

        @Override
        public T get() {
            T known = ready;
            if (known == null) {
                try {
                    known = read();
                } catch (MalformedException e) {
                    throw maker.damaged(id, e);
                }
                ready = known;
            }
            return known;
        }
    }

    private static final class Members extends Late<List<StructType.Member>> {
        Members(TypeMaker maker, int id) {
            super(maker, id);
        }

        @Override
        List<StructType.Member> read() throws MalformedException {
            maker.records.checkNesting(id);
            StructRecord struct = StructRecord.read(maker.records, id);
            List<StructType.Member> members = new ArrayList<>(struct.names.length);
            for (int i = 0; i < struct.names.length; i++) {
                String name = struct.names[i];
                members.add(new StructType.Member(
                        name.isEmpty() ? null : name,
                        new Reference(maker, struct.types[i]),
                        struct.bits[i],
                        struct.widths[i]));
            }
            return Collections.unmodifiableList(members);
        }
    }

    private static final class Enumerators extends Late<List<EnumType.Enumerator>> {
        Enumerators(TypeMaker maker, int id) {
            super(maker, id);
        }

        @Override
        List<EnumType.Enumerator> read() throws MalformedException {
            Cursor in = maker.records.record(id);
            in.skip(1);
            in.skip(in.uleb());
            in.skipLeb();
            in.skip(1);
            List<EnumType.Enumerator> enumerators = new ArrayList<>();
            long value = -1;
            while (!in.atEnd()) {
                String name = Identity.text(in);
                value += in.sleb() + 1;
                enumerators.add(new EnumType.Enumerator(name, value));
            }
            return Collections.unmodifiableList(enumerators);
        }
    }

    private static final class Parameters extends Late<List<FunctionType.Parameter>> {
        Parameters(TypeMaker maker, int id) {
            super(maker, id);
        }

        @Override
        List<FunctionType.Parameter> read() throws MalformedException {
            Cursor in = maker.records.record(id);
            in.skip(2);
            in.skipLeb();
            List<FunctionType.Parameter> parameters = new ArrayList<>();
            while (!in.atEnd()) {
                String name = Identity.text(in);
                Type type = maker.type(maker.records.reference(in));
                parameters.add(new FunctionType.Parameter(name.isEmpty() ? null : name, type));
            }
            return Collections.unmodifiableList(parameters);
        }
    }
}
