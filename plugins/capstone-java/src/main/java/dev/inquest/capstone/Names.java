package dev.inquest.capstone;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Names of one handle's registers, groups and instructions, each asked for once. The reader asks for all that an instruction has as it reads it, so that
 * details live on when the handle is closed.
 */
final class Names {
    private final Functions functions;
    private final long handle;
    private @Nullable Register[] registers = new Register[256];
    private @Nullable String[] instructions = new String[1024];
    private final @Nullable String[] features = new String[256];
    private final @Nullable Set<Group>[] groups = sets();

    Names(Functions functions, long handle) {
        this.functions = functions;
        this.handle = handle;
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static @Nullable Set<Group>[] sets() {
        return new Set[256];
    }

    /** Returns a register, or null for 0, which stands for none. */
    @Nullable
    Register register(int id) {
        if (id <= 0) {
            return null;
        }
        if (id >= registers.length) {
            registers = Arrays.copyOf(registers, id * 2);
        }
        Register known = registers[id];
        if (known == null) {
            known = new Register(id, functions.registerName(handle, id));
            registers[id] = known;
        }
        return known;
    }

    String instruction(int id) {
        if (id >= instructions.length) {
            instructions = Arrays.copyOf(instructions, id * 2);
        }
        String known = instructions[id];
        if (known == null) {
            known = functions.instructionName(handle, id);
            instructions[id] = known;
        }
        return known;
    }

    String feature(int id) {
        String known = features[id];
        if (known == null) {
            known = functions.groupName(handle, id);
            features[id] = known;
        }
        return known;
    }

    /** Returns the set of groups whose bits are set. */
    Set<Group> groups(int bits) {
        Set<Group> known = groups[bits];
        if (known == null) {
            EnumSet<Group> set = EnumSet.noneOf(Group.class);
            for (Group group : Group.values()) {
                if ((bits >>> group.id() & 1) != 0) {
                    set.add(group);
                }
            }
            known = Collections.unmodifiableSet(set);
            groups[bits] = known;
        }
        return known;
    }
}
