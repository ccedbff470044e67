package dev.inquest.commands.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class KmemCommandTest {
    @Test
    void sizesReadLikeCrash() {
        assertEquals("214.8 MB", KmemCommand.size(54983L * 4096));
        assertEquals("0", KmemCommand.size(0));
        assertEquals("83 MB", KmemCommand.size(83L << 20));
    }
}
