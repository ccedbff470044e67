package dev.inquest.expression;

import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.layout.LayoutSource;
import dev.inquest.api.layout.TypeSource;
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
                    TypeSource.Constant found = types.enumerator(name);
                    if (found != null) {
                        return Operand.number(found.type(), found.value());
                    }
                }
            }
        }
        return null;
    }
}
