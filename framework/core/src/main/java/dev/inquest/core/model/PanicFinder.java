package dev.inquest.core.model;

import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.kernel.PanicInfo;
import dev.inquest.api.types.MissingTypeException;

/** Finds out who died. */
public final class PanicFinder {
    /** Makes the finder; nothing is read yet. */
    public PanicFinder(Kernel kernel) {}

    /** Returns who died; called once. */
    public PanicInfo find() {
        throw new MissingTypeException("not built yet");
    }
}
