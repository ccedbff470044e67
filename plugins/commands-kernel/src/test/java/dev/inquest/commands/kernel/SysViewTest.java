package dev.inquest.commands.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.inquest.api.result.Address;
import dev.inquest.api.result.Result;
import dev.inquest.api.result.Row;
import dev.inquest.api.result.TextOut;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The expected lines are crash's own, from transcripts of crash 8.0.6. */
class SysViewTest {

    private static String text(Row row) {
        StringBuilder text = new StringBuilder();
        Result result = Result.of("sys/1", List.of(row), SysView::banner);
        result.view().write(result, new TextOut() {
            @Override
            public TextOut print(String part) {
                text.append(part);
                return this;
            }
        });
        return text.toString();
    }

    @Test
    void readsLikeCrashsBanner() {
        Row row = new Row()
                .put("kernel", "vmlinux-6.1.0-56-amd64")
                .put("tainted", true)
                .put("dumpfile", List.of("vmcore"))
                .put("partial", true)
                .put("complete", true)
                .put("cpus", 2)
                .put("cpus_offline", List.of())
                .put("date_seconds", 1795242826L)
                .put("uptime_seconds", 8L)
                .put("load_average", List.of(0.08, 0.02, 0.01))
                .put("tasks", 80)
                .put("nodename", "crashbox")
                .put("release", "6.1.0-56-amd64")
                .put("version", "#1 SMP PREEMPT_DYNAMIC Debian 6.1.192-2 (2026-11-16)")
                .put("machine", "x86_64")
                .put("cpu_mhz", 2596L)
                .put("memory_bytes", 114560L * 4096)
                .put("panic", "Oops: 0002 [#1] PREEMPT SMP NOPTI")
                .put(
                        "task",
                        new Row()
                                .put("pid", 189)
                                .put("comm", "insmod")
                                .put("task", new Address(0xff160129d7c48000L))
                                .put("thread_info", new Address(0xff160129d7c48000L))
                                .put("cpu", 0)
                                .put("state", "RU"));
        assertEquals("""
                      KERNEL: vmlinux-6.1.0-56-amd64  [TAINTED]
                    DUMPFILE: vmcore  [PARTIAL DUMP]
                        CPUS: 2
                        DATE: Sat Nov 21 06:33:46 UTC 2026
                      UPTIME: 00:00:08
                LOAD AVERAGE: 0.08, 0.02, 0.01
                       TASKS: 80
                    NODENAME: crashbox
                     RELEASE: 6.1.0-56-amd64
                     VERSION: #1 SMP PREEMPT_DYNAMIC Debian 6.1.192-2 (2026-11-16)
                     MACHINE: x86_64  (2596 Mhz)
                      MEMORY: 447.5 MB
                       PANIC: "Oops: 0002 [#1] PREEMPT SMP NOPTI" (check log for details)
                         PID: 189
                     COMMAND: "insmod"
                        TASK: ff160129d7c48000  [THREAD_INFO: ff160129d7c48000]
                         CPU: 0
                       STATE: TASK_RUNNING (PANIC)
                """, text(row));
    }

    @Test
    void aSizeNearAWholeNumberOfGigabytesIsRoundedUpToIt() {
        assertEquals("16 GB", SysView.memory((16L << 30) - (40L << 20)));
        assertEquals("7.5 GB", SysView.memory(15L << 29));
        assertEquals("511.5 MB", SysView.memory(1023L << 19));
    }

    @Test
    void taintsAreLettersByBit() {
        assertEquals("OE", Taints.letters(0x3000));
        assertEquals("", Taints.letters(0));
        assertEquals("PN?", Taints.letters(1 | 1 << 18 | 1 << 19));
    }

    @Test
    void longUptimesHaveDays() {
        assertEquals("12 days, 03:04:05", Dates.uptime(12 * 86400 + 3 * 3600 + 4 * 60 + 5));
    }
}
