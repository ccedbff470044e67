package dev.inquest.debuginfo.bundle;

import dev.inquest.debuginfo.data.Cursor;
import dev.inquest.debuginfo.data.MalformedException;
import org.jspecify.annotations.Nullable;

/** Texts by their numbers from 1, for names of files and functions. */
final class Texts {
    private final Blocks blocks;

    Texts(Blocks blocks) {
        this.blocks = blocks;
    }

    /** Returns a text; null for 0. */
    @Nullable
    String text(long number) throws MalformedException {
        Cursor in = cursor(number);
        return in == null ? null : Identity.text(in);
    }

    /** Returns the number that follows a text. */
    long number(long number) throws MalformedException {
        Cursor in = cursor(number);
        if (in == null) {
            return 0;
        }
        in.skip(in.uleb());
        return in.uleb();
    }

    private @Nullable Cursor cursor(long number) throws MalformedException {
        if (number <= 0 || number > blocks.records()) {
            return null;
        }
        int index = (int) number - 1;
        int block = blocks.blockOf(index);
        if (block < 0) {
            return null;
        }
        Cursor in = blocks.block(block).cursor();
        for (int i = index - blocks.first(block); i > 0; i--) {
            in.skip(in.uleb());
            in.skipLeb();
        }
        return in;
    }
}
