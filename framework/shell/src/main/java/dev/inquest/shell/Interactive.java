package dev.inquest.shell;

import dev.inquest.api.result.Renderer;

/** A stand-in. */
final class Interactive {
    private Interactive() {}

    static int run(Session session, Renderer renderer, Console console, Options options, String version) {
        return 0;
    }
}
