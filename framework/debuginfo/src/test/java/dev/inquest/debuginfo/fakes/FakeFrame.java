package dev.inquest.debuginfo.fakes;

import dev.inquest.api.arch.RegisterSet;
import dev.inquest.api.arch.Registers;
import dev.inquest.api.layout.FrameState;
import dev.inquest.api.location.UnknownValueException;
import dev.inquest.api.memory.Memory;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A frame of an x86_64 stack with the registers that a test gives it.
 *
 * @param instruction address of the instruction
 * @param call whether it called the frame above
 * @param registers what is known
 * @param memory memory
 * @param address the canonical frame address, 0 where it is not known
 * @param caller the caller, or null
 */
public record FakeFrame(
        long instruction,
        boolean call,
        Registers registers,
        Memory memory,
        long address,
        @Nullable FrameState caller) implements FrameState {
    private static final List<String> NAMES =
            List.of("rax", "rdx", "rcx", "rbx", "rsi", "rdi", "rbp", "rsp", "r8", "rip");

    /** Returns registers of which those are known that are given by name. */
    public static Registers registers(Map<String, Long> values) {
        Map<Integer, Integer> numbers = new LinkedHashMap<>();
        for (int i = 0; i < NAMES.size() - 1; i++) {
            numbers.put(i, i);
        }
        numbers.put(16, 9);
        Registers registers = Registers.none(new RegisterSet(NAMES, numbers, 9, 7, Set.of(3, 6)));
        for (Map.Entry<String, Long> entry : values.entrySet()) {
            registers = registers.with(NAMES.indexOf(entry.getKey()), entry.getValue());
        }
        return registers;
    }

    @Override
    public long pc() {
        return call ? instruction + 1 : instruction;
    }

    @Override
    public long cfa() throws UnknownValueException {
        if (address == 0) {
            throw new UnknownValueException("the frame's address is not known");
        }
        return address;
    }
}
