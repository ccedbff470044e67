package dev.inquest.core.open;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inquest.api.image.DumpImage;
import dev.inquest.api.image.Machine;
import dev.inquest.api.image.OpenException;
import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.kernel.KernelOpener;
import dev.inquest.api.kernel.KernelOpener.Request;
import dev.inquest.api.kernel.OtherKernelException;
import dev.inquest.api.progress.Progress;
import dev.inquest.api.result.Diagnostic;
import dev.inquest.core.fake.FakeServices;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpenerTest {
    private static final String INFO = "OSRELEASE=6.1.0-test\nBUILD-ID=aabbcc\n";

    @TempDir
    private Path folder = Path.of("");

    private final FakeServices fakes = new FakeServices();
    private final Opener opener = new Opener(() -> new Services(
            List.of(fakes.container()),
            fakes.formats(),
            List.of(fakes.architecture()),
            List.of(fakes.debugFormat()),
            List.of(),
            fakes.finders));

    @BeforeEach
    void dump() {
        fakes.image.info(INFO);
    }

    private Path file(String name, String content) {
        return file(name, content.getBytes(StandardCharsets.ISO_8859_1));
    }

    private Path file(String name, byte[] content) {
        try {
            return Files.write(folder.resolve(name), content);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Request request(boolean force, Path... files) {
        return new Request(List.of(files), force, Map.of(), Progress.NONE);
    }

    private String refusal(Path... files) {
        OpenException refused = assertThrows(OpenException.class, () -> opener.open(request(false, files)));
        String message = Objects.requireNonNull(refused.getMessage()).replace(folder + "/", "");
        assertFalse(message.contains("\n"), message);
        assertTrue(fakes.allClosed(), () -> "left open after: " + message);
        return message;
    }

    @Test
    void whatAFileIsIsToldFromItsContent() throws OpenException {
        Path unknown = file("notes.txt", "hello");
        Path dump = file("a", "WRAPFAKEDUMP");
        Path debug = file("b", "DEBUG kernel aabbcc 6.1.0-test");
        assertEquals(
                KernelOpener.FileKind.DUMP, opener.content(dump, Progress.NONE).kind());
        assertEquals(
                KernelOpener.FileKind.DEBUG_INFORMATION,
                opener.content(debug, Progress.NONE).kind());
        assertEquals(
                KernelOpener.FileKind.FOLDER,
                opener.content(folder, Progress.NONE).kind());
        KernelOpener.FileContent neither = opener.content(unknown, Progress.NONE);
        assertEquals(KernelOpener.FileKind.UNKNOWN, neither.kind());
        assertFalse(neither.reason().isEmpty());
        assertTrue(fakes.allClosed());
        assertThrows(OpenException.class, () -> opener.content(folder.resolve("nowhere"), Progress.NONE));
    }

    @Test
    void saysWhatIsWrongWithAFile() throws IOException {
        Path dump = file("dump", "FAKEDUMP");
        assertEquals("no file was given; name a dump", refusal());
        assertEquals("nowhere: no such file", refusal(folder.resolve("nowhere")));
        assertEquals("empty: is empty", refusal(file("empty", "")));
        assertEquals("dir: is a directory; name a dump", refusal(Files.createDirectory(folder.resolve("dir"))));
        assertEquals("text: is a text file", refusal(dump, file("text", "Hello, world\n")));
        assertEquals(
                "noise: is neither a dump nor an ELF file with symbols (it begins with the bytes 0001fe)",
                refusal(file("noise", "\0\1\u00fe")));
        byte[] kernel = new byte[4096];
        kernel[0] = 'M';
        kernel[1] = 'Z';
        System.arraycopy("HdrS".getBytes(StandardCharsets.US_ASCII), 0, kernel, 0x202, 4);
        assertEquals(
                "vmlinuz: is a bzImage kernel image; give the uncompressed vmlinux with debug information",
                refusal(dump, file("vmlinuz", kernel)));
        assertEquals("a.xz: is compressed; unpack it with xz -d", refusal(file("a.xz", "\u00fd7zXZ\0...")));
        assertEquals(
                "core: is an ELF file, but neither a dump nor a kernel or module with symbols",
                refusal(file("core", "\u007fELF\2\1\1")));
        assertEquals(
                "k: is a compressed kdump, but no installed plugin reads that format",
                refusal(file("k", "KDUMP   \6")));
    }

    @Test
    void saysWhichFileMayNotBeRead() throws IOException {
        Path secret = file("secret", "FAKEDUMP");
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("---------"));
        Assumptions.assumeFalse(Files.isReadable(secret), "this user may read everything");
        assertEquals("secret: permission denied", refusal(secret));
    }

    @Test
    void refusesFilesThatDoNotGoTogether() {
        Path dump = file("dump", "FAKEDUMP");
        Path vmlinux = file("vmlinux", "DEBUG kernel aabbcc 6.1.0-test");
        assertEquals("there is no dump among vmlinux", refusal(vmlinux));
        assertEquals("dump: was given twice", refusal(dump, dump));
        assertEquals(
                "./dump: was given twice, first as dump",
                refusal(dump, folder.resolve("./dump")).replace(folder + "/", ""));
        assertEquals("vmlinux: was given twice", refusal(dump, vmlinux, vmlinux));
        Path copy = file("copy", "DEBUG kernel aabbcc 6.1.0-test");
        assertEquals(
                "vmlinux and copy are the same vmlinux (build ID aabbcc); give one of them",
                refusal(vmlinux, dump, copy));
        Path other = file("other", "DEBUG kernel ddeeff 6.1.0-test");
        assertEquals(
                "two kernels were given, vmlinux and other; give the one of the dump", refusal(vmlinux, dump, other));
        assertEquals(
                "two dumps were given, dump (fake) and dump2 (other); give one, or all parts of a split one",
                refusal(dump, file("dump2", "OTHERDUMP")));
        assertEquals("the parts do not belong together", refusal(dump, file("dump3", "FAKEDUMP 2")));
    }

    @Test
    void namesMachinesThatNoPluginKnows() {
        fakes.image.machine(183);
        assertEquals(
                "the dump is of arm64, for which no plugin is installed; installed: fake64",
                refusal(file("dump", "FAKEDUMP")));
        fakes.image.machine(9999);
        assertEquals(
                "the dump is of machine 9999 (e_machine), for which no plugin is installed; installed: fake64",
                refusal(file("dump", "FAKEDUMP")));
        fakes.image.machine(Machine.EM_X86_64);
        assertEquals(
                "vmlinux: is for arm64, but the dump is of x86_64",
                refusal(file("dump", "FAKEDUMP"), file("vmlinux", "DEBUG kernel-arm64 aabbcc 6.1.0-test")));
    }

    @Test
    void refusesAVmlinuxOfAnotherBuild() {
        Path dump = file("dump", "FAKEDUMP");
        assertEquals(
                "vmlinux: has build ID ddeeff (6.1.0-test), but the dump is of build ID aabbcc (6.1.0-test);"
                        + " --force uses it all the same",
                refusal(dump, file("vmlinux", "DEBUG kernel ddeeff 6.1.0-test")));
        assertThrows(
                OtherKernelException.class,
                () -> opener.open(request(false, dump, file("vmlinux", "DEBUG kernel ddeeff 6.1.0-test"))));
        fakes.image.info("OSRELEASE=5.4.0\n");
        assertEquals(
                "vmlinux: is of release 6.1.0-test, but the dump is of 5.4.0; --force uses it all the same",
                refusal(dump, file("vmlinux", "DEBUG kernel ddeeff 6.1.0-test")));
        fakes.image.info(null).release("4.19.0");
        assertEquals(
                "vmlinux: is of release 6.1.0-test, but the dump is of 4.19.0; --force uses it all the same",
                refusal(dump, file("vmlinux", "DEBUG kernel ddeeff 6.1.0-test")));
    }

    @Test
    void forceUsesItAndSaysSo() throws OpenException {
        Path dump = file("dump", "FAKEDUMP");
        Path vmlinux = file("vmlinux", "DEBUG kernel ddeeff 6.1.0-test");
        try (Kernel kernel = opener.open(request(true, vmlinux, dump))) {
            List<Diagnostic> warnings = new ArrayList<>(kernel.diagnostics());
            warnings.removeIf(diagnostic -> !diagnostic.message().contains("--force"));
            assertEquals(1, warnings.size());
            assertEquals(Diagnostic.Severity.WARNING, warnings.getFirst().severity());
            assertEquals(
                    "vmlinux: has build ID ddeeff (6.1.0-test), but the dump is of build ID aabbcc (6.1.0-test);"
                            + " it is used because of --force, and results may be wrong",
                    warnings.getFirst().message().replace(folder + "/", ""));
        }
        assertTrue(fakes.allClosed());
    }

    @Test
    void opensInAnyOrderAndThroughContainers() throws OpenException {
        Path dump = file("dump.wrapped", "WRAPWRAPFAKEDUMP");
        Path vmlinux = file("vmlinux.wrapped", "WRAPDEBUG kernel aabbcc 6.1.0-test");
        try (Kernel kernel = opener.open(request(false, vmlinux, dump))) {
            assertEquals(fakes.image, kernel.image());
            assertTrue(kernel.diagnostics().stream().noneMatch(d -> d.message().contains("force")));
            assertTrue(kernel.diagnostics().stream().anyMatch(d -> d.message().equals("a remark of the headers")));
            assertFalse(fakes.allClosed());
        }
        assertTrue(fakes.allClosed());
        try (DumpImage image = opener.openImage(request(false, vmlinux, dump))) {
            assertEquals(fakes.image, image);
        }
        assertTrue(fakes.allClosed());
    }

    @Test
    void doesNotUnwrapForEver() {
        assertEquals("bomb: is wrapped more than 4 times", refusal(file("bomb", "WRAP".repeat(50))));
    }

    @Test
    void opensTheSettingsForTheMachine() throws OpenException {
        Request request =
                new Request(List.of(file("dump", "FAKEDUMP")), false, Map.of("phys_base", "0x1000"), Progress.NONE);
        opener.open(request).close();
        assertEquals(Map.of("phys_base", "0x1000"), fakes.settings);
    }

    @Test
    void closesAllWhenTheMachineCannotBeUnderstood() {
        fakes.attachFails = true;
        assertEquals(
                "no page tables were found",
                refusal(file("dump", "FAKEDUMP"), file("vmlinux", "DEBUG kernel aabbcc 6.1.0-test")));
    }

    @Test
    void saysWhichModuleFilesAreOfNoUse() throws OpenException {
        Path module = file("crasher.ko", "DEBUG crasher ddeeff 6.1.0-test");
        try (Kernel kernel = opener.open(request(false, file("dump", "FAKEDUMP"), module))) {
            assertTrue(
                    kernel.diagnostics().stream()
                            .anyMatch(d -> d.severity() == Diagnostic.Severity.WARNING
                                    && d.message().contains("not used")),
                    () -> kernel.diagnostics().toString());
        }
        assertTrue(fakes.allClosed());
    }

    @Test
    void tellsTextFromOtherBytes() {
        byte[] bytes = new byte[300];
        Arrays.fill(bytes, (byte) 'x');
        assertEquals("long: is a text file", refusal(file("long", bytes)));
        bytes[200] = 0;
        assertTrue(refusal(file("zero", bytes)).startsWith("zero: is neither a dump"));
        assertEquals("umlaut: is a text file", refusal(file("umlaut", "Grüße\n".getBytes(StandardCharsets.UTF_8))));
    }
}
