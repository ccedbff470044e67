package dev.inquest.capstone;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What details of all architectures have: numbers, which become names when somebody asks. */
public final class Common {
    private final Names names;
    private final int groups;
    private final long features;
    private final short @Nullable [] reads;
    private final short @Nullable [] writes;
    private final List<Operand> operands;

    /** Keeps numbers: bit n of {@code groups} for group n below 8, the others in {@code features}, a byte each. */
    Common(
            Names names,
            int groups,
            long features,
            short @Nullable [] reads,
            short @Nullable [] writes,
            List<Operand> operands) {
        this.names = names;
        this.groups = groups;
        this.features = features;
        this.reads = reads;
        this.writes = writes;
        this.operands = operands;
    }

    Set<Group> groups() {
        return names.groups(groups);
    }

    List<String> features() {
        List<String> list = new ArrayList<>();
        for (long left = features; left != 0; left >>>= 8) {
            list.add(names.feature((int) left & 0xff));
        }
        return list;
    }

    List<Register> implicitReads() {
        return registers(reads);
    }

    List<Register> implicitWrites() {
        return registers(writes);
    }

    private List<Register> registers(short @Nullable [] ids) {
        if (ids == null) {
            return List.of();
        }
        List<Register> list = new ArrayList<>(ids.length);
        for (short id : ids) {
            if (id != 0) {
                list.add(Objects.requireNonNull(names.register(id & 0xffff)));
            }
        }
        return list;
    }

    List<Operand> operands() {
        return operands;
    }
}
