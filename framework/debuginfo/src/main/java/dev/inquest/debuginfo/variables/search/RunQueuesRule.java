package dev.inquest.debuginfo.variables.search;

import dev.inquest.api.memory.FaultException;
import dev.inquest.api.memory.Memory;
import dev.inquest.api.types.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * {@code runqueues} (kernel/sched/core.c), where BTF does not place per-CPU variables: each CPU's copy has the CPU's number, and the idle
 * task of that CPU.
 *
 * @param function a function that refers to it
 */
record RunQueuesRule(String function) implements Rule {
    private static final int MOST_CPUS = 1 << 16;
    private static final int LONGEST_NAME = 16;

    @Override
    public String name() {
        return "runqueues";
    }

    @Override
    public Outcome find(Evidence evidence) {
        Memory memory = evidence.memory();
        long offsets = evidence.variable("__per_cpu_offset");
        List<Integer> cpus = cpus(evidence);
        Set<Long> candidates = evidence.perCpuReferences(function);
        List<Long> right = new ArrayList<>();
        for (long candidate : candidates) {
            boolean all = !cpus.isEmpty();
            for (int cpu : cpus) {
                all = all && is(evidence, candidate + memory.pointer(offsets + 8L * cpu), cpu);
            }
            if (all) {
                right.add(candidate);
            }
        }
        return right.size() == 1
                ? new Outcome(
                        right.getFirst(),
                        evidence.struct("rq").size(),
                        "of the " + candidates.size() + " addresses to which " + function
                                + " refers the only one of which the copies of all " + cpus.size()
                                + " CPUs have the CPU's number and its idle task")
                : Outcome.missing((right.isEmpty() ? "none" : right.size()) + " of the " + candidates.size()
                        + " addresses to which " + function + " refers may be it");
    }

    private static boolean is(Evidence evidence, long address, int cpu) {
        try {
            Value queue = evidence.at("rq", address);
            return queue.member("cpu").asLong() == cpu
                    && ("swapper/" + cpu)
                            .equals(evidence.text(
                                    queue.member("idle").member("comm").address(), LONGEST_NAME));
        } catch (FaultException e) {
            return false;
        }
    }

    private static List<Integer> cpus(Evidence evidence) {
        Memory memory = evidence.memory();
        long mask = evidence.variable("__cpu_present_mask");
        long count = Math.min(memory.u32(evidence.variable("nr_cpu_ids")), MOST_CPUS);
        List<Integer> cpus = new ArrayList<>();
        for (int cpu = 0; cpu < count; cpu++) {
            if ((memory.u64(mask + cpu / 64 * 8L) >>> (cpu & 63) & 1) != 0) {
                cpus.add(cpu);
            }
        }
        return cpus;
    }
}
