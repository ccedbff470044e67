package dev.inquest.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class HeadersTest {
    @Test
    void quotesHideSeparators() {
        assertEquals(
                List.of("a;version=\"[1,2)\"", "b;uses:=\"c,d\""),
                Headers.split("a;version=\"[1,2)\", b;uses:=\"c,d\"", ','));
    }

    @Test
    void clausesMayNameSeveral() {
        assertEquals(List.of("a", "b", "c"), Headers.names("a;b;version=\"1.0\",c"));
    }

    @Test
    void theSymbolicNameHasParameters() {
        assertEquals("acme.queues", Headers.firstName("acme.queues; singleton:=true"));
    }
}
