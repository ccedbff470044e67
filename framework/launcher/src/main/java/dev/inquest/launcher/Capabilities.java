package dev.inquest.launcher;

import dev.inquest.api.host.PluginCapability;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.osgi.framework.Constants;

/** What manifests say under {@code Provide-Capability} (OSGi Core 8, section 3.3.3). */
final class Capabilities {
    /** The namespace of layout bundles. */
    static final String LAYOUT = "inquest.layout";

    private Capabilities() {}

    /** Returns a bundle's capabilities of a namespace. */
    static List<PluginCapability> of(BundleFile file, String namespace) {
        List<PluginCapability> found = new ArrayList<>();
        String header = file.headers().get(Constants.PROVIDE_CAPABILITY);
        if (header == null || !header.contains(namespace)) {
            return found;
        }
        for (String clause : Headers.split(header, ',')) {
            if (Headers.firstName(clause).equals(namespace)) {
                found.add(new PluginCapability(file.name(), file.path(), attributes(clause)));
            }
        }
        return found;
    }

    private static Map<String, String> attributes(String clause) {
        Map<String, String> attributes = new LinkedHashMap<>();
        for (String part : Headers.split(clause, ';')) {
            int equals = part.indexOf('=');
            if (equals > 0 && part.charAt(equals - 1) != ':') {
                String name = part.substring(0, equals).trim();
                int colon = name.indexOf(':');
                String value = part.substring(equals + 1).trim();
                boolean quoted = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
                attributes.put(
                        colon < 0 ? name : name.substring(0, colon),
                        quoted ? value.substring(1, value.length() - 1) : value);
            }
        }
        return attributes;
    }
}
