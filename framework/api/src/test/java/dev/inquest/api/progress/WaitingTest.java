package dev.inquest.api.progress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class WaitingTest {
    @Test
    void anInterruptionIsToldAndKept() {
        CountDownLatch stop = new CountDownLatch(1);
        AtomicInteger told = new AtomicInteger();
        Thread worker = Thread.ofPlatform().daemon().start(() -> {
            try {
                stop.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        Thread.currentThread().interrupt();
        Waiting.forEnd(worker, () -> {
            told.incrementAndGet();
            stop.countDown();
        });
        assertFalse(worker.isAlive());
        assertEquals(1, told.get());
        assertTrue(Thread.interrupted(), "the interruption is there afterwards");
        Waiting.forEnd(worker);
        assertFalse(Thread.interrupted());
    }
}
