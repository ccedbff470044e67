package dev.inquest.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Constants;
import org.osgi.framework.Version;

/**
 * A file that may be a bundle, judged before the framework sees it: Felix itself would take any jar without a word.
 *
 * @param path the file, absolute
 * @param role where it came from
 * @param name the symbolic name; the file's name when it is no bundle
 * @param version the version; {@link Version#emptyVersion} when it is no bundle
 * @param headers the manifest's main section
 * @param problem why it cannot be used, to follow "it"; null when it can
 */
record BundleFile(
        Path path,
        Role role,
        String name,
        Version version,
        Map<String, String> headers,
        @Nullable String problem) {
    /** The header that layout bundles have. */
    private static final String LAYOUT = "Inquest-Layout";

    /** What the index adds to the headers of a bundle that offers nothing but commands. */
    private static final String COMMANDS = "Inquest-Index-Commands";

    /** Where a bundle came from, and thereby how it is treated. */
    enum Role {
        /** The distribution's own, on the launcher's class path. */
        FRAMEWORK,
        /** A library of the distribution, on the launcher's class path: never started. */
        LIBRARY,
        /** A plugin of the distribution, on the launcher's class path. */
        PLUGIN,
        /** A plugin of the user or of the command line, which gets a class loader of its own. */
        ADDED
    }

    /** Opens a file and judges it. */
    static BundleFile read(Path path, Role role) {
        Path file = path.toAbsolutePath().normalize();
        Map<String, String> headers;
        try (JarFile jar = new JarFile(file.toFile(), false)) {
            headers = mainSection(jar.getManifest());
        } catch (ZipException e) {
            return broken(file, role, "is damaged or no jar (" + e.getMessage() + ")");
        } catch (IOException | SecurityException e) {
            return broken(file, role, unreadable(file, e));
        }
        return of(file, role, headers);
    }

    /** Judges a bundle by its headers. */
    static BundleFile of(Path file, Role role, Map<String, String> headers) {
        String symbolicName = headers.get(Constants.BUNDLE_SYMBOLICNAME);
        if (symbolicName == null) {
            return broken(file, role, "is a jar but no OSGi bundle: its manifest has no Bundle-SymbolicName");
        }
        String name = Headers.firstName(symbolicName);
        Version version;
        try {
            version = Version.parseVersion(headers.get(Constants.BUNDLE_VERSION));
        } catch (IllegalArgumentException e) {
            return new BundleFile(
                    file,
                    role,
                    name,
                    Version.emptyVersion,
                    headers,
                    "has a malformed Bundle-Version: \"" + headers.get(Constants.BUNDLE_VERSION) + "\"");
        }
        if (!"2"
                .equals(headers.getOrDefault(Constants.BUNDLE_MANIFESTVERSION, "1")
                        .trim())) {
            return new BundleFile(
                    file, role, name, version, headers, "has no Bundle-ManifestVersion: 2 in its manifest");
        }
        return new BundleFile(file, role, name, version, headers, null);
    }

    static BundleFile broken(Path file, Role role, String problem) {
        Path name = file.getFileName();
        return new BundleFile(
                file, role, name == null ? file.toString() : name.toString(), Version.emptyVersion, Map.of(), problem);
    }

    private static String unreadable(Path file, Exception e) {
        if (!Files.exists(file)) {
            return "does not exist";
        }
        if (Files.isDirectory(file)) {
            return "is a folder";
        }
        if (!Files.isReadable(file)) {
            return "cannot be read: permission denied";
        }
        return "cannot be read (" + e.getMessage() + ")";
    }

    private static Map<String, String> mainSection(@Nullable Manifest manifest) {
        Map<String, String> headers = new LinkedHashMap<>();
        if (manifest != null) {
            for (Map.Entry<Object, Object> entry : manifest.getMainAttributes().entrySet()) {
                headers.put(((Attributes.Name) entry.getKey()).toString(), (String) entry.getValue());
            }
        }
        return headers;
    }

    /** Returns the same bundle in another place. */
    BundleFile at(Path other) {
        return new BundleFile(other.toAbsolutePath().normalize(), role, name, version, headers, problem);
    }

    /** Returns the same bundle, of which the index remembers that it offers these commands and nothing else. */
    BundleFile withCommands(List<String> commands) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(COMMANDS, String.join(",", commands));
        return new BundleFile(path, role, name, version, more, problem);
    }

    /** Returns the names of the commands that are all that the bundle offers, as the index remembers them; empty when it does not. */
    List<String> commands() {
        String names = role == Role.PLUGIN ? headers.get(COMMANDS) : null;
        return names == null || names.isEmpty() ? List.of() : List.of(names.split(",", -1));
    }

    /** Returns whether there is nothing to start: no activator and no declared service. */
    boolean lendsOnly() {
        return role == Role.LIBRARY
                || (!headers.containsKey("Service-Component") && !headers.containsKey(Constants.BUNDLE_ACTIVATOR));
    }

    /**
     * Returns whether it has nothing but a kernel's layouts. The framework never sees such a bundle: it is found by what its manifest says,
     * and is opened when a dump of that kernel is.
     */
    boolean isLayout() {
        return lendsOnly()
                && !isFragment()
                && headers.containsKey(LAYOUT)
                && !Capabilities.of(this, Capabilities.LAYOUT).isEmpty();
    }

    boolean isFragment() {
        return headers.containsKey(Constants.FRAGMENT_HOST);
    }

    /** Returns the name and version for messages, or the file's name. */
    String label() {
        return version.equals(Version.emptyVersion) ? name : name + " " + version;
    }
}
