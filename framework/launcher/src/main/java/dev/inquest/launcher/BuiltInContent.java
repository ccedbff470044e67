package dev.inquest.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.connect.ConnectContent;

/** One of the distribution's own bundles: classes from the launcher's loader, entries from its jar, which opens when first asked. */
final class BuiltInContent implements ConnectContent {
    private final BundleFile file;
    private @Nullable JarFile jar;

    BuiltInContent(BundleFile file) {
        this.file = file;
    }

    @Override
    public Optional<Map<String, String>> getHeaders() {
        return Optional.of(file.headers());
    }

    @Override
    public Optional<ClassLoader> getClassLoader() {
        return Optional.of(BuiltInContent.class.getClassLoader());
    }

    @Override
    public Iterable<String> getEntries() throws IOException {
        List<String> names = new ArrayList<>();
        for (Enumeration<JarEntry> entries = jar().entries(); entries.hasMoreElements(); ) {
            names.add(entries.nextElement().getName());
        }
        return names;
    }

    @Override
    public Optional<ConnectEntry> getEntry(String path) {
        try {
            JarFile opened = jar();
            JarEntry entry = opened.getJarEntry(path);
            return entry == null ? Optional.empty() : Optional.of(new Entry(opened, entry));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    @Override
    public void open() {
        // The jar opens when something is read from it.
    }

    @Override
    public synchronized void close() throws IOException {
        if (jar != null) {
            jar.close();
            jar = null;
        }
    }

    private synchronized JarFile jar() throws IOException {
        if (jar == null) {
            jar = new JarFile(file.path().toFile(), false);
        }
        return jar;
    }

    private record Entry(JarFile jar, JarEntry entry) implements ConnectEntry {
        @Override
        public String getName() {
            return entry.getName();
        }

        @Override
        public long getContentLength() {
            return entry.getSize();
        }

        @Override
        public long getLastModified() {
            return entry.getTime();
        }

        @Override
        public InputStream getInputStream() throws IOException {
            return jar.getInputStream(entry);
        }
    }
}
