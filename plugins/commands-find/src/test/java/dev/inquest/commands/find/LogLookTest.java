package dev.inquest.commands.find;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class LogLookTest {
    private static LogLook read(String text) throws IOException {
        return LogLook.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void asMakedumpfileWritesIt() throws IOException {
        LogLook look = read("""
                [    0.000000] Linux version 6.1.0-56-cloud-amd64 (debian-kernel@lists.debian.org) (gcc-12)
                [    8.275812] sysrq: Trigger a crash
                [    8.275813] Kernel panic - not syncing: sysrq triggered crash
                [    8.275990] CPU: 1 PID: 1 Comm: init""");
        assertEquals("Kernel panic - not syncing: sysrq triggered crash", look.panic());
        assertEquals("6.1.0-56-cloud-amd64", look.release());
    }

    @Test
    void withLevelsCallersAndDates() throws IOException {
        assertEquals(
                "Kernel panic - not syncing: A",
                read("<0>[    8.275813][   T12] Kernel panic - not syncing: A\r\n")
                        .panic());
        assertEquals(
                "Kernel panic - not syncing: B",
                read("[Sat Nov 21 06:02:19 2026] Kernel panic - not syncing: B").panic());
    }

    /** What stands in brackets need not be a time. */
    @Test
    void hardwareErrorsKeepTheirName() throws IOException {
        assertEquals(
                "[Hardware Error]: Machine check: Processor context corrupt",
                read("[    1.000000] [Hardware Error]: Machine check: Processor context corrupt")
                        .panic());
        assertEquals(
                "[Hardware Error]: TSC 0", read("[Hardware Error]: TSC 0\n").panic());
    }

    @Test
    void nothingInIt() throws IOException {
        assertNull(read("").panic());
        assertNull(read("\0\0\0".repeat(100_000)).panic());
        assertNull(read("hello\n").release());
    }
}
