package dev.inquest.commands.tasks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.inquest.api.arch.RegisterSet;
import dev.inquest.api.arch.Registers;
import dev.inquest.api.arch.Unwinder.FrameKind;
import dev.inquest.api.arch.Unwinder.RawFrame;
import dev.inquest.api.arch.Unwinder.Trust;
import dev.inquest.api.kernel.Frame;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FrameListTest {
    private static final Registers NONE = Registers.none(new RegisterSet(List.of("pc", "sp"), Map.of(), 0, 1));

    private static Frame frame(String function, boolean inline, FrameKind kind, long savedAt) {
        RawFrame raw = new RawFrame(1, 2, kind, Trust.ORC, NONE, savedAt, "task");
        return new Frame(raw, function, function + ".cold", 0, null, inline, null);
    }

    private final FrameList frames = new FrameList(List.of(
            frame("panic", false, FrameKind.INTERRUPTED, 0),
            frame("die", true, FrameKind.CALL, 0),
            frame("oops", false, FrameKind.CALL, 0),
            frame("bad_read", false, FrameKind.INTERRUPTED, 0x5000),
            frame("module_init", false, FrameKind.CALL, 0),
            frame("user", false, FrameKind.USER, 0x6000)));

    @Test
    void numbersAreThoseOfBt() {
        assertEquals(5, frames.size());
        assertEquals(
                List.of(0, 1, -1, 2, -1),
                List.of(frames.number(0), frames.number(1), frames.number(2), frames.number(3), frames.number(4)));
        assertEquals(3, frames.find("2"));
        assertEquals(3, frames.find("#2"));
        assertEquals(-1, frames.find("3"));
    }

    @Test
    void functionsAreFoundByNameInlinedOnesToo() {
        assertEquals(1, frames.find("die"));
        assertEquals(1, frames.find("oops.cold"));
        assertEquals(2, frames.find("bad_read"));
        assertEquals(-1, frames.find("nowhere"));
        assertEquals(
                List.of("die", "oops"),
                frames.functions(1).stream().map(Frame::function).toList());
    }
}
