package dev.inquest.core.manifest;

import dev.inquest.api.kernel.FieldManifest.Field;
import dev.inquest.api.kernel.FieldManifest.Missing;
import dev.inquest.api.kernel.FieldManifest.Part;
import dev.inquest.api.kernel.FieldManifest.State;
import dev.inquest.api.kernel.FieldManifest.Struct;
import dev.inquest.api.kernel.FieldManifest.Verdict;
import dev.inquest.api.types.StructType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Checks parts against one kernel's types. */
final class Checker {
    private final Function<List<String>, @Nullable StructType> find;
    private final Function<Struct, String> bind;

    /**
     * Makes a checker.
     *
     * @param find finds a structure by the first of several tags that the kernel has
     * @param bind binds the interface that declares a structure, and tells why it cannot be bound; empty when it can
     */
    Checker(Function<List<String>, @Nullable StructType> find, Function<Struct, String> bind) {
        this.find = find;
        this.bind = bind;
    }

    /** Returns how a part fares. */
    Verdict check(Part part) {
        List<Missing> missing = new ArrayList<>();
        for (Struct struct : part.structs()) {
            check(struct, missing);
        }
        State state = State.COMPLETE;
        for (Missing one : missing) {
            if (one.required()) {
                state = State.UNUSABLE;
            } else if (state == State.COMPLETE && !one.lost().isEmpty()) {
                state = State.DEGRADED;
            }
        }
        return new Verdict(part, state, missing);
    }

    private void check(Struct struct, List<Missing> missing) {
        StructType type = find.apply(struct.tags());
        if (type == null) {
            String since =
                    struct.fields().isEmpty() ? "" : struct.fields().getFirst().since();
            missing.add(new Missing(spelling(struct.tags()), "", struct.required(), struct.lost(), since, ""));
            return;
        }
        boolean lacking = false;
        for (Field field : struct.fields()) {
            if (!has(type, field)) {
                String paths = String.join(" or ", field.paths());
                missing.add(new Missing(type.spelling(), paths, field.required(), field.lost(), field.since(), ""));
                lacking |= field.required();
            }
        }
        if (!lacking) {
            String problem = bind.apply(struct);
            if (!problem.isEmpty()) {
                missing.add(new Missing(type.spelling(), "", struct.required(), struct.lost(), "", problem));
            }
        }
    }

    private static boolean has(StructType type, Field field) {
        for (String path : field.paths()) {
            if (type.find(path) != null) {
                return true;
            }
        }
        return false;
    }

    private static String spelling(List<String> tags) {
        StringBuilder words = new StringBuilder();
        for (String tag : tags) {
            words.append(words.isEmpty() ? "" : " or ");
            words.append(tag.indexOf(' ') < 0 ? "struct " : "").append(tag);
        }
        return words.toString();
    }
}
