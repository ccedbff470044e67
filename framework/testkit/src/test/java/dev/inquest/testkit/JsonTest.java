package dev.inquest.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class JsonTest {
    @Test
    void readsWhatJsonHas() {
        var value = Json.object(
                Json.parse(" {\"a\": [1, -2.5e1, true, null, \"x\\u0041\\n\\\"\"], \"b\": {}, \"c\": []} "));
        assertEquals(5, Json.list(value.get("a")).size());
        assertEquals(1L, Json.list(value.get("a")).getFirst());
        assertEquals(-25.0, Json.list(value.get("a")).get(1));
        assertEquals("xA\n\"", Json.list(value.get("a")).getLast());
        assertEquals(List.of(), value.get("c"));
    }

    @Test
    void refusesWhatIsNone() {
        for (String text : new String[] {"", "{", "[1,]", "{\"a\":1,\"a\":2}", "nul", "1 2", "\"\n\"", "{a:1}", "+"}) {
            assertThrows(RuntimeException.class, () -> Json.parse(text), text);
        }
    }
}
