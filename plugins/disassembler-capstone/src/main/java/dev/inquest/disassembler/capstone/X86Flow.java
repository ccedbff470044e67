package dev.inquest.disassembler.capstone;

import dev.inquest.api.disassembly.Instruction.Flow;
import dev.inquest.capstone.Detail;
import dev.inquest.capstone.Group;
import dev.inquest.capstone.Instruction;
import dev.inquest.capstone.Operand;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** What x86 instructions do, whatever the syntax. */
final class X86Flow {
    private X86Flow() {}

    static Flow of(Detail detail, String name) {
        if (detail.groups().contains(Group.CALL)) {
            return name.startsWith("sys") ? Flow.TRAP : Flow.CALL;
        }
        if (detail.groups().contains(Group.RETURN) || detail.groups().contains(Group.INTERRUPT_RETURN)) {
            return Flow.RETURN;
        }
        if (detail.groups().contains(Group.JUMP) || detail.groups().contains(Group.RELATIVE_BRANCH)) {
            return name.equals("jmp") || name.equals("ljmp") ? Flow.JUMP : Flow.CONDITIONAL_JUMP;
        }
        return detail.groups().contains(Group.INTERRUPT) || name.startsWith("ud") ? Flow.TRAP : Flow.NEXT;
    }

    /** Returns the target of a direct branch. */
    static OptionalLong target(Detail detail) {
        boolean relative = detail.groups().contains(Group.RELATIVE_BRANCH)
                || detail.groups().contains(Group.JUMP)
                || detail.groups().contains(Group.CALL);
        return relative
                        && detail.operands().size() == 1
                        && detail.operands().getFirst().value() instanceof Operand.Immediate target
                ? OptionalLong.of(target.number())
                : OptionalLong.empty();
    }

    /** Returns the address of an operand relative to the program counter. */
    static OptionalLong data(Instruction instruction, Detail detail) {
        for (Operand operand : detail.operands()) {
            if (operand.value() instanceof Operand.InMemory memory && relative(memory)) {
                return OptionalLong.of(instruction.address() + instruction.length() + memory.displacement());
            }
        }
        return OptionalLong.empty();
    }

    static boolean relative(Operand.InMemory memory) {
        return memory.base() != null && named(memory.base().name());
    }

    private static boolean named(@Nullable String register) {
        return "rip".equals(register);
    }
}
