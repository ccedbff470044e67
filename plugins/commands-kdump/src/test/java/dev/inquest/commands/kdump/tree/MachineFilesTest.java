package dev.inquest.commands.kdump.tree;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.inquest.testkit.TarWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

class MachineFilesTest {
    @TempDir
    Path folder;

    private static byte[] report() {
        String far = "sosreport-box-2026/etc/" + "very-long-folder-name/".repeat(8) + "kdump.conf";
        return new TarWriter()
                .folder("sosreport-box-2026/etc")
                .file("sosreport-box-2026/etc/kdump.conf", "path /var/crash\n")
                .file(far, "far")
                .attributes("path", "sosreport-box-2026/etc/pax.conf")
                .file("short", "pax")
                .write();
    }

    private Path file(String name, byte[] content) throws IOException {
        return Files.write(folder.resolve(name), content);
    }

    @Test
    void readsReportsOfEachPacking() throws IOException {
        ByteArrayOutputStream gzip = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(gzip)) {
            out.write(report());
        }
        ByteArrayOutputStream xz = new ByteArrayOutputStream();
        try (OutputStream out = new XZOutputStream(xz, new LZMA2Options())) {
            out.write(report());
        }
        for (Path file : List.of(
                file("plain.tar", report()),
                file("a.tar.gz", gzip.toByteArray()),
                file("a.tar.xz", xz.toByteArray()))) {
            MachineFiles files = MachineFiles.collect(file, name -> name.endsWith(".conf"), 1000);
            assertEquals(
                    Set.of(
                            "etc/kdump.conf",
                            "etc/pax.conf",
                            "etc/" + "very-long-folder-name/".repeat(8) + "kdump.conf"),
                    files.files().keySet());
            assertEquals(List.of("path /var/crash"), files.lines("etc/kdump.conf"));
        }
    }

    @Test
    void readsAFolderThatStandsForARoot() throws IOException {
        Files.createDirectories(folder.resolve("root/etc/default/grub.d"));
        Files.writeString(folder.resolve("root/etc/kdump.conf"), "path /x\n");
        Files.writeString(folder.resolve("root/etc/default/grub.d/kdump-tools.cfg"), "crashkernel=128M\n");
        MachineFiles files = MachineFiles.collect(folder.resolve("root"), name -> true, 1000);
        assertEquals(
                Set.of("etc/kdump.conf", "etc/default/grub.d/kdump-tools.cfg"),
                files.files().keySet());
    }

    @Test
    void cutAndForeignFilesAreRefused() throws IOException {
        byte[] report = report();
        for (int length : new int[] {0, 100, 511, 700, 1100, 2000}) {
            Path cut = file("cut.tar", Arrays.copyOf(report, length));
            assertThrows(IOException.class, () -> MachineFiles.collect(cut, name -> true, 1000), "cut at " + length);
        }
        byte[] other = "#!/bin/sh\n".repeat(200).getBytes(StandardCharsets.UTF_8);
        Path script = file("script", other);
        assertThrows(IOException.class, () -> MachineFiles.collect(script, name -> true, 1000));
    }
}
