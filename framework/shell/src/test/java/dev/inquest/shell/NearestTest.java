package dev.inquest.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestTest {

    @Test
    void countsEdits() {
        assertEquals(0, Nearest.distance("bt", "bt"));
        assertEquals(1, Nearest.distance("tb", "bt"));
        assertEquals(1, Nearest.distance("struc", "struct"));
        assertEquals(3, Nearest.distance("kitten", "sitting"));
        assertEquals(2, Nearest.distance("", "ps"));
    }

    @Test
    void namesTheNearestFirst() {
        List<String> names = List.of("foreach", "files", "help", "ps", "pte", "sys");
        assertEquals("foreach", Nearest.of("froeach", names));
        assertEquals("ps or pts", Nearest.of("pss", List.of("bt", "ps", "pts", "foreach")));
        assertEquals("", Nearest.of("xyzzy", names));
        assertEquals("", Nearest.of("x".repeat(1000), names));
    }
}
