package dev.inquest.api.host;

import org.jspecify.annotations.Nullable;

/** A plugin could not be added. The message is one line for users: which file, what is wrong, what would help. */
public class PluginException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Makes an exception with a message for users. */
    public PluginException(String message) {
        super(message);
    }

    /** Makes an exception with a message for users and the cause for developers. */
    public PluginException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
