package dev.inquest.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import org.jspecify.annotations.Nullable;

/** Makes plugin jars by hand: headers, classes of the test class path, component descriptions. */
final class PluginJar {
    private final Map<String, String> headers = new LinkedHashMap<>();
    private final Map<String, byte[]> entries = new LinkedHashMap<>();
    private int classFileVersion;

    private PluginJar(String name, String version) {
        header("Bundle-ManifestVersion", "2");
        header("Bundle-SymbolicName", name);
        header("Bundle-Version", version);
        header(
                "Import-Package",
                "dev.inquest.api.command;version=\"[1.0,2)\",dev.inquest.api.result;version=\"[1.0,2)\"");
    }

    /** Begins a plugin that imports the api for commands. */
    static PluginJar of(String name, String version) {
        return new PluginJar(name, version);
    }

    PluginJar header(String name, @Nullable String value) {
        if (value == null) {
            headers.remove(name);
        } else {
            headers.put(name, value);
        }
        return this;
    }

    /** Gives all classes added later another class-file version. */
    PluginJar classFileVersion(int version) {
        classFileVersion = version;
        return this;
    }

    PluginJar add(Class<?> type) throws IOException {
        String path = type.getName().replace('.', '/') + ".class";
        try (InputStream in = type.getClassLoader().getResourceAsStream(path)) {
            if (in == null) {
                throw new IOException("no class " + path);
            }
            byte[] bytes = in.readAllBytes();
            if (classFileVersion != 0) {
                bytes[6] = (byte) (classFileVersion >> 8);
                bytes[7] = (byte) classFileVersion;
            }
            entries.put(path, bytes);
        }
        return this;
    }

    /** Adds a declarative service that offers a command. */
    PluginJar component(Class<?> type, String command, String... references) throws IOException {
        StringBuilder text = new StringBuilder();
        text.append("<scr:component xmlns:scr=\"http://www.osgi.org/xmlns/scr/v1.4.0\" name=\"")
                .append(type.getName())
                .append("\"><implementation class=\"")
                .append(type.getName())
                .append("\"/><service><provide interface=\"dev.inquest.api.command.Command\"/></service>")
                .append("<property name=\"inquest.command\" value=\"")
                .append(command)
                .append("\"/>");
        for (String reference : references) {
            text.append("<reference name=\"it\" interface=\"").append(reference).append("\"/>");
        }
        text.append("</scr:component>");
        String path = "OSGI-INF/" + type.getSimpleName() + ".xml";
        entries.put(path, text.toString().getBytes(StandardCharsets.UTF_8));
        header("Service-Component", path);
        return add(type);
    }

    /** Writes the jar into a folder. */
    Path write(Path folder, String fileName) throws IOException {
        Files.createDirectories(folder);
        Path file = folder.resolve(fileName);
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        headers.forEach((name, value) -> manifest.getMainAttributes().putValue(name, value));
        try (OutputStream out = Files.newOutputStream(file);
                JarOutputStream jar = new JarOutputStream(out, manifest)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                jar.putNextEntry(new ZipEntry(entry.getKey()));
                jar.write(entry.getValue());
                jar.closeEntry();
            }
        }
        return file;
    }
}
