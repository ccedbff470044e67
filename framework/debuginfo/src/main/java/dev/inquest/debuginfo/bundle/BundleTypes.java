package dev.inquest.debuginfo.bundle;

import dev.inquest.api.layout.TypeSource;
import dev.inquest.api.types.EnumType;
import dev.inquest.api.types.FunctionType;
import dev.inquest.api.types.IntType;
import dev.inquest.api.types.MissingTypeException;
import dev.inquest.api.types.Type;
import dev.inquest.debuginfo.data.Cursor;
import dev.inquest.debuginfo.data.MalformedException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The types and typed variables of a kernel or module by name. */
final class BundleTypes implements TypeSource {
    private final TypeMaker maker;
    private final @Nullable NameIndex names;
    private final @Nullable Blocks variables;
    private final @Nullable NameIndex variableNames;
    private final @Nullable Blocks functions;
    private final BundlePlacement placement;

    BundleTypes(
            TypeMaker maker,
            @Nullable NameIndex names,
            @Nullable Blocks variables,
            @Nullable NameIndex variableNames,
            @Nullable Blocks functions,
            BundlePlacement placement) {
        this.maker = maker;
        this.names = names;
        this.variables = variables;
        this.variableNames = variableNames;
        this.functions = functions;
        this.placement = placement;
    }

    /** Returns the number of a name space in hashes. */
    static int number(Kind kind) {
        return switch (kind) {
            case STRUCT -> Format.STRUCT;
            case UNION -> Format.UNION;
            case ENUM -> Format.ENUM;
            case TYPEDEF -> Format.TYPEDEF;
            case BASE -> Format.INT;
        };
    }

    private static @Nullable Kind kindOf(int record) {
        return switch (record) {
            case Format.STRUCT -> Kind.STRUCT;
            case Format.UNION -> Kind.UNION;
            case Format.ENUM -> Kind.ENUM;
            case Format.TYPEDEF -> Kind.TYPEDEF;
            case Format.INT, Format.FLOAT -> Kind.BASE;
            default -> null;
        };
    }

    @Override
    public @Nullable Type find(Kind kind, String name) {
        if (names == null || name.isEmpty()) {
            return null;
        }
        // Integers have one spelling here, whatever the compiler recorded.
        String wanted = kind == Kind.BASE ? new IntType(name, 1, false, false).spelling() : name;
        byte[] bytes = wanted.getBytes(StandardCharsets.UTF_8);
        int hash = Format.hash(number(kind), bytes);
        int end = names.end(hash);
        try {
            for (int i = names.begin(hash); i < end; i++) {
                if (names.fits(i, hash) && is(names.value(i), kind, bytes)) {
                    return maker.type(names.value(i));
                }
            }
        } catch (MalformedException | MissingTypeException e) {
            return null;
        }
        return null;
    }

    private boolean is(int id, Kind kind, byte[] name) throws MalformedException {
        Cursor in = maker.records().record(id);
        return kindOf(in.u8()) == kind && named(in, name);
    }

    /** Returns whether the text at a cursor has these bytes. */
    static boolean named(Cursor in, byte[] name) throws MalformedException {
        if (in.uleb() != name.length || in.remaining() < name.length) {
            return false;
        }
        int at = in.position();
        for (int i = 0; i < name.length; i++) {
            if (in.data().get(at + i) != name[i]) {
                return false;
            }
        }
        return true;
    }

    @Override
    public @Nullable Type variable(String name) {
        if (variables == null || variableNames == null) {
            return null;
        }
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        int hash = Format.hash(0, bytes);
        int end = variableNames.end(hash);
        try {
            for (int i = variableNames.begin(hash); i < end; i++) {
                if (variableNames.fits(i, hash)) {
                    int type = typeOf(variables, variableNames.value(i), bytes);
                    if (type >= 0) {
                        return maker.type(type);
                    }
                }
            }
        } catch (MalformedException | MissingTypeException e) {
            return null;
        }
        return null;
    }

    @Override
    public @Nullable FunctionType function(String name, long address, boolean only) {
        int section = functions == null ? -1 : placement.covering(address);
        if (functions == null || section < 0) {
            return null;
        }
        long linked = placement.linked(section, address);
        int number = functions.floor(linked, 0);
        try {
            int type = number < 0
                    ? 0
                    : FunctionTypeBlock.of(functions.block(number), functions.key(number), maker.records())
                            .find(linked);
            return type != 0 && maker.type(type) instanceof FunctionType function ? function : null;
        } catch (MalformedException | MissingTypeException e) {
            return null;
        }
    }

    /** Goes over all records, since enumerations without a name are in no index. */
    @Override
    public @Nullable Constant enumerator(String name) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        AtomicReference<@Nullable Constant> found = new AtomicReference<>();
        maker.records().forEach(id -> {
            found.set(constant(id, name, bytes));
            return found.get() == null;
        });
        return found.get();
    }

    private @Nullable Constant constant(int id, String name, byte[] bytes) {
        try {
            Cursor in = maker.records().record(id);
            if (in.u8() == Format.ENUM && mentions(in, bytes) && maker.type(id) instanceof EnumType enumeration) {
                for (EnumType.Enumerator one : enumeration.enumerators()) {
                    if (one.name().equals(name)) {
                        return new Constant(enumeration, one.value());
                    }
                }
            }
        } catch (MalformedException | MissingTypeException e) {
            return null;
        }
        return null;
    }

    /** Returns whether the rest of a record has certain bytes in it. */
    private static boolean mentions(Cursor in, byte[] bytes) {
        int last = in.position() + in.remaining() - bytes.length;
        for (int at = in.position(); at <= last; at++) {
            int i = 0;
            while (i < bytes.length && in.data().get(at + i) == bytes[i]) {
                i++;
            }
            if (i == bytes.length) {
                return true;
            }
        }
        return false;
    }

    /** Returns the type of a variable when it has that name, otherwise -1. */
    private int typeOf(Blocks in, int record, byte[] name) throws MalformedException {
        int number = in.blockOf(record);
        if (number < 0) {
            return -1;
        }
        Cursor at = in.block(number).cursor();
        for (int i = record - in.first(number); i > 0; i--) {
            at.skip(at.uleb());
            at.skipLeb();
        }
        if (!named(at, name)) {
            return -1;
        }
        at.skip(name.length);
        return maker.records().reference(at);
    }

    @Override
    public void forEachName(Kind kind, Consumer<String> action) {
        for (int i = 0; names != null && i < names.count(); i++) {
            try {
                Cursor in = maker.records().record(names.value(i));
                if (kindOf(in.u8()) == kind) {
                    action.accept(Identity.text(in));
                }
            } catch (MalformedException e) {
                // The others are in order.
            }
        }
    }
}
