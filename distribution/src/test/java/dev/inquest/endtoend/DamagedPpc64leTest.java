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

/** What is damaged in a ppc64le dump is named, and costs nothing else. */
class DamagedPpc64leTest {
    @TempDir
    Path folder;

    private SyntheticRun run() {
        return new SyntheticRun(folder);
    }

    @Test
    void aBackChainThatLoops() throws IOException {
        SyntheticKernel kernel = Synthetic.ppc64le();
        long second = SyntheticRun.sp(
                SyntheticRun.frames(run().stack(kernel, "server")).get(1));
        kernel.poke(second, second - 0x40);
        Map<String, Object> server = run().stack(kernel, "server");
        assertEquals(2, SyntheticRun.frames(server).size());
        assertEquals(false, server.get("complete"));
        assertEquals(
                "the back chain goes back, from 0x" + Long.toHexString(second) + " to 0x"
                        + Long.toHexString(second - 0x40),
                server.get("stop_reason"));
        assertEquals(true, run().stack(kernel, "worker").get("complete"));
    }

    @Test
    void aSavedStackPointerOfNoStack() throws IOException {
        SyntheticKernel kernel = Synthetic.ppc64le();
        kernel.poke(kernel.task("server") + kernel.types().offsetOf("task_struct", "thread"), 0x1234);
        Map<String, Object> server = run().stack(kernel, "server");
        assertEquals("the saved stack pointer 0x1234 is not on the task's stack", server.get("stop_reason"));
        assertEquals(List.of(), SyntheticRun.frames(server));
    }

    /** Instructions lie at multiples of four; whatever is wrong with a saved address, the stack ends there and says so. */
    @Test
    void anOddReturnAddress() throws IOException {
        SyntheticKernel kernel = Synthetic.ppc64le();
        long second = SyntheticRun.sp(
                SyntheticRun.frames(run().stack(kernel, "server")).get(1));
        long odd = kernel.address("__schedule") + 0x41;
        kernel.poke(second + 16, odd);
        Map<String, Object> server = run().stack(kernel, "server");
        assertEquals(false, server.get("complete"));
        assertTrue(String.valueOf(server.get("stop_reason")).contains(Long.toHexString(odd)), server.toString());
        assertEquals(true, run().stack(kernel, "worker").get("complete"));
    }

    /** The top-level table as the second and third, too: a walk reads one entry a level. Where nothing is mapped, that is said. */
    @Test
    void aPageTableThatPointsToItself() throws IOException {
        SyntheticKernel kernel = Synthetic.ppc64le();
        long top = kernel.address("swapper_pg_dir");
        long self = Long.reverseBytes(1L << 63 | kernel.physical(top) | 13);
        kernel.poke(top + 5120 * 8, self);
        kernel.poke(top + 300 * 8, self);
        String loop = "c00a004b25830000";
        Inquest.Run run =
                run().json(kernel, "rd " + loop, "vtop " + loop, "rd c009000000000000", "vtop c009000000000000", "ps");
        assertEquals("ok", run.result("ps").get("status"));
        for (String command : List.of("rd " + loop, "rd c009000000000000")) {
            assertTrue(run.result(command).toString().contains("not mapped"), run.out());
        }
    }
}
