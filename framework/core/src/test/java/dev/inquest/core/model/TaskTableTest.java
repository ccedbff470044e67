package dev.inquest.core.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inquest.api.kernel.Task;
import dev.inquest.core.model.fake.TaskScene;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@link TaskTable}: all tasks in order, and what is left of damaged lists. */
class TaskTableTest {

    private static List<String> names(TaskScene scene) {
        return scene.kernel.tasks().stream()
                .map(task -> task.pid() + " " + task.comm())
                .toList();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void idleTasksThenProcessesByPidEachWithItsThreads(boolean threadHeads) {
        TaskScene scene = new TaskScene(threadHeads);
        long init = scene.task(1, 1, "init");
        long late = scene.task(90, 90, "late");
        long server = scene.task(40, 40, "server");
        long worker = scene.task(95, 40, "worker");
        long helper = scene.task(41, 40, "helper");
        scene.processes(init, late, server);
        scene.threads(init);
        scene.threads(late);
        scene.threads(server, worker, helper);

        assertEquals(
                List.of("0 swapper/0", "0 swapper/1", "1 init", "40 server", "41 helper", "95 worker", "90 late"),
                names(scene));
        assertEquals(List.of(), scene.kernel.messages());
        assertEquals(worker, scene.kernel.task(worker).orElseThrow().address());
        assertTrue(scene.kernel.task(worker + 8).isEmpty());
    }

    @Test
    void whatATaskTells() {
        TaskScene scene = new TaskScene(true);
        long init = scene.task(1, 1, "init");
        long thread = scene.task(77, 70, "kworker/u8:3");
        scene.processes(init, thread);
        scene.threads(init);
        scene.threads(thread);
        scene.set(thread, "parent", init);
        scene.set(thread, "__state", 0x402);
        scene.set(thread, "flags", 0x0420_8060);
        scene.set(thread, "thread_info.cpu", 1);
        scene.current(1, init);
        scene.set(init, "mm", 0xffff_8880_0000_4000L);
        scene.set(init, "exit_state", 0x20);
        scene.set(init, "__state", 0x80);
        scene.set(init, "stack", 0);

        Task task = scene.kernel.task(thread).orElseThrow();
        assertEquals(1, task.parentPid());
        assertEquals(init, task.parent());
        assertEquals(70, task.tgid());
        assertEquals(1, task.cpu());
        assertEquals("ID", task.stateName());
        assertTrue(task.kernelThread());
        assertFalse(task.active());
        assertEquals(OptionalLong.of(thread + 0x8000), task.stackBase());

        Task dead = scene.kernel.task(init).orElseThrow();
        assertEquals(0xa0, dead.state());
        assertEquals("ZO", dead.stateName());
        assertFalse(dead.kernelThread());
        assertTrue(dead.active());
        assertEquals(OptionalLong.empty(), dead.stackBase());
    }

    @Test
    void unreadableProcessCostsOneTask() {
        TaskScene scene = new TaskScene(true);
        long init = scene.task(1, 1, "init");
        long lost = scene.task(2, 2, "lost");
        long last = scene.task(3, 3, "last");
        scene.processes(init, lost, last);
        scene.threads(init);
        scene.threads(lost);
        scene.threads(last);
        scene.kernel.memory.remove(lost, 0x1000);

        assertEquals(List.of("0 swapper/0", "0 swapper/1", "1 init", "3 last"), names(scene));
        assertEquals(1, scene.kernel.messages().size());
        String message = scene.kernel.messages().get(0);
        assertTrue(message.startsWith("the list of processes is damaged, tasks may be missing: link at 0x"), message);
    }

    @Test
    void damagedThreadListKeepsLeaderAndNamesTheProcess() {
        TaskScene scene = new TaskScene(true);
        long leader = scene.task(10, 10, "leader");
        long first = scene.task(11, 10, "first");
        long second = scene.task(12, 10, "second");
        scene.processes(leader);
        scene.threads(leader, first, second);
        scene.kernel.memory.remove(scene.link(first, "thread_node"), 16);

        assertEquals(List.of("0 swapper/0", "0 swapper/1", "10 leader", "12 second"), names(scene));
        String message = scene.kernel.messages().get(0);
        assertTrue(
                message.startsWith("threads may be missing of 1 processes, the first of them: process 10: link at 0x"),
                message);
    }

    /** Two unreadable processes with others between them: the list cannot tell of those, but pids, parents and CPUs can. */
    @Test
    void tasksBehindDamageAreFoundInOtherWays() {
        TaskScene scene = new TaskScene(true);
        long init = scene.task(1, 1, "init");
        long lost = scene.task(2, 2, "lost");
        long byPid = scene.task(65, 65, "by pid");
        long child = scene.task(70, 70, "child");
        long runs = scene.task(80, 80, "runs");
        long thread = scene.task(81, 80, "thread");
        long lostToo = scene.task(90, 90, "lost too");
        long last = scene.task(91, 91, "last");
        scene.processes(init, lost, byPid, child, runs, lostToo, last);
        scene.threads(init);
        scene.threads(byPid);
        scene.threads(child);
        scene.threads(runs, thread);
        scene.threads(last);
        scene.children(byPid, child);
        scene.current(1, thread);
        scene.pids(lost, byPid, last);
        scene.kernel.memory.remove(lost, 0x1000);
        scene.kernel.memory.remove(lostToo, 0x1000);

        assertEquals(
                List.of(
                        "0 swapper/0",
                        "0 swapper/1",
                        "1 init",
                        "65 by pid",
                        "70 child",
                        "80 runs",
                        "81 thread",
                        "91 last"),
                names(scene));
        assertEquals(1, scene.kernel.messages().size());
        assertTrue(scene.kernel.messages().get(0).endsWith("; 2 more were found by pid or as children"));
    }

    @Test
    void pidThatLeadsToAnotherTaskIsNotBelieved() {
        TaskScene scene = new TaskScene(true);
        long init = scene.task(1, 1, "init");
        long lost = scene.task(2, 2, "lost");
        long freed = scene.task(3, 3, "freed");
        scene.processes(init, lost);
        scene.threads(init);
        scene.threads(freed);
        scene.pids(init, freed);
        scene.set(freed, "thread_pid", 0);
        scene.kernel.memory.remove(lost, 0x1000);
        assertEquals(List.of("0 swapper/0", "0 swapper/1", "1 init"), names(scene));
    }
}
