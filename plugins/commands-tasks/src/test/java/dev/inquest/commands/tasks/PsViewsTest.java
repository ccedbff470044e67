package dev.inquest.commands.tasks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.inquest.api.command.CommandException;
import dev.inquest.api.result.Address;
import dev.inquest.api.result.Result;
import dev.inquest.api.result.Row;
import dev.inquest.api.result.TextOut;
import dev.inquest.api.result.Unavailable;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The expected lines are crash's own, from a transcript of crash 8.0.6. */
class PsViewsTest {

    private static Row row(int pid, int ppid, int cpu, long task, String state, String comm) {
        return new Row()
                .put("task", new Address(task))
                .put("pid", pid)
                .put("ppid", ppid)
                .put("cpu", cpu)
                .put("state", state)
                .put("comm", comm);
    }

    private static String text(Row... rows) {
        StringBuilder text = new StringBuilder();
        Result result = Result.of("ps/1", List.of(rows), PsViews.table(false, true));
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
    void readsLikeCrash() {
        Row swapper = row(0, 0, 0, 0xffffffffaec1aa40L, "RU", "swapper/0")
                .put("mem_percent", 0.0)
                .put("vsz_kib", 0L)
                .put("rss_kib", 0L)
                .put("kernel_thread", true);
        Row insmod = row(189, 1, 0, 0xff160129d7c48000L, "RU", "insmod")
                .put("mem_percent", 0.2)
                .put("vsz_kib", 2260L)
                .put("rss_kib", 1112L)
                .put("active", true);
        assertEquals("""
                      PID    PPID  CPU       TASK        ST  %MEM      VSZ      RSS  COMM
                        0       0   0  ffffffffaec1aa40  RU   0.0        0        0  [swapper/0]
                >     189       1   0  ff160129d7c48000  RU   0.2     2260     1112  insmod
                """, text(swapper, insmod).replaceAll(" +\n", "\n"));
    }

    @Test
    void aCellThatCannotBeReadIsAQuestionMark() {
        Row row = row(7, 2, 0, 0xff160129c1224200L, "ID", "kworker/0:0")
                .put("mem_percent", new Unavailable("excluded", "page excluded"))
                .put("vsz_kib", new Unavailable("excluded", "page excluded"))
                .put("rss_kib", 0L);
        assertEquals(
                "        7       2   0  ff160129c1224200  ID     ?        ?        0  kworker/0:0",
                text(row).lines().toList().get(1));
    }

    @Test
    void durationsHaveDaysAndMilliseconds() {
        assertEquals("0 00:00:00.096", PsDetails.duration(96_110_000L));
        assertEquals(
                "3 02:10:11.500",
                PsDetails.duration(((3 * 24 + 2) * 3600L + 10 * 60 + 11) * 1_000_000_000L + 500_000_000L));
    }

    @Test
    void policiesHaveNamesAndNumbers() throws CommandException {
        assertEquals(List.of(1, 6), Policies.parse("fifo,6"));
        assertThrows(CommandException.class, () -> Policies.parse("9"));
    }
}
