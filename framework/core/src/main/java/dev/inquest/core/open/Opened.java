package dev.inquest.core.open;

import java.util.ArrayList;
import java.util.List;

/** What was opened so far, so that a failure closes all of it. What a session has taken over is kept. */
final class Opened implements AutoCloseable {
    private final List<AutoCloseable> things = new ArrayList<>();

    <T extends AutoCloseable> T add(T thing) {
        things.add(thing);
        return thing;
    }

    /** Leaves everything open: somebody else closes it from now on. */
    void keep() {
        things.clear();
    }

    @Override
    public void close() {
        for (AutoCloseable thing : things.reversed()) {
            try {
                thing.close();
            } catch (Exception ignored) {
                // One that does not close must not keep the others open; it is of no use to anybody by now.
            }
        }
        things.clear();
    }
}
