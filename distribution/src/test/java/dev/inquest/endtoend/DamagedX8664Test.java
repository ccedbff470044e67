package dev.inquest.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inquest.testkit.kernel.SyntheticKernel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is damaged in an x86_64 dump is named, and costs nothing else. */
class DamagedX8664Test {
    @TempDir
    Path folder;

    private SyntheticRun run() {
        return new SyntheticRun(folder);
    }

    @Test
    void aSavedStackPointerOfNoStack() throws IOException {
        SyntheticKernel kernel = Synthetic.kernel();
        kernel.poke(kernel.task("server") + kernel.types().offsetOf("task_struct", "thread"), 0x1234);
        Map<String, Object> server = run().stack(kernel, "server");
        assertEquals(false, server.get("complete"));
        assertTrue(String.valueOf(server.get("stop_reason")).contains("0x1234"), server.toString());
        assertEquals(true, run().stack(kernel, "worker").get("complete"));
    }

    /** The return address of the second frame is in the middle of nowhere; the stack says so after the first. */
    @Test
    void aReturnAddressThatIsNoCode() throws IOException {
        SyntheticKernel kernel = Synthetic.kernel();
        long second = SyntheticRun.sp(
                SyntheticRun.frames(run().stack(kernel, "kthreadd")).get(1));
        // The slot of a return address lies below the stack pointer that its frame is shown with, or at it.
        kernel.poke(second, 0xffff_ffff_0000_0001L);
        Map<String, Object> thread = run().stack(kernel, "kthreadd");
        assertEquals(false, thread.get("complete"), thread.toString());
        assertFalse(String.valueOf(thread.get("stop_reason")).isEmpty());
    }

    @Test
    void aPageTableThatPointsToItself() throws IOException {
        SyntheticKernel kernel = Synthetic.kernel();
        long top = kernel.address("init_top_pgt");
        // An unused slot of the top-level table: 300 << 39.
        kernel.poke(top + 300 * 8, kernel.physical(top) | 0x63);
        Inquest.Run run = run().json(
                        kernel, "vtop ffff960000000000", "vtop ffff900000000000", "rd ffff960000000000", "ps")
                .isForUsers();
        assertEquals("ok", run.result("ps").get("status"));
        // The other slot maps nothing.
        assertTrue(run.messages("vtop ffff900000000000").toString().contains("not mapped")
                || run.result("vtop ffff900000000000").toString().contains("not mapped"));
        assertFalse("ok".equals(run.result("rd ffff960000000000").get("status")));
    }
}
