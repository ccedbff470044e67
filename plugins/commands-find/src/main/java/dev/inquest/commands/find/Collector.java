package dev.inquest.commands.find;

import dev.inquest.api.archive.TarReader;
import dev.inquest.api.image.DumpContainer;
import dev.inquest.api.image.OpenException;
import dev.inquest.api.layout.DebugFile;
import dev.inquest.api.progress.Progress;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Takes the files of a walk and keeps what is of interest. Of most files no more than a name, or the first bytes, are looked at. */
final class Collector implements Walk.Visitor {
    /** Smaller files are dumps only if they are called so: a tree may have a million files. */
    private static final long SMALLEST_UNNAMED = 256 << 10;

    private static final int MAGIC = 1024;
    private static final int ELF = 0x7f454c46;
    private static final String CAPABILITY = "Provide-Capability";
    private static final Pattern ATTRIBUTE = Pattern.compile("(build-id|release)=\"([^\"]*)\"");

    private final Services services;
    private final Judge judge;
    private final Archives archives;
    private final boolean lookIntoArchives;
    private final Walk walk;
    private final Found found;
    private final Set<Object> seen = new HashSet<>();

    Collector(Services services, Walk walk, Found found, boolean lookIntoArchives, Progress progress) {
        this.services = services;
        this.judge = new Judge(services);
        this.walk = walk;
        this.found = found;
        this.lookIntoArchives = lookIntoArchives;
        this.archives = new Archives(services, judge, found, progress);
    }

    Archives archives() {
        return archives;
    }

    @Override
    public void file(Path file, BasicFileAttributes attributes) {
        Place place = Place.of(file);
        String name = place.name();
        try {
            if (Names.log(name)) {
                try (InputStream in = Files.newInputStream(file)) {
                    found.add(new Found.Log(place, LogLook.read(in)));
                }
                return;
            }
            String buildId = Names.buildId(file.toString());
            String release = Names.packageRelease(name);
            if (buildId != null && first(attributes)) {
                found.add(new Found.Debug(Found.Kind.VMLINUX, place, attributes.size(), buildId, null));
            } else if (release != null) {
                found.add(new Found.Debug(Found.Kind.PACKAGE, place, attributes.size(), null, release));
            } else if (interesting(name, attributes.size())) {
                look(place, attributes);
            }
        } catch (AccessDeniedException e) {
            walk.unreadable(file);
        } catch (IOException e) {
            if (Names.dump(name)) {
                found.add(new Found.Dump(place, attributes.size(), false, null, null, file + ": " + e.getMessage()));
            }
        }
    }

    private static boolean interesting(String name, long size) {
        return size >= SMALLEST_UNNAMED
                || size > 0 && (Names.dump(name) || Names.archive(name) || name.endsWith(".jar"));
    }

    /** Returns whether a file comes for the first time, and not by another name of its own. */
    private boolean first(BasicFileAttributes attributes) {
        Object key = attributes.fileKey();
        return key == null || seen.add(key);
    }

    private void look(Place place, BasicFileAttributes attributes) throws IOException {
        Path file = place.file();
        byte[] magic;
        try (InputStream in = Files.newInputStream(file)) {
            magic = in.readNBytes(MAGIC);
        }
        HeadSource head = new HeadSource(file.toString(), magic, attributes.size());
        if (services.format(head) != null) {
            if (first(attributes)) {
                found.add(new Found.Dump(place, attributes.size(), false, null, null, null));
            }
        } else if (TarReader.matches(magic)) {
            if (lookIntoArchives && first(attributes)) {
                archives.plain(file);
            }
        } else if (isElf(magic) && Names.vmlinux(place.name())) {
            vmlinux(place, attributes);
        } else if (place.name().endsWith(".jar")) {
            layout(place, attributes.size());
        } else {
            DumpContainer container = services.container(head);
            if (container != null && first(attributes)) {
                wrapped(place, container, attributes.size());
            }
        }
    }

    private static boolean isElf(byte[] magic) {
        return magic.length > 4 && (magic[0] << 24 | magic[1] << 16 | magic[2] << 8 | magic[3]) == ELF;
    }

    private void wrapped(Place place, DumpContainer container, long size) throws IOException {
        Path file = place.file();
        byte[] head;
        try (InputStream in = Files.newInputStream(file)) {
            Optional<InputStream> unpacked = container.unpack(in);
            if (unpacked.isEmpty()) {
                Judge.Verdict verdict = unreadable(place, size);
                if (verdict.dump()) {
                    found.add(new Found.Dump(place, size, false, verdict.mark(), null, verdict.problem()));
                }
                return;
            }
            head = Judge.beginning(unpacked.get());
        } catch (IOException e) {
            if (Names.dump(place.name())) {
                found.add(new Found.Dump(place, size, true, null, null, file + ": is damaged: " + e.getMessage()));
            }
            return;
        }
        if (TarReader.matches(head)) {
            if (lookIntoArchives) {
                archives.packed(file, container);
            }
        } else if (isElf(head) && Names.vmlinux(place.name())) {
            found.add(new Found.Debug(Found.Kind.VMLINUX, place, size, null, Names.vmlinuxRelease(place.name())));
        } else {
            Judge.Verdict verdict = judge.head(place.toString(), head, Judge.ENDLESS);
            if (verdict.dump()) {
                found.add(new Found.Dump(place, size, true, null, verdict.headers(), verdict.problem()));
            }
        }
    }

    /** Judges a file in a wrapping that is no compression, or one that cannot be unpacked here. */
    private Judge.Verdict unreadable(Place place, long size) throws IOException {
        byte[] head;
        try (InputStream in = Files.newInputStream(place.file())) {
            head = in.readNBytes(Judge.HEAD);
        }
        if (judge.dump(place.toString(), head, size)) {
            return new Judge.Verdict(true, null, null, null);
        }
        return Names.dump(place.name())
                ? new Judge.Verdict(true, null, null, place + ": is packed in a way that is not unpacked here")
                : Judge.Verdict.OTHER;
    }

    private void vmlinux(Place place, BasicFileAttributes attributes) {
        if (!first(attributes)) {
            return;
        }
        try (DebugFile file = services.opener().openDebugFile(place.file(), Progress.NONE)) {
            if (file.kernel() && !file.supplementary()) {
                found.add(new Found.Debug(
                        Found.Kind.VMLINUX,
                        place,
                        attributes.size(),
                        file.buildId().orElse(null),
                        file.release().orElse(Names.vmlinuxRelease(place.name()))));
            }
        } catch (OpenException e) {
            // Damaged, or no kernel in spite of its name: it is of no use to anybody.
            return;
        }
    }

    private void layout(Place place, long size) {
        try (JarFile jar = new JarFile(place.file().toFile(), false)) {
            Manifest manifest = jar.getManifest();
            String capability =
                    manifest == null ? null : manifest.getMainAttributes().getValue(CAPABILITY);
            if (capability == null || !capability.contains("inquest.layout;")) {
                return;
            }
            String buildId = attribute(capability, "build-id");
            found.add(new Found.Debug(Found.Kind.LAYOUT, place, size, buildId, attribute(capability, "release")));
        } catch (IOException | SecurityException e) {
            // No jar, or a damaged one.
            return;
        }
    }

    private static @Nullable String attribute(String capability, String name) {
        Matcher matcher = ATTRIBUTE.matcher(capability);
        while (matcher.find()) {
            if (matcher.group(1).equals(name) && !matcher.group(2).isEmpty()) {
                return matcher.group(2);
            }
        }
        return null;
    }
}
