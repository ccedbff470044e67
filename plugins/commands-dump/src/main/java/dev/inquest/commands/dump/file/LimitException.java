package dev.inquest.commands.dump.file;

import java.io.IOException;

/** The dump became larger than the user allows. */
public final class LimitException extends IOException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes an exception.
     *
     * @param limit the largest size in bytes
     */
    public LimitException(long limit) {
        super("the dump would become larger than the limit of " + limit + " bytes (-L); nothing was left behind");
    }
}
