package dev.inquest.commands.find;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Names as kexec-tools, kdump-utils, kdump-tools, SUSE's kdump and abrt give them. */
class NamesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "vmcore",
                "vmcore-incomplete",
                "vmcore.flat",
                "vmcore.1",
                "vmcore3",
                "vmcore.elf.zst",
                "dump.202611210602",
                "dump.202611210602.gz",
                "host7.vmcore",
                "VMCORE"
            })
    void namesOfDumps(String name) {
        assertTrue(Names.dump(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"vmcore-dmesg.txt", "dump.sql", "mysql.dump", "core.1234", "dump", "vmcored.conf"})
    void namesOfOthers(String name) {
        assertFalse(Names.dump(name));
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1-2026-11-21-06:02:19, 2026-11-21 06:02:19, ",
        "box7.example.com-2026-11-20-01:00:00, 2026-11-20 01:00:00, box7.example.com",
        "192.168.7.1-2014.05.06-12:13:14, 2014-05-06 12:13:14, 192.168.7.1",
        "202611210602, 2026-11-21 06:02, ",
        "2026-11-21-06:02, 2026-11-21 06:02, ",
        "vmcore-127.0.0.1-2013-10-31-22:10:00, 2013-10-31 22:10:00, ",
        "dump.202611210602, 2026-11-21 06:02, dump",
        "box-20261121, 2026-11-21, box",
        "127.0.0.1, , ",
        "9999999999999999, , "
    })
    void timesAndHosts(String name, String time, String host) {
        assertEquals(time, Names.time(name));
        assertEquals(host, Names.host(name));
    }

    @ParameterizedTest
    @CsvSource({
        "linux-image-6.1.0-56-amd64-dbg_6.1.192-2_amd64.deb, 6.1.0-56-amd64",
        "linux-image-unsigned-5.15.0-91-generic-dbgsym_5.15.0-91.101_amd64.ddeb, 5.15.0-91-generic",
        "kernel-debuginfo-5.14.0-362.8.1.el9_3.x86_64.rpm, 5.14.0-362.8.1.el9_3.x86_64",
        "kernel-rt-debuginfo-4.18.0-513.rt7.el8.x86_64.rpm, 4.18.0-513.rt7.el8.x86_64",
        "kernel-default-debuginfo-5.14.21-150500.55.39.1.x86_64.rpm, 5.14.21-150500.55.39-default",
        "kernel-debuginfo-common-x86_64-5.14.0-362.el9.x86_64.rpm, ",
        "linux-image-6.1.0-56-amd64_6.1.192-2_amd64.deb, "
    })
    void releasesOfPackages(String name, String release) {
        assertEquals(release, Names.packageRelease(name));
    }

    @Test
    void logs() {
        assertTrue(Names.log("vmcore-dmesg.txt"));
        assertTrue(Names.log("vmcore-dmesg-incomplete.txt"));
        assertTrue(Names.log("dmesg.202611210602"));
        assertTrue(Names.log("dmesg.txt"));
        assertFalse(Names.log("dmesg.old"));
        assertFalse(Names.logOfACrash("dmesg.txt"));
    }

    @Test
    void buildIds() {
        assertEquals("3b43fad5034874", Names.buildId("/usr/lib/debug/.build-id/3b/43fad5034874.debug"));
        assertNull(Names.buildId("/usr/lib/debug/.build-id/3b/43fad5034874"));
    }

    @Test
    void releasesOfKernels() {
        assertEquals("6.1.0-56-amd64", Names.vmlinuxRelease("vmlinux-6.1.0-56-amd64"));
        assertEquals("5.14.21-default", Names.vmlinuxRelease("vmlinux-5.14.21-default.debug"));
        assertEquals("5.3.18-24-default", Names.vmlinuxRelease("vmlinux-5.3.18-24-default.gz"));
        assertNull(Names.vmlinuxRelease("vmlinux"));
    }
}
