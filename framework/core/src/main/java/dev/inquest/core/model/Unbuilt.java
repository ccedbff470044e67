package dev.inquest.core.model;

import dev.inquest.api.types.MissingTypeException;

/** Stands for a part of the model that is still to come. */
final class Unbuilt {
    private Unbuilt() {}

    static MissingTypeException part() {
        return new MissingTypeException("not built yet");
    }

    /** Throws; not an unconditional throw in the eyes of the compiler. */
    static <T> T instead(T value) {
        if (value != null) {
            throw part();
        }
        return value;
    }
}
