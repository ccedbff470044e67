package dev.inquest.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class ExitCodeTest {

    @Test
    void failureIsWorseThanUnreadable() {
        assertEquals(4, ExitCode.worse(5, 4));
        assertEquals(4, ExitCode.worse(4, 5));
        assertEquals(5, ExitCode.worse(0, 5));
        assertEquals(5, ExitCode.worse(5, 0));
        assertEquals(0, ExitCode.worse(0, 0));
    }
}
