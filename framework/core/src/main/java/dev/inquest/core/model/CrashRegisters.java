package dev.inquest.core.model;

import dev.inquest.api.arch.ArchSession.CpuRegisters;
import dev.inquest.api.arch.Registers;
import dev.inquest.api.kernel.Cpus;
import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.memory.FaultException;
import dev.inquest.api.types.MissingTypeException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Puts the dump's register notes to the tasks that ran.
 *
 * <p>A note does not name its CPU. QEMU writes one for each CPU; a crash kernel writes one for each CPU that saved its
 * registers, so that after a CPU that did not (it was offline, or did not answer the NMI) the count is off by one. The notes of
 * a crash kernel name the pid (crash_save_cpu, kernel/crash_core.c, kernel/kexec_core.c before 6.9), so where the CPUs' current tasks
 * have other pids than the notes in their place, the notes go in order to the CPUs that fit.
 */
final class CrashRegisters {
    private final Map<Long, Registers> byTask = new HashMap<>();

    CrashRegisters(Kernel kernel) {
        List<CpuRegisters> notes = kernel.arch().crashRegisters();
        if (notes.isEmpty()) {
            return;
        }
        Map<Integer, Integer> pids = new HashMap<>();
        Map<Integer, Long> tasks = new HashMap<>();
        Cpus cpus = kernel.cpus();
        List<Integer> possible = cpus.possible();
        for (int cpu : possible) {
            try {
                long task = cpus.current(cpu).address();
                tasks.put(cpu, task);
                pids.put(cpu, cpus.current(cpu).pid());
            } catch (FaultException | MissingTypeException e) {
                // No note can be put to a task that is not known.
            }
        }
        int[] places = places(notes, possible, pids);
        for (int i = 0; i < places.length; i++) {
            Long task = tasks.get(places[i]);
            if (task != null) {
                byTask.putIfAbsent(task, notes.get(i).registers());
            }
        }
    }

    /** Returns the CPU of each note. */
    static int[] places(List<CpuRegisters> notes, List<Integer> cpus, Map<Integer, Integer> pids) {
        int[] places = new int[notes.size()];
        boolean fit = true;
        for (int i = 0; i < places.length; i++) {
            CpuRegisters note = notes.get(i);
            places[i] = note.cpu();
            fit &= fits(note, pids.get(note.cpu()));
        }
        if (fit) {
            return places;
        }
        int[] moved = new int[places.length];
        int at = 0;
        for (int i = 0; i < moved.length; i++) {
            while (at < cpus.size() && !fits(notes.get(i), pids.get(cpus.get(at)))) {
                at++;
            }
            if (at == cpus.size()) {
                // No order fits: the pids are not what they seem (QEMU writes the CPU's number plus one).
                return places;
            }
            moved[i] = cpus.get(at++);
        }
        return moved;
    }

    private static boolean fits(CpuRegisters note, @Nullable Integer pid) {
        return pid != null && pid == note.pid();
    }

    /** Returns the registers of a task. */
    Optional<Registers> of(long task) {
        return Optional.ofNullable(byTask.get(task));
    }
}
