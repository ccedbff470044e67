package dev.inquest.core.model;

import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.kernel.StructLayout;
import dev.inquest.api.kernel.Task;
import dev.inquest.api.layout.TypeSource;
import dev.inquest.api.memory.FaultException;
import dev.inquest.api.result.Diagnostic;
import dev.inquest.api.types.MissingTypeException;
import dev.inquest.core.model.struct.RunQueue;
import dev.inquest.core.model.struct.SignalStruct;
import dev.inquest.core.model.struct.TaskStruct;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * All tasks: the idle task of each CPU from its run queue, then the processes from {@code init_task.tasks} with the threads of
 * each, and whoever runs on a CPU. Where the list is damaged, what hangs together is kept, the rest is looked for by pid and among
 * the children of those that were found, and a diagnostic says what is wrong.
 *
 * <p>Threads hang on {@code signal_struct.thread_head} since 0c740d0afc3b (3.14); before, and until 8e1f385104ac (6.7), they form a
 * ring without a head, {@code task_struct.thread_group}.
 */
public final class TaskTable {
    /** PID_MAX_LIMIT (include/linux/threads.h): no kernel has more. */
    private static final int MOST_TASKS = 4 << 20;

    private final Kernel kernel;
    private final Consumer<Diagnostic> remarks;
    private volatile @Nullable Map<Long, Task> table;

    /**
     * Makes the table; nothing is read yet.
     *
     * @param kernel the kernel
     * @param remarks told of damaged lists
     */
    public TaskTable(Kernel kernel, Consumer<Diagnostic> remarks) {
        this.kernel = kernel;
        this.remarks = remarks;
    }

    /** Makes the table without anybody to tell of damage; nothing is read yet. */
    public TaskTable(Kernel kernel) {
        this(kernel, diagnostic -> {});
    }

    /** Returns all tasks, as {@link Kernel#tasks()} promises. */
    public List<Task> tasks() {
        return List.copyOf(table().values());
    }

    /** Returns the task at an address. */
    public Optional<Task> task(long address) {
        return Optional.ofNullable(table().get(address));
    }

    private Map<Long, Task> table() {
        Map<Long, Task> known = table;
        return known != null ? known : build();
    }

    private synchronized Map<Long, Task> build() {
        Map<Long, Task> known = table;
        if (known == null) {
            known = new Scan().run();
            table = known;
        }
        return known;
    }

    /**
     * A task with the numbers that it is sorted by, which are read once.
     *
     * @param task the task
     * @param tgid its process
     * @param pid its id
     */
    private record Found(Task task, int tgid, int pid) {
        static final Comparator<Found> BY_PROCESS = Comparator.comparingInt(Found::tgid)
                .thenComparing(found -> found.pid != found.tgid)
                .thenComparingInt(Found::pid);
    }

    private final class Scan {
        private final TaskReader reader = new TaskReader(kernel);
        private final StructLayout<TaskStruct> layout = reader.layout();
        private final StructLayout<SignalStruct> signals = kernel.bind(SignalStruct.class);
        private final long toTasks = layout.offset("tasks").orElseThrow();
        private final OptionalLong toThreadNode = layout.offset("threadNode");
        private final OptionalLong toThreadGroup = layout.offset("threadGroup");
        private final Map<Long, Task> all = new LinkedHashMap<>();
        private final Map<Long, Found> processes = new LinkedHashMap<>();
        private int damagedThreadLists;
        private String firstDamagedThreadList = "";

        Map<Long, Task> run() {
            long first = kernel.address("init_task")
                    .orElseThrow(() -> new MissingTypeException("the kernel has no symbol init_task"));
            idleTasks(first);
            ListWalk walk = ListWalk.of(kernel.memory(), first + toTasks, MOST_TASKS);
            for (long node : walk.nodes()) {
                process(node - toTasks);
            }
            // Not what the model of the CPUs finds, which asks for the tasks where the variables do not tell.
            CpuModel cpus = new CpuModel(kernel);
            for (int cpu : kernel.cpus().online()) {
                rescue(() -> cpus.told(cpu));
            }
            if (walk.damage() != null) {
                int listed = processes.size();
                for (long task : PidTree.tasks(kernel)) {
                    rescue(() -> task);
                }
                children();
                remark("the list of processes is damaged, tasks may be missing: " + walk.damage() + "; "
                        + (processes.size() - listed) + " more were found by pid or as children");
            }
            if (damagedThreadLists > 0) {
                remark("threads may be missing of " + damagedThreadLists + " processes, the first of them: "
                        + firstDamagedThreadList);
            }
            List<Found> sorted = new ArrayList<>(processes.values());
            sorted.sort(Found.BY_PROCESS);
            for (Found found : sorted) {
                all.put(found.task().address(), found.task());
            }
            return all;
        }

        private void idleTasks(long first) {
            all.put(first, reader.at(first));
            OptionalLong queues = kernel.address("runqueues");
            if (queues.isEmpty() || kernel.findType(TypeSource.Kind.STRUCT, "rq") == null) {
                return;
            }
            StructLayout<RunQueue> queue = kernel.bind(RunQueue.class);
            for (int cpu : kernel.cpus().present()) {
                try {
                    long idle = queue.at(kernel.cpus().address(cpu, queues.getAsLong()))
                            .idle();
                    if (idle != 0) {
                        all.putIfAbsent(idle, reader.at(idle));
                    }
                } catch (FaultException e) {
                    remark("the idle task of CPU " + cpu + " cannot be found: " + e.getMessage());
                }
            }
        }

        private void process(long leader) {
            if (!add(leader)) {
                return;
            }
            try {
                long signal = layout.at(leader).signal();
                if (signal != 0 && toThreadNode.isPresent() && signals.has("threadHead")) {
                    threads(leader, signals.at(signal).threadHead(), toThreadNode.getAsLong());
                } else if (toThreadGroup.isPresent()) {
                    threads(leader, leader + toThreadGroup.getAsLong(), toThreadGroup.getAsLong());
                }
            } catch (FaultException e) {
                damagedThreads(leader, String.valueOf(e.getMessage()));
            }
        }

        private void threads(long leader, long head, long offset) {
            ListWalk walk = ListWalk.of(kernel.memory(), head, MOST_TASKS);
            if (walk.damage() != null) {
                damagedThreads(leader, walk.damage());
            }
            for (long node : walk.nodes()) {
                if (node - offset != leader) {
                    add(node - offset);
                }
            }
        }

        private void damagedThreads(long leader, String damage) {
            if (damagedThreadLists++ == 0) {
                firstDamagedThreadList = describe(leader) + ": " + damage;
            }
        }

        /** Adds a task that no list led to, with the rest of its process, if it looks like one. */
        private void rescue(LongSupplier address) {
            try {
                long task = address.getAsLong();
                if (all.containsKey(task) || processes.containsKey(task)) {
                    return;
                }
                int pid = layout.at(task).pid();
                long leader = layout.at(task).groupLeader();
                if (pid < 1 || pid > MOST_TASKS) {
                    return;
                }
                if (leader == task || isLeader(leader)) {
                    process(leader);
                }
                add(task);
            } catch (FaultException | MissingTypeException e) {
                // It cannot be read; what could be of it is told by those that list it.
            }
        }

        private boolean isLeader(long task) {
            try {
                return layout.at(task).groupLeader() == task;
            } catch (FaultException e) {
                return false;
            }
        }

        /** Adds the children of all processes, theirs included. */
        private void children() {
            long toChildren = layout.offset("children").orElseThrow();
            long toSibling = layout.offset("sibling").orElseThrow();
            Deque<Long> parents = new ArrayDeque<>(processes.keySet());
            while (!parents.isEmpty() && processes.size() < MOST_TASKS) {
                ListWalk walk = ListWalk.of(kernel.memory(), parents.remove() + toChildren, MOST_TASKS);
                for (long node : walk.nodes()) {
                    long child = node - toSibling;
                    if (!processes.containsKey(child)) {
                        rescue(() -> child);
                        if (processes.containsKey(child)) {
                            parents.add(child);
                        }
                    }
                }
            }
        }

        private boolean add(long address) {
            if (all.containsKey(address) || processes.containsKey(address)) {
                return false;
            }
            try {
                Task task = reader.at(address);
                processes.put(address, new Found(task, task.tgid(), task.pid()));
                return true;
            } catch (FaultException e) {
                remark(describe(address) + " cannot be read: " + e.getMessage());
                return false;
            }
        }

        private String describe(long task) {
            Found found = processes.get(task);
            return found == null ? "the task at 0x" + Long.toHexString(task) : "process " + found.pid();
        }

        private void remark(String message) {
            remarks.accept(new Diagnostic(Diagnostic.Severity.WARNING, message));
        }
    }
}
