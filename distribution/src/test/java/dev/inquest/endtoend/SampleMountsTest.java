package dev.inquest.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inquest.testkit.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sample's mounts, as crash 8.0.6 prints them. */
class SampleMountsTest {
    private static final List<String> CRASH = """
                 MOUNT           SUPERBLK     TYPE   DEVNAME   DIRNAME
            ff298c17526a98c0 ff298c174104a800 rootfs rootfs    /
            ff298c17526a93c0 ff298c17412f2000 proc   proc      /proc
            ff298c17526a9c80 ff298c17412f5000 sysfs  sys       /sys
            ff298c1742493c80 ff298c174104e000 devtmpfs dev     /dev
            ff298c1742493a00 ff298c17424f9000 devpts devpts    /dev/pts
            ff298c1742493b40 ff298c17424fb000 tmpfs  tmp       /tmp
            ff298c1752658280 ff298c1751c2f000 overlay overlay  /mnt/ov
            """.lines().toList();

    @TempDir
    Path folder;

    private Inquest.Run run(String... arguments) throws IOException {
        return new Inquest(folder)
                .run(Stream.concat(
                                Stream.of(arguments),
                                Stream.of(Inquest.sample("vmcore").toString()))
                        .toArray(String[]::new))
                .isForUsers();
    }

    private List<String> lines(String command) throws IOException {
        Inquest.Run run = run("-s", "-c", command);
        assertEquals(0, run.exit(), run.err());
        return run.out().lines().toList();
    }

    @Test
    void mountsAreThoseOfCrash() throws IOException {
        assertEquals(CRASH, lines("mount"));
        // All tasks are in one namespace.
        assertEquals(CRASH, lines("mount -n 139"));
    }

    /** By the dentry and inode of /dev/null and of /proc/sysrq-trigger, as crash's files prints them, and by everything else. */
    @Test
    void mountsAreChosenByWhatTheyHaveToDoWith() throws IOException {
        for (String dev : List.of(
                "dev", "/dev", "ff298c1742493c80", "0xff298c174104e000", "ff298c17411c4cd0", "ff298c17420aaf00")) {
            assertEquals(List.of(CRASH.getFirst(), CRASH.get(4)), lines("mount " + dev), dev);
        }
        assertEquals(List.of(CRASH.getFirst(), CRASH.get(7), CRASH.get(2)), lines("mount overlay ff298c17420f93c0"));
        for (String wrong : List.of("mount nowhere", "mount 1234", "mount -n 9999")) {
            Inquest.Run run = run("-c", wrong);
            assertEquals(4, run.exit(), run.out());
            assertTrue(run.err().contains(wrong.substring(wrong.lastIndexOf(' ') + 1)), run.err());
        }
    }

    /** /tmp: the file that act-mem maps and what act-files has open, in the order of descriptors, as crash's files has them. */
    @Test
    void openFilesStandWithTheirMount() throws IOException {
        Inquest.Run run = run("--format", "json", "-c", "mount -f /tmp", "-c", "files 140 141");
        List<String> expected = run.rows("files 140 141").stream()
                .flatMap(task -> Json.objects(task.get("files")).stream())
                .map(file -> String.valueOf(file.get("path")))
                .filter(path -> path.startsWith("/tmp/"))
                .toList();
        assertTrue(expected.size() > 30, expected.toString());
        List<Map<String, Object>> files =
                Json.objects(run.rows("mount -f /tmp").getFirst().get("files"));
        assertEquals(
                expected,
                files.stream().map(file -> String.valueOf(file.get("path"))).toList());
        assertEquals(
                "act-mem, act-files",
                files.stream()
                        .flatMap(file -> Json.objects(file.get("users")).stream())
                        .map(user -> String.valueOf(user.get("comm")))
                        .distinct()
                        .collect(Collectors.joining(", ")));
    }

    /** A busy root of a ramfs has inodes with dirty bits, but the kernel will never write them: they are in no list. */
    @Test
    void inodesThatNobodyWritesAreNotDirty() throws IOException {
        List<String> lines = lines("mount -i /");
        assertEquals(List.of("DIRTY INODES", "No dirty inodes found"), lines.subList(2, 4));
    }
}
