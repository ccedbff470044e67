package dev.inquest.launcher;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inquest.api.image.OpenException;
import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.kernel.KernelOpener;
import dev.inquest.api.progress.Progress;
import dev.inquest.testkit.kernel.SyntheticKernel;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A dump with a damaged header is opened or refused with a sentence, and soon. */
class DamagedHeaderTest {
    private static final String KERNEL = """
            kernel 6.1.0-test x86_64 kaslr=0x1200000 panic-cpu=0
            cpu 0
            task 0xffff888000110000 pid=1 comm=init mm=10 rss=5
            log 0.1 6 "Linux version 6.1.0-test"
            """;
    private static final int HEADER = 512;
    private static final int SUB_HEADER = 104;

    @RegisterExtension
    final HostFixture fixture = new HostFixture();

    @TempDir
    Path base;

    @Test
    void everyByteOfAKdumpsHeaders() throws Exception {
        byte[] dump = SyntheticKernel.of(KERNEL).kdump().write();
        KernelOpener opener = opener();
        int opened = damage(opener, dump, 0, HEADER, 0xff) + damage(opener, dump, 4096, SUB_HEADER, 0xff);
        // Most bytes are of names, or of no importance.
        assertTrue(opened > HEADER / 2, "only " + opened);
        damage(opener, dump, 0x198, HEADER - 0x198, 0x01);
        damage(opener, dump, 4096, SUB_HEADER, 0x80);
    }

    @Test
    void everyByteOfAnElfDumpsHeaders() throws Exception {
        byte[] dump = SyntheticKernel.of(KERNEL).elf().write();
        KernelOpener opener = opener();
        int opened = damage(opener, dump, 0, HEADER, 0xff);
        assertTrue(opened > 0);
        damage(opener, dump, 0, 200, 0x01);
    }

    private KernelOpener opener() throws Exception {
        Host host = fixture.start(HostFixture.folders(base));
        return HostFixture.services(host, KernelOpener.class, "(objectClass=*)").getFirst();
    }

    /** Changes bytes one at a time; returns how many of these dumps could be opened. */
    private int damage(KernelOpener opener, byte[] dump, int from, int count, int mask) throws Exception {
        Path file = Files.write(base.resolve("dump"), dump);
        int opened = 0;
        try (RandomAccessFile access = new RandomAccessFile(file.toFile(), "rw")) {
            for (int at = from; at < from + count; at++) {
                put(access, at, dump[at] ^ mask);
                int byteAt = at;
                if (assertTimeoutPreemptively(
                        Duration.ofSeconds(30), () -> opens(opener, file), () -> "byte " + byteAt)) {
                    opened++;
                }
                put(access, at, dump[at]);
            }
        }
        return opened;
    }

    private static void put(RandomAccessFile file, int at, int value) throws Exception {
        file.seek(at);
        file.write(value);
    }

    private static boolean opens(KernelOpener opener, Path file) {
        try (Kernel kernel = opener.open(new KernelOpener.Request(List.of(file), false, Map.of(), Progress.NONE))) {
            kernel.tasks();
            kernel.modules();
            kernel.log(record -> {});
            return true;
        } catch (OpenException e) {
            String message = String.valueOf(e.getMessage());
            assertTrue(message.contains("dump"), message);
            assertFalse(message.contains("Exception"), message);
            return false;
        } catch (dev.inquest.api.types.MissingTypeException | dev.inquest.api.memory.FaultException e) {
            // What commands show as a cell that could not be read.
            return true;
        }
    }
}
