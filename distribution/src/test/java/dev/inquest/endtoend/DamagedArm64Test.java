package dev.inquest.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inquest.testkit.kernel.SyntheticKernel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is damaged in an arm64 dump is named, and costs nothing else. */
class DamagedArm64Test {
    private static final String MEMBER = "thread.cpu_context.";

    @TempDir
    Path folder;

    private SyntheticRun run() {
        return new SyntheticRun(folder);
    }

    @Test
    void aRecordThatPointsToItself() throws IOException {
        SyntheticKernel kernel = Synthetic.aarch64(4);
        long second = SyntheticRun.sp(
                        SyntheticRun.frames(run().stack(kernel, "server")).get(1))
                - 8;
        kernel.poke(second, second);
        Map<String, Object> server = run().stack(kernel, "server");
        assertEquals(2, SyntheticRun.frames(server).size());
        assertEquals(false, server.get("complete"));
        assertEquals(
                "the frame pointer does not rise: from 0x" + Long.toHexString(second + 16) + " to 0x"
                        + Long.toHexString(second),
                server.get("stop_reason"));
        assertEquals(true, run().stack(kernel, "worker").get("complete"));
    }

    @Test
    void savedRegistersThatCannotBe() throws IOException {
        SyntheticKernel kernel = Synthetic.aarch64(4);
        kernel.poke(member(kernel, "server", "sp"), 0x1234);
        kernel.poke(member(kernel, "worker", "pc"), 0xffff_8000_0900_0002L);
        kernel.poke(member(kernel, "kthreadd", "fp"), 0xdead_beef_0000L);
        Map<String, Object> server = run().stack(kernel, "server");
        assertEquals("the saved stack pointer 0x1234 is not on the task's stack", server.get("stop_reason"));
        assertEquals(List.of(), SyntheticRun.frames(server));
        assertEquals(
                "the saved return address 0xffff800009000002 is no code",
                run().stack(kernel, "worker").get("stop_reason"));
        Map<String, Object> thread = run().stack(kernel, "kthreadd");
        assertEquals(1, SyntheticRun.frames(thread).size());
        assertEquals(
                "the frame pointer 0xdeadbeef0000 lies on no stack of this task or processor",
                thread.get("stop_reason"));
    }

    @Test
    void aPageTableThatPointsToItself() throws IOException {
        SyntheticKernel kernel = Synthetic.aarch64(4);
        long top = kernel.address("swapper_pg_dir");
        // An unused slot of the top-level table.
        kernel.poke(top + 300 * 8, kernel.physical(top) | 3);
        Inquest.Run run = run().json(kernel, "rd 0xffff960000000000", "rd 0xffff900000000000", "ps")
                .isForUsers();
        assertEquals("ok", run.result("ps").get("status"));
        assertTrue((run.out() + run.err()).contains("not mapped"), run.out() + run.err());
    }

    private static long member(SyntheticKernel kernel, String comm, String name) {
        return kernel.task(comm) + kernel.types().offsetOf("task_struct", MEMBER + name);
    }
}
