package dev.inquest.capstone;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.zip.GZIPInputStream;

/** Finds a library: the one in this jar, unpacked to the cache, or the system's. */
final class Natives {
    /** What the system's loader is asked for, best first. The last is there with development files only, and may be any version. */
    private static final List<String> SYSTEM = List.of("libcapstone.so.5", "libcapstone.so");

    private static final String FOLDER = "natives/";

    private Natives() {}

    static Capstone load(Settings settings) throws CapstoneException {
        if (settings.library() != null) {
            Path file = settings.library().toAbsolutePath();
            return Capstone.load(file.toString(), file.toString());
        }
        List<String> problems = new ArrayList<>();
        for (boolean system : settings.preferSystem() ? new boolean[] {true, false} : new boolean[] {false, true}) {
            if (!system) {
                try {
                    return bundled(settings.cache(), machine());
                } catch (CapstoneException e) {
                    problems.add(String.valueOf(e.getMessage()));
                }
                continue;
            }
            for (String name : SYSTEM) {
                try {
                    return Capstone.load(name, "the system's " + name);
                } catch (CapstoneException e) {
                    problems.add(String.valueOf(e.getMessage()));
                }
            }
        }
        throw new CapstoneException("no usable libcapstone: " + String.join("; ", problems));
    }

    private static Capstone bundled(Path cache, String machine) throws CapstoneException {
        Path file;
        try {
            file = unpack(cache, machine);
        } catch (IOException | UncheckedIOException e) {
            throw new CapstoneException("the library of this jar cannot be unpacked to " + cache + ": " + e);
        }
        return Capstone.load(file.toString(), "libcapstone " + recorded().getProperty("version", "?") + " of this jar");
    }

    /** Returns the host as names of files here have it. */
    private static String machine() {
        String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        String arch = System.getProperty("os.arch", "");
        return (os.startsWith("linux") ? "" : os + "-") + (arch.equals("amd64") ? "x86_64" : arch);
    }

    /**
     * Unpacks the library unless it is there with the recorded checksum.
     *
     * @throws CapstoneException when there is none for this machine, or what was unpacked is damaged
     */
    static Path unpack(Path cache, String machine) throws CapstoneException, IOException {
        Properties recorded = recorded();
        String sum = recorded.getProperty(machine + ".sha256");
        if (sum == null) {
            throw new CapstoneException(
                    "this jar has no library for " + machine + ", only for Linux on x86_64, aarch64 and ppc64le");
        }
        Path file = cache.toAbsolutePath().resolve("libcapstone-" + machine + "-" + sum.substring(0, 16) + ".so");
        if (Files.isRegularFile(file) && sum.equals(checksum(file))) {
            return file;
        }
        Files.createDirectories(cache.toAbsolutePath());
        // Other processes may do the same at the same time: the file appears whole or not at all.
        Path part = Files.createTempFile(cache.toAbsolutePath(), "libcapstone", ".part");
        try {
            MessageDigest digest = sha256();
            try (InputStream in = resource("libcapstone-" + machine + ".so.gz");
                    InputStream unpacked = new GZIPInputStream(in, 1 << 16);
                    OutputStream out = new DigestOutputStream(Files.newOutputStream(part), digest)) {
                unpacked.transferTo(out);
            }
            String found = HexFormat.of().formatHex(digest.digest());
            if (!found.equals(sum)) {
                throw new CapstoneException("the library of this jar is damaged: its checksum is " + found);
            }
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
        return file;
    }

    private static String checksum(Path file) throws IOException {
        return HexFormat.of().formatHex(sha256().digest(Files.readAllBytes(file)));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            // Every Java platform has it.
            throw new IllegalStateException(e);
        }
    }

    /** Returns {@code natives.properties}, as {@code fetch-natives} wrote it. */
    static Properties recorded() {
        Properties properties = new Properties();
        try (InputStream in = resource("natives.properties")) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties;
    }

    private static InputStream resource(String name) throws IOException {
        InputStream in = Natives.class.getResourceAsStream(FOLDER + name);
        if (in == null) {
            throw new IOException("resource " + FOLDER + name + " is missing");
        }
        return in;
    }
}
