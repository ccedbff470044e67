package dev.inquest.api.host;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one bundle.
 *
 * @param name the bundle's symbolic name, for instance {@code inquest.format.kdump}; the file's name when it is no bundle
 * @param version the bundle's version; empty when it is no bundle
 * @param kind what it is for: the kinds of the services that it declares, joined by {@code ", "}, each one of {@code container},
 *     {@code format}, {@code arch}, {@code layout}, {@code command}, {@code renderer}; {@code framework} for the host's own
 *     bundles, {@code library} for one that only lends packages, {@code unknown} when that could not be found out
 * @param provides what it adds, in the words that users type or see: names of commands, formats, architectures, renderers; for a
 *     library its packages. For a plugin that is not active only what can be told without running it
 * @param state whether it works
 * @param origin the file that it came from, as an absolute path
 * @param problem why it is not active, in one sentence; null when it is
 */
public record PluginInfo(
        String name,
        String version,
        String kind,
        List<String> provides,
        State state,
        String origin,
        @Nullable String problem) {

    /** Makes a description; the list is copied. */
    public PluginInfo {
        provides = List.copyOf(provides);
    }

    /** Whether a plugin works. */
    public enum State {
        /** It serves. */
        ACTIVE,
        /** It works, but another version of the same plugin serves, or a copy of it was found earlier. */
        SUPERSEDED,
        /** What it needs is not there. */
        UNRESOLVED,
        /** It was resolved, but it or one of its services failed to start. */
        FAILED,
        /** The file cannot be read as a bundle. */
        INVALID
    }
}
