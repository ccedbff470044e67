package dev.inquest.commands.expression;

import dev.inquest.api.command.CommandException;
import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.layout.TypeSource;
import dev.inquest.api.types.StructType;
import dev.inquest.api.types.Type;
import java.util.List;

/** Looks structures up by the names that users type. */
final class Structures {
    private static final List<TypeSource.Kind> KINDS =
            List.of(TypeSource.Kind.STRUCT, TypeSource.Kind.UNION, TypeSource.Kind.TYPEDEF);

    private Structures() {}

    /** Returns a struct or union by its tag, or by the name of a typedef for one. */
    static StructType find(Kernel kernel, String command, String name) throws CommandException {
        Type other = null;
        for (TypeSource.Kind kind : KINDS) {
            Type type = kernel.searchType(kind, name);
            if (type != null && type.bare() instanceof StructType struct) {
                return struct;
            }
            other = type == null ? other : type;
        }
        throw CommandException.failed(
                other == null
                        ? command + ": no source of types knows a structure " + name
                        : command + ": " + name + " is no structure but "
                                + other.bare().spelling());
    }

    /** Returns a member by its path, or says which one is missing. */
    static StructType.Place member(StructType struct, String command, String path) throws CommandException {
        StructType.Place place = struct.find(path);
        if (place == null) {
            throw CommandException.failed(command + ": " + struct.spelling() + " has no member " + path);
        }
        return place;
    }

    /** Splits {@code name.member,member} at its first dot: the structure's name, and the rest, which may be empty. */
    static String[] split(String text) {
        int dot = text.indexOf('.');
        return dot < 0 ? new String[] {text, ""} : new String[] {text.substring(0, dot), text.substring(dot + 1)};
    }
}
