package dev.inquest.expression;

import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.layout.LayoutSource;
import dev.inquest.api.layout.TypeSource;
import dev.inquest.api.types.EnumType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the constants of enumerations by name. */
final class Enumerators {
    private final Kernel kernel;

    Enumerators(Kernel kernel) {
        this.kernel = kernel;
    }

    @Nullable
    Operand find(String name) {
        // Tables that need an index to be built are asked last.
        for (boolean ready : new boolean[] {true, false}) {
            for (LayoutSource layout : kernel.layouts()) {
                TypeSource types = layout.types();
                if (types != null && types.ready() == ready) {
                    Operand found = find(types, name);
                    if (found != null) {
                        return found;
                    }
                }
            }
        }
        return null;
    }

    private static @Nullable Operand find(TypeSource types, String name) {
        List<String> tags = new ArrayList<>();
        types.forEachName(TypeSource.Kind.ENUM, tags::add);
        for (String tag : tags) {
            if (types.find(TypeSource.Kind.ENUM, tag) instanceof EnumType enumeration) {
                for (EnumType.Enumerator enumerator : enumeration.enumerators()) {
                    if (enumerator.name().equals(name)) {
                        return Operand.number(enumeration, enumerator.value());
                    }
                }
            }
        }
        return null;
    }
}
