package dev.inquest.commands.dump.file;

import java.io.IOException;

/** A dump will certainly not fit where it is to be written; nothing was begun. */
public final class NoRoomException extends IOException {
    private static final long serialVersionUID = 1L;

    /** Makes an exception with a message for users, without the file's name. */
    public NoRoomException(String message) {
        super(message);
    }
}
