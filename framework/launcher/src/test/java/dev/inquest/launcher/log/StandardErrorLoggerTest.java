package dev.inquest.launcher.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class StandardErrorLoggerTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

    @Test
    void onlyMessagesFromTheLevelOnAreWritten() {
        Logger logger = new StandardErrorLogger("acme.Bus", StandardErrorProvider.lowest("warn", false), out);
        logger.info("not {}", "this");
        logger.warn("{} of {} queues", 2, 3);
        assertEquals("WARN acme.Bus: 2 of 3 queues\n", bytes.toString(StandardCharsets.UTF_8));
    }

    @Test
    void nothingIsWrittenUnlessAsked() {
        assertFalse(new StandardErrorLogger("a", StandardErrorProvider.lowest(null, false), out).isErrorEnabled());
        assertFalse(new StandardErrorLogger("a", StandardErrorProvider.lowest("loud", false), out).isErrorEnabled());
        assertTrue(new StandardErrorLogger("a", StandardErrorProvider.lowest(null, true), out).isDebugEnabled());
        assertFalse(new StandardErrorLogger("a", StandardErrorProvider.lowest(null, true), out).isTraceEnabled());
    }

    @Test
    void itIsTheOneThatIsFound() {
        assertInstanceOf(StandardErrorLogger.class, LoggerFactory.getLogger("acme"));
    }
}
