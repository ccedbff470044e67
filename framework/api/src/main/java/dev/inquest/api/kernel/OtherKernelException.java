package dev.inquest.api.kernel;

import dev.inquest.api.image.OpenException;

/** A vmlinux, or other debug information, was given that is of another kernel or of another machine than the dump. */
public final class OtherKernelException extends OpenException {
    private static final long serialVersionUID = 1L;

    /** Makes an exception with a message for users. */
    public OtherKernelException(String message) {
        super(message);
    }
}
