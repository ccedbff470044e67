package dev.inquest.debuginfo.fakes;

import java.util.Objects;

/** Messages of exceptions, which must have one. */
public final class Messages {
    private Messages() {}

    public static String of(Throwable thrown) {
        return Objects.requireNonNull(thrown.getMessage());
    }
}
