package dev.inquest.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FoldersTest {
    private static final Path IMAGE = Path.of("/opt/inquest");

    @Test
    void withoutVariablesTheHomeIsUsed() {
        Folders folders = Folders.of(IMAGE, null, Map.of(), "/home/ada");
        assertEquals(Path.of("/home/ada/.local/share/inquest/plugins"), folders.user());
        assertEquals(Path.of("/home/ada/.cache/inquest"), folders.cache());
    }

    @Test
    void theVariablesOfXdgAreHeeded() {
        Folders folders = Folders.of(
                IMAGE, null, Map.of("XDG_DATA_HOME", "/data", "XDG_CACHE_HOME", "/var/cache/ada"), "/home/ada");
        assertEquals(Path.of("/data/inquest/plugins"), folders.user());
        assertEquals(Path.of("/var/cache/ada/inquest"), folders.cache());
    }

    @Test
    void relativeAndEmptyVariablesAreNot() {
        Folders folders =
                Folders.of(IMAGE, null, Map.of("XDG_DATA_HOME", "plugins", "XDG_CACHE_HOME", ""), "/home/ada");
        assertEquals(Path.of("/home/ada/.local/share/inquest/plugins"), folders.user());
        assertEquals(Path.of("/home/ada/.cache/inquest"), folders.cache());
    }

    @Test
    void theStartScriptChoosesTheCache() {
        assertEquals(
                Path.of("/opt/inquest/cache"),
                Folders.of(IMAGE, "/opt/inquest/cache", Map.of(), "/").cache());
    }
}
