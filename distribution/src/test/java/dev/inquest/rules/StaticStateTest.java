package dev.inquest.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Several dumps are open in one process, so no class has state of its own. */
class StaticStateTest {

    @Test
    void noStaticFieldCanChange() throws Exception {
        Set<String> broken = new TreeSet<>();
        int fields = 0;
        for (Path jar : Jars.all()) {
            for (String name : classNames(jar)) {
                Class<?> type = Class.forName(name, false, getClass().getClassLoader());
                for (Field field : type.getDeclaredFields()) {
                    if (Modifier.isStatic(field.getModifiers()) && !field.isSynthetic()) {
                        fields++;
                        String reason = reason(field);
                        if (reason != null) {
                            broken.add(name + "." + field.getName() + " " + reason);
                        }
                    }
                }
            }
        }
        assertTrue(fields > 50, "only " + fields + " fields");
        assertEquals(Set.of(), broken);
    }

    private static @Nullable String reason(Field field) throws IllegalAccessException {
        if (!Modifier.isFinal(field.getModifiers())) {
            return "is not final";
        }
        Class<?> type = field.getType();
        if (type.isPrimitive() || type.isArray() || type.isEnum()) {
            // Arrays are tables of constants; nothing tells whether somebody writes to one.
            return null;
        }
        if (type.getName().startsWith("java.util.concurrent.atomic.")
                || ThreadLocal.class.isAssignableFrom(type)
                || type == StringBuilder.class) {
            return "is a " + type.getSimpleName();
        }
        if (Collection.class.isAssignableFrom(type) || Map.class.isAssignableFrom(type)) {
            field.setAccessible(true);
            return mutable(field.get(null));
        }
        return null;
    }

    private static @Nullable String mutable(@Nullable Object value) {
        if (value == null || value instanceof EnumSet<?> || value instanceof EnumMap<?, ?>) {
            return value == null ? null : "is a " + value.getClass().getSimpleName() + ", which can change";
        }
        String name = value.getClass().getName();
        boolean fixed = List.of("java.util.ImmutableCollections$", "java.util.Collections$").stream()
                .anyMatch(name::startsWith);
        return fixed ? null : "is a " + name + ", which can change";
    }

    private static List<String> classNames(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            return file.stream()
                    .map(entry -> entry.getName())
                    .filter(name -> name.startsWith("dev/inquest/")
                            && name.endsWith(".class")
                            && !name.endsWith("package-info.class"))
                    .map(name ->
                            name.substring(0, name.length() - ".class".length()).replace('/', '.'))
                    .toList();
        }
    }
}
