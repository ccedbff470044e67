package dev.inquest.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inquest.testkit.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Code of the sample dump, against what objdump makes of the vmlinux of its kernel. */
class SampleDisassemblyTest {

    private static Inquest.Run run(Path folder, String command) throws IOException {
        return new Inquest(folder)
                .run("-s", "-c", command, Inquest.sample("vmcore").toString())
                .isForUsers();
    }

    private static List<String> lines(Path folder, String command) throws IOException {
        Inquest.Run run = run(folder, command);
        assertEquals(0, run.exit(), run.err());
        return run.out().lines().toList();
    }

    /**
     * objdump: {@code call __fentry__} (which ftrace made a nop when the kernel started), {@code call __rcu_read_unlock}, {@code mov $0xffffffff823697b9,%rdi},
     * {@code call panic}, {@code cs nopw 0x0(%rax,%rax,1)}.
     */
    @Test
    void aFunctionReadsAsInObjdump(@TempDir Path folder) throws IOException {
        List<String> lines = lines(folder, "dis sysrq_handle_crash");
        assertEquals(5, lines.size(), lines.toString());
        assertTrue(
                lines.get(0)
                        .matches(
                                "0xffffffff[0-9a-f]{5}9f0 <sysrq_handle_crash>:\tnopl   0x0\\(%rax,%rax,1\\) \\[FTRACE NOP]"),
                lines.get(0));
        assertTrue(
                lines.get(1).matches("0x[0-9a-f]+ <sysrq_handle_crash\\+5>:\tcall   0x[0-9a-f]+ <__rcu_read_unlock>"),
                lines.get(1));
        assertTrue(
                lines.get(2).matches("0x[0-9a-f]+ <sysrq_handle_crash\\+10>:\tmov    \\$0xffffffff[0-9a-f]{5}7b9,%rdi"),
                lines.get(2));
        assertTrue(
                lines.get(3)
                        .matches(
                                "0x[0-9a-f]+ <sysrq_handle_crash\\+17>:\tcall   0x[0-9a-f]+ <panic> \\[call, #[0-9]+]"),
                lines.get(3));
        assertTrue(
                lines.get(4).startsWith("0x")
                        && lines.get(4).contains("<sysrq_handle_crash+22>:\tcs nopw 0x0(%rax,%rax,1)"),
                lines.get(4));
    }

    @Test
    void theFieldGuidesCommandsWorkAsTyped(@TempDir Path folder) throws IOException {
        for (String command : List.of(
                "disas sysrq_handle_crash+22", "disas /m sysrq_handle_crash+22", "disas -l sysrq_handle_crash+22")) {
            List<String> lines = lines(folder, command);
            assertEquals("Dump of assembler code for function sysrq_handle_crash:", lines.getFirst(), command);
            assertEquals("End of assembler dump.", lines.getLast(), command);
            // panic was called from here: the console's call trace has sysrq_handle_crash+0x16, behind the call.
            assertTrue(
                    lines.stream()
                            .anyMatch(line -> line.matches("=> 0x[0-9a-f]+ <\\+17>:\tcall   0x[0-9a-f]+ <panic>")),
                    command);
        }
    }

    @Test
    void countsAndPartsOfFunctions(@TempDir Path folder) throws IOException {
        assertEquals(8, lines(folder, "dis schedule 8").size());
        assertEquals(1, lines(folder, "dis schedule+5").size());
        assertEquals(3, lines(folder, "dis -r sysrq_handle_crash+10").size());
        assertEquals(3, lines(folder, "dis -f sysrq_handle_crash+10").size());
        assertEquals(lines(folder, "dis schedule+5"), lines(folder, "dis (schedule + 5)"));
        assertTrue(lines(folder, "dis -x schedule+21").getFirst().contains("<schedule+0x15>:\tje     0x"));
        assertTrue(lines(folder, "dis --syntax intel schedule+7").getFirst().contains("mov    rbx, qword ptr gs:["));
    }

    @Test
    void rowsKeepTheFacts(@TempDir Path folder) throws IOException {
        Inquest.Run run = new Inquest(folder).json(List.of(Inquest.sample("vmcore")), "dis schedule+21");
        Map<String, Object> row = Json.objects(
                        Json.objects(Json.object(Json.parse(run.out())).get("results"))
                                .getFirst()
                                .get("rows"))
                .getFirst();
        // objdump: 74 2c je <schedule+0x43>
        assertEquals("742c", row.get("bytes"));
        assertEquals("je", row.get("mnemonic"));
        assertEquals("schedule", row.get("target_symbol"));
        assertEquals("conditional jump", row.get("flow"));
        assertEquals(67L, ((Number) String.valueOf(row.get("target_offset")).transform(Long::valueOf)).longValue());
    }

    @Test
    void whatCannotBeShownIsSaid(@TempDir Path folder) throws IOException {
        Inquest.Run name = run(folder, "dis no_such_function");
        assertEquals(4, name.exit());
        assertTrue(name.err().contains("there is no symbol no_such_function"), name.err());
        Inquest.Run hole = run(folder, "dis 0xffff000000000000 4");
        assertTrue(hole.out().contains("not mapped"), hole.out() + hole.err());
        Inquest.Run place = run(folder, "dis -f 1234");
        assertEquals(4, place.exit());
        assertTrue(place.err().contains("in no function"), place.err());
        Inquest.Run lines = run(folder, "dis -s schedule");
        assertEquals(4, lines.exit());
        assertTrue(lines.err().contains("debug information"), lines.err());
    }
}
