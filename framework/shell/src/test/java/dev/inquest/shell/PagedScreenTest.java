package dev.inquest.shell;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class PagedScreenTest {

    @Test
    void countsLinesAsTheTerminalShowsThem() {
        assertFalse(PagedScreen.longerThan("a\nb\n", 2, 80));
        assertTrue(PagedScreen.longerThan("a\nb\nc\n", 2, 80));
        assertFalse(PagedScreen.longerThan("x".repeat(80) + "\n", 1, 80));
        assertTrue(PagedScreen.longerThan("x".repeat(81) + "\n", 1, 80));
        assertTrue(PagedScreen.longerThan("x".repeat(161) + "\n", 2, 80));
    }
}
