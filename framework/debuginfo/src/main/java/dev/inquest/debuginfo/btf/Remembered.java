package dev.inquest.debuginfo.btf;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes something when it is first asked for, and keeps it. Two threads may both make it; one result is as good as the other. */
abstract class Remembered<T> implements Supplier<T> {
    private volatile @Nullable T value;

    abstract T make();

    @Override
    public final T get() {
        T known = value;
        if (known == null) {
            known = make();
            value = known;
        }
        return known;
    }
}
