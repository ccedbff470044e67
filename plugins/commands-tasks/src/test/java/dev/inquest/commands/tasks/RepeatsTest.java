package dev.inquest.commands.tasks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.inquest.api.result.Address;
import dev.inquest.api.result.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RepeatsTest {
    private static List<Row> frames(int... pcs) {
        List<Row> rows = new ArrayList<>();
        for (int pc : pcs) {
            rows.add(new Row().put("pc", new Address(pc)).put("inline", false));
        }
        return rows;
    }

    private static List<Integer> skipped(List<Row> frames) {
        Repeats repeats = Repeats.of(frames);
        return IntStream.range(0, frames.size()).filter(repeats::skips).boxed().toList();
    }

    @Test
    void oneFunctionThatCallsItselfIsToldOnce() {
        List<Row> frames = frames(1, 2, 2, 2, 2, 2, 3);
        assertEquals(List.of(2, 3, 4), skipped(frames));
        assertEquals("... 3 more frames of the same", Repeats.of(frames).told(4));
        assertNull(Repeats.of(frames).told(3));
    }

    @Test
    void functionsThatCallEachOtherAreToldTogether() {
        List<Row> frames = frames(9, 1, 2, 1, 2, 1, 2, 1, 2, 5);
        assertEquals(List.of(3, 4, 5, 6), skipped(frames));
        assertEquals("... the 2 frames above, 2 more times", Repeats.of(frames).told(6));
    }

    @Test
    void fewTurnsAreShown() {
        assertEquals(List.of(), skipped(frames(1, 1, 1, 2, 3, 2, 3)));
    }
}
