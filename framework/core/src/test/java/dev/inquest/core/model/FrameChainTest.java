package dev.inquest.core.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.inquest.api.arch.RegisterSet;
import dev.inquest.api.arch.Registers;
import dev.inquest.api.arch.Unwinder.FrameKind;
import dev.inquest.api.arch.Unwinder.RawFrame;
import dev.inquest.api.arch.Unwinder.Trust;
import dev.inquest.api.kernel.Frame;
import dev.inquest.api.layout.FrameState;
import dev.inquest.api.layout.UnwindRow;
import dev.inquest.api.layout.UnwindRule;
import dev.inquest.api.location.UnknownValueException;
import dev.inquest.api.memory.Fault;
import dev.inquest.api.memory.Memory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A machine with pc, sp, a scratch register a, and b and c, which functions preserve; DWARF numbers as indices. */
class FrameChainTest {
    private static final RegisterSet SET = new RegisterSet(
            List.of("pc", "sp", "a", "b", "c"), Map.of(0, 0, 1, 1, 2, 2, 3, 3, 4, 4), 0, 1, Set.of(3, 4));

    /** The word at an address is the address plus 1. */
    private static final Memory MEMORY = new Memory() {
        @Override
        public ByteOrder order() {
            return ByteOrder.LITTLE_ENDIAN;
        }

        @Override
        public @Nullable Fault tryRead(long address, byte[] destination, int offset, int length) {
            ByteBuffer.wrap(destination).order(ByteOrder.LITTLE_ENDIAN).putLong(offset, address + 1);
            return null;
        }
    };

    private static Registers registers(long pc, long sp) {
        return Registers.none(SET).with(0, pc).with(1, sp);
    }

    private static Frame frame(FrameKind kind, Registers registers) {
        RawFrame raw = new RawFrame(registers.pc(), registers.sp(), kind, Trust.ORC, registers, 0, "task");
        return new Frame(raw, "f", "f", 0, null, false, null);
    }

    /** Below 0x200: the CFA is sp + 32, b was saved at CFA - 16; the return address at CFA - 8. */
    private static @Nullable UnwindRow row(long pc) {
        return pc >= 0x200
                ? null
                : new UnwindRow(
                        UnwindRow.Kind.CALL,
                        new UnwindRule.RegisterPlus(1, 32),
                        Map.of(0, new UnwindRule.AtCfa(-8), 3, new UnwindRule.AtCfa(-16)),
                        0,
                        false,
                        "cfi");
    }

    private static FrameChain chain(Frame... frames) {
        return new FrameChain(List.of(frames), MEMORY, FrameChainTest::row);
    }

    @Test
    void registersThatFunctionsPreserveAreRecovered() throws UnknownValueException {
        Registers first = registers(0x100, 0x1000).with(2, 22).with(3, 33).with(4, 44);
        FrameChain chain = chain(frame(FrameKind.INTERRUPTED, first), frame(FrameKind.CALL, registers(0x1019, 0x1020)));
        Registers caller = chain.registers(1);
        assertEquals(0x1011, caller.get(3), "the word at CFA - 16");
        assertEquals(44, caller.get(4), "no rule: the same value");
        assertFalse(caller.knows(2), "a call may change it");
        assertEquals(0x1020, chain.state(0).cfa());
        FrameState called = chain.state(0).caller();
        assertNotNull(called);
        assertEquals(0x1018, called.instruction());
        assertEquals(0x1011, called.registers().get(3));
        assertNull(called.caller());
    }

    @Test
    void whatDoesNotLeadToTheFrameThatTheUnwinderFoundIsNotTaken() {
        Registers first = registers(0x100, 0x1000).with(3, 33).with(4, 44);
        FrameChain elsewhere =
                chain(frame(FrameKind.INTERRUPTED, first), frame(FrameKind.CALL, registers(0x555, 0x1028)));
        assertFalse(elsewhere.registers(1).knows(4));
        FrameChain uncovered = chain(
                frame(FrameKind.INTERRUPTED, first.with(0, 0x300)), frame(FrameKind.CALL, registers(0x1019, 0x1020)));
        assertFalse(uncovered.registers(1).knows(4));
    }

    @Test
    void savedRegistersBeginAnew() {
        Registers first = registers(0x100, 0x1000).with(4, 44);
        Registers saved = registers(0x1019, 0x1020).with(4, 55);
        FrameChain chain = chain(frame(FrameKind.INTERRUPTED, first), frame(FrameKind.INTERRUPTED, saved));
        assertEquals(55, chain.registers(1).get(4));
        assertNull(chain.state(0).caller(), "it was interrupted, and did not call");
    }
}
