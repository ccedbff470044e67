package dev.inquest.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.inquest.testkit.ElfFileWriter;
import dev.inquest.testkit.kernel.SyntheticKernel;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is no dump, or not the right file, is refused with one line that says why. */
class BadInputTest {
    private static final int MEGABYTE = 1 << 20;
    private static final String OTHER_ID = "ffeeddccbbaa99887766554433221100ffeeddcc";

    @TempDir
    Path folder;

    private Inquest.Run open(Path... files) throws IOException {
        String[] arguments = new String[2 + files.length];
        arguments[0] = "-c";
        arguments[1] = "sys";
        for (int i = 0; i < files.length; i++) {
            arguments[2 + i] = files[i].toString();
        }
        return new Inquest(folder).run(arguments);
    }

    private Path file(String name, byte... bytes) throws IOException {
        return Files.write(folder.resolve(name), bytes);
    }

    private Path dump() throws IOException {
        return file("dump", Synthetic.kernel().kdump().write());
    }

    /** Makes a small vmlinux: a build ID, the banner, and a few symbols unless it is stripped. */
    private static byte[] vmlinux(String buildId, boolean stripped) {
        SyntheticKernel kernel = Synthetic.kernel();
        long base = kernel.description().header().base();
        long kaslr = kernel.description().header().kaslr();
        ElfFileWriter elf = new ElfFileWriter(2, 62, ByteOrder.LITTLE_ENDIAN);
        int text = elf.section(".text", 1, 6, base, new byte[0x4000]);
        int rodata = elf.section(
                ".rodata",
                1,
                2,
                base + 0x200000,
                "Linux version 6.1.0-test (x)\n\0".getBytes(StandardCharsets.US_ASCII));
        byte[] id = HexFormat.of().parseHex(buildId);
        ByteBuffer note = ByteBuffer.allocate(16 + id.length).order(ByteOrder.LITTLE_ENDIAN);
        note.putInt(4)
                .putInt(id.length)
                .putInt(3)
                .put(new byte[] {'G', 'N', 'U', 0})
                .put(id);
        elf.section(".notes", 7, 2, base + 0x300000, note.array());
        if (!stripped) {
            elf.symbol("linux_banner", base + 0x200000, 40, 1, 1, rodata);
            int data = elf.section(".data", 1, 3, base + 0x400000, new byte[0x1000]);
            for (String name : new String[] {"_text", "_stext", "panic", "do_syscall_64"}) {
                elf.symbol(name, kernel.address(name) - kaslr, 0x400, 1, 2, text);
            }
            for (String name :
                    new String[] {"init_task", "modules", "init_uts_ns", "prb", "current_task", "runqueues"}) {
                long address = kernel.address(name);
                elf.symbol(name, address < 0 ? address - kaslr : address, 8, 1, 1, data);
            }
        }
        return elf.build();
    }

    @Test
    void whatIsNoDump() throws IOException {
        open(file("empty")).isRefused("empty");
        open(file("text", "hello, this is a text\n".getBytes(StandardCharsets.UTF_8)))
                .isRefused("is a text file");
        open(folder).isRefused("directory");
        open(folder.resolve("nothing")).isRefused("nothing: ");
        open(file("zeros", new byte[70_000])).isRefused("zeros: ");
        open(Path.of("/bin/sh")).isRefused("there is no dump among /bin/sh");
    }

    @Test
    void aFileThatMustNotBeRead() throws IOException {
        Path dump = dump();
        Files.setPosixFilePermissions(dump, PosixFilePermissions.fromString("---------"));
        assumeFalse(Files.isReadable(dump), "this user can read every file");
        open(dump).isRefused("permission");
    }

    @Test
    void anElfFileThatIsNoDump() throws IOException {
        open(file("vmlinux", vmlinux(OTHER_ID, false))).isRefused("there is no dump among");
    }

    @Test
    void aMachineThatNoPluginKnows() throws IOException {
        byte[] elf = Synthetic.kernel().elf().machine(22).write();
        open(file("other", elf)).isRefused("the dump is of s390x, for which no plugin is installed; installed: x86_64");
    }

    @Test
    void theWrongVmlinux() throws IOException {
        Path dump = dump();
        Path vmlinux = file("vmlinux", vmlinux(OTHER_ID, false));
        Inquest.Run refused = open(dump, vmlinux).isRefused(OTHER_ID);
        assertTrue(
                refused.err().contains(Synthetic.kernel().description().header().buildId()), refused.err());
        Inquest.Run forced = new Inquest(folder)
                .run("--force", "--format", "json", "-c", "sys", "-c", "log", dump.toString(), vmlinux.toString())
                .isForUsers();
        for (String command : new String[] {"sys", "log"}) {
            assertTrue(
                    forced.messages(command).stream().anyMatch(m -> m.contains(OTHER_ID) && m.contains("--force")),
                    forced.out());
        }
        assertNotEquals(3, forced.exit(), forced.err());
    }

    @Test
    void theRightVmlinux() throws IOException {
        String id = Synthetic.kernel().description().header().buildId();
        Inquest.Run run = open(file("vmlinux", vmlinux(id, false)), dump()).isForUsers();
        assertTrue(run.exit() == 0 || run.exit() == 5, run.err());
    }

    @Test
    void aStrippedVmlinux() throws IOException {
        String id = Synthetic.kernel().description().header().buildId();
        Inquest.Run run = open(dump(), file("vmlinux", vmlinux(id, true)));
        run.isRefused("it was stripped");
    }

    @Test
    void aFileGivenTwice() throws IOException {
        String id = Synthetic.kernel().description().header().buildId();
        Path vmlinux = file("vmlinux", vmlinux(id, false));
        Path dump = dump();
        open(dump, vmlinux, vmlinux).isRefused("given twice");
        open(dump, dump).isRefused("given twice");
        open(dump, vmlinux, file("again", vmlinux(id, false))).isRefused("are the same vmlinux");
    }

    /** A file that a full disk or a broken line cut short. */
    @Test
    void theSampleCutAtEveryMegabyte() throws IOException {
        Path cut = folder.resolve("cut");
        Files.copy(Inquest.sample("vmcore"), cut, StandardCopyOption.REPLACE_EXISTING);
        long size = Files.size(cut);
        int opened = 0;
        for (long at = (size - 1) / MEGABYTE * MEGABYTE; at > 0; at -= MEGABYTE) {
            try (RandomAccessFile file = new RandomAccessFile(cut.toFile(), "rw")) {
                file.setLength(at);
            }
            Inquest.Run run = new Inquest(folder)
                    .run("--format", "json", "-c", "sys", "-c", "ps", "-c", "bt", cut.toString())
                    .isForUsers();
            if (run.exit() == 3) {
                assertEquals(1, run.err().lines().count(), run.err());
            } else {
                opened++;
                assertTrue(run.out().contains("cut short"), at + ": " + run.out() + run.err());
            }
        }
        assertTrue(opened > 0);
    }
}
