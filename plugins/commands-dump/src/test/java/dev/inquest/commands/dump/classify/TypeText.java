package dev.inquest.commands.dump.classify;

import dev.inquest.api.layout.TypeSource;
import dev.inquest.api.types.ArrayType;
import dev.inquest.api.types.EnumType;
import dev.inquest.api.types.IntType;
import dev.inquest.api.types.StructType;
import dev.inquest.api.types.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Types from lines of text, as pahole tells them.
 *
 * <pre>
 * line := "struct" TAG SIZE member*        member := NAME "@" OFFSET ":" BYTES [ "*" COUNT ]
 *       | "enum" TAG constant*             constant := NAME "=" NUMBER
 * </pre>
 */
final class TypeText {
    private final Map<String, Type> types = new HashMap<>();

    TypeText(String text) {
        for (String line : text.lines().filter(one -> !one.isBlank()).toList()) {
            String[] words = line.strip().split("\\s+");
            types.put(words[0] + " " + words[1], words[0].equals("struct") ? struct(words) : enumeration(words));
        }
    }

    @Nullable
    Type find(TypeSource.Kind kind, String name) {
        return types.get((kind == TypeSource.Kind.STRUCT ? "struct " : "enum ") + name);
    }

    private static Type struct(String[] words) {
        List<StructType.Member> members = new ArrayList<>();
        for (int i = 3; i < words.length; i++) {
            String[] parts = words[i].split("[@:*]");
            Type number = new IntType("u" + parts[2], Long.parseLong(parts[2]), false, false);
            Type type = parts.length > 3 ? new ArrayType(() -> number, Long.parseLong(parts[3])) : number;
            members.add(new StructType.Member(parts[0], () -> type, 8 * Long.parseLong(parts[1]), 0));
        }
        return new StructType(false, words[1], Long.parseLong(words[2]), () -> members);
    }

    private static Type enumeration(String[] words) {
        List<EnumType.Enumerator> constants = new ArrayList<>();
        for (int i = 2; i < words.length; i++) {
            String[] parts = words[i].split("=");
            constants.add(new EnumType.Enumerator(parts[0], Long.decode(parts[1])));
        }
        return new EnumType(words[1], 4, false, () -> constants);
    }
}
