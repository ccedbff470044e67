package dev.inquest.core.manifest;

import dev.inquest.api.kernel.FieldManifest.Field;
import dev.inquest.api.kernel.FieldManifest.Struct;
import dev.inquest.api.kernel.KernelObject;
import dev.inquest.api.kernel.KernelStruct;
import dev.inquest.api.kernel.Member;
import dev.inquest.api.kernel.Optional;
import dev.inquest.api.kernel.Reads;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads from annotations what one class declares that it reads. */
final class Declarations {
    private Declarations() {}

    /** Returns the structures that a class declares; none for most classes. */
    static List<Struct> of(Class<?> type) {
        List<Struct> structs = new ArrayList<>();
        KernelStruct bound = type.getAnnotation(KernelStruct.class);
        if (bound != null) {
            structs.add(bound(type, bound));
        }
        for (Reads reads : type.getAnnotationsByType(Reads.class)) {
            structs.add(named(type, reads));
        }
        return structs;
    }

    private static Struct bound(Class<?> type, KernelStruct annotation) {
        List<Field> fields = new ArrayList<>();
        for (Method method : type.getMethods()) {
            Member member = method.getAnnotation(Member.class);
            boolean address =
                    member == null && method.getName().equals("address") && KernelObject.class.isAssignableFrom(type);
            if (Modifier.isAbstract(method.getModifiers()) && !address) {
                List<String> paths = member == null ? List.of(method.getName()) : List.of(member.value());
                Optional optional = method.getAnnotation(Optional.class);
                fields.add(new Field(paths, optional == null, lost(optional), member == null ? "" : member.since()));
            }
        }
        fields.sort(Comparator.comparing(field -> field.paths().getFirst()));
        Optional optional = type.getAnnotation(Optional.class);
        return new Struct(List.of(annotation.value()), optional == null, lost(optional), type.getName(), fields);
    }

    private static String lost(@Nullable Optional optional) {
        return optional == null ? "" : optional.value();
    }

    private static Struct named(Class<?> type, Reads reads) {
        List<Field> fields = new ArrayList<>();
        for (String paths : reads.required()) {
            fields.add(new Field(split(paths), true, "", reads.since()));
        }
        for (String paths : reads.optional()) {
            fields.add(new Field(split(paths), false, reads.lost(), reads.since()));
        }
        return new Struct(List.of(reads.value()), !reads.mayLack(), reads.lost(), type.getName(), fields);
    }

    private static List<String> split(String alternatives) {
        return Arrays.asList(alternatives.split("\\|"));
    }
}
