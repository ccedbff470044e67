package dev.inquest.debuginfo.bundle;

import dev.inquest.api.layout.TypeSource;
import dev.inquest.api.types.IntType;
import dev.inquest.api.types.MissingTypeException;
import dev.inquest.api.types.Type;
import dev.inquest.debuginfo.data.Cursor;
import dev.inquest.debuginfo.data.MalformedException;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The types and typed variables of a kernel or module by name. */
final class BundleTypes implements TypeSource {
    private final TypeMaker maker;
    private final @Nullable NameIndex names;
    private final @Nullable Blocks variables;
    private final @Nullable NameIndex variableNames;

    BundleTypes(
            TypeMaker maker, @Nullable NameIndex names, @Nullable Blocks variables, @Nullable NameIndex variableNames) {
        this.maker = maker;
        this.names = names;
        this.variables = variables;
        this.variableNames = variableNames;
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
