package dev.inquest.core.model;

import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.layout.TypeSource;
import dev.inquest.api.memory.FaultException;
import dev.inquest.api.memory.Memory;
import dev.inquest.api.types.StructType;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The meaning of a task's state bits, which moved twice (include/linux/sched.h):
 *
 * <pre>
 *                        &lt; 3.14    3.14      4.14
 * TASK_RUNNING              0         0         0
 * TASK_INTERRUPTIBLE        1         1         1
 * TASK_UNINTERRUPTIBLE      2         2         2
 * __TASK_STOPPED            4         4         4
 * __TASK_TRACED             8         8         8
 * EXIT_DEAD              0x20      0x10      0x10    swapped by ad86622b478e
 * EXIT_ZOMBIE            0x10      0x20      0x20
 * TASK_PARKED           0x200     0x200      0x40    moved by 8ef9925b02c2
 * TASK_DEAD              0x40      0x40      0x80
 * TASK_WAKEKILL          0x80      0x80     0x100
 * TASK_WAKING           0x100     0x100     0x200
 * TASK_NOLOAD               -     0x400     0x400    80ed87c8a9ca (4.2)
 * TASK_NEW                  -     0x800     0x800    7dc603c9028e (4.8)
 * TASK_RTLOCK_WAIT          -         -    0x1000    5.15
 * TASK_FROZEN               -         -    0x8000    f5d39b020809 (6.1)
 * </pre>
 *
 * <p>They are macros, of which debug information keeps nothing. The kernel's own {@code task_state_array} (fs/proc/array.c) names
 * the bits that /proc shows and settles the matter also for kernels with backported changes; where it cannot be read, types that
 * came with the same release decide.
 */
final class TaskStates {
    private static final long INTERRUPTIBLE = 1;
    private static final long UNINTERRUPTIBLE = 2;
    private static final long STOPPED = 4;
    private static final long TRACED = 8;
    private static final long NOLOAD = 0x400;
    private static final long NEW = 0x800;
    private static final long RTLOCK_WAIT = 0x1000;
    private static final long FROZEN = 0x8000;

    private final long zombie;
    private final long exitDead;
    private final boolean parkedFirst;

    /**
     * Makes the bits' meaning.
     *
     * @param deadFirst whether EXIT_DEAD is 0x10 and EXIT_ZOMBIE 0x20, as since 3.14
     * @param parkedFirst whether TASK_PARKED is 0x40 and pushes the others up, as since 4.14
     */
    TaskStates(boolean deadFirst, boolean parkedFirst) {
        this.zombie = deadFirst ? 0x20 : 0x10;
        this.exitDead = deadFirst ? 0x10 : 0x20;
        this.parkedFirst = parkedFirst;
    }

    /** Finds out which meaning the kernel gives to the bits. */
    static TaskStates of(Kernel kernel) {
        TaskStates told = fromArray(kernel);
        if (told != null) {
            return told;
        }
        // ec560175c0b6 (4.14) brought vm_area_struct.swap_readahead_info, 2f064a59a11f (5.14) renamed
        // task_struct.state.
        boolean since414 = hasMember(kernel, "task_struct", "__state")
                || hasMember(kernel, "vm_area_struct", "swap_readahead_info");
        // aab03e05e8f7 (3.14) brought struct sched_dl_entity.
        boolean since314 = since414 || kernel.findType(TypeSource.Kind.STRUCT, "sched_dl_entity") != null;
        return new TaskStates(since314, since414);
    }

    /** Reads the array of strings such as {@code "Z (zombie)"}: index 0 stands for 0, index n for bit n - 1. */
    private static @Nullable TaskStates fromArray(Kernel kernel) {
        OptionalLong array = kernel.address("task_state_array");
        if (array.isEmpty()) {
            return null;
        }
        Memory memory = kernel.memory();
        int zombieIndex = -1;
        int parkedIndex = -1;
        try {
            for (int i = 0; i < 12; i++) {
                long text = memory.pointer(array.getAsLong() + (long) i * memory.pointerSize());
                if (text == 0) {
                    break;
                }
                String name = memory.cString(text, 24);
                if (name.indexOf(" (") != 1) {
                    break;
                }
                if (name.charAt(0) == 'Z' && zombieIndex < 0) {
                    zombieIndex = i;
                } else if (name.charAt(0) == 'P' && parkedIndex < 0) {
                    parkedIndex = i;
                }
            }
        } catch (FaultException e) {
            // The array ends where what lies behind it is no pointer to a string; what was read counts.
        }
        return zombieIndex == 5 || zombieIndex == 6 ? new TaskStates(zombieIndex == 6, parkedIndex == 7) : null;
    }

    private static boolean hasMember(Kernel kernel, String struct, String member) {
        return kernel.findType(TypeSource.Kind.STRUCT, struct) instanceof StructType type && type.find(member) != null;
    }

    /**
     * Returns the two letters that crash prints.
     *
     * @param state {@code __state} with {@code exit_state} or-ed in
     */
    String name(long state) {
        if (state == 0) {
            return "RU";
        }
        long dead = parkedFirst ? 0x80 : 0x40;
        long waking = parkedFirst ? 0x200 : 0x100;
        long parked = parkedFirst ? 0x40 : 0x200;
        if ((state & TRACED) != 0) {
            return "TR";
        } else if ((state & STOPPED) != 0) {
            return "ST";
        } else if ((state & zombie) != 0) {
            return "ZO";
        } else if ((state & (exitDead | dead)) != 0) {
            return "DE";
        } else if ((state & UNINTERRUPTIBLE) != 0) {
            return (state & NOLOAD) != 0 ? "ID" : "UN";
        } else if ((state & INTERRUPTIBLE) != 0) {
            return "IN";
        } else if ((state & parked) != 0) {
            return "PA";
        } else if ((state & waking) != 0) {
            return "WA";
        } else if ((state & NEW) != 0) {
            return "NE";
        } else if (parkedFirst && (state & (RTLOCK_WAIT | FROZEN)) != 0) {
            // /proc shows both as uninterruptible: task_state_index() in include/linux/sched.h.
            return "UN";
        }
        return "??";
    }
}
