package dev.inquest.api.host;

import java.nio.file.Path;
import java.util.Map;

/**
 * Something that a plugin says of itself in its manifest ({@code Provide-Capability}, OSGi Core 8, section 3.3.3); the plugin need not run
 * for it to be known.
 *
 * @param plugin the bundle's symbolic name
 * @param file the jar
 * @param attributes the clause's attributes by name, without their types
 */
public record PluginCapability(String plugin, Path file, Map<String, String> attributes) {
    /** Makes a description; the map is copied. */
    public PluginCapability {
        attributes = Map.copyOf(attributes);
    }
}
