package dev.inquest.commands.dump.classify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inquest.api.progress.Progress;
import dev.inquest.api.result.Result;
import dev.inquest.api.result.Row;
import dev.inquest.api.result.TextOut;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MemoryUsageTest {
    @Test
    void everyPageCountsOnce() {
        PageScene scene = new PageScene(Vintage.V6_12, 2048);
        scene.page(1024, Vintage.V6_12.buddy).privateData(1024, 4);
        scene.page(1100, -1, "PG_lru")
                .page(1101, -1, "PG_lru", "PG_private")
                .page(1102, 0)
                .mapping(1102, 1);
        scene.page(1103, Vintage.V6_12.offline).page(1104, 0, "PG_hwpoison").page(1030, 0, "PG_hwpoison");
        Result result = MemoryUsage.of(scene.image(), scene.read(), 2, Progress.NONE);
        Map<String, Long> pages = new LinkedHashMap<>();
        for (Row row : result.rows()) {
            pages.put(row.text("type"), row.number("pages"));
        }
        assertEquals(1, pages.get("NON_PRI_CACHE"));
        assertEquals(1, pages.get("PRI_CACHE"));
        assertEquals(1, pages.get("USER"));
        assertEquals(16, pages.get("FREE"));
        assertEquals(1, pages.get("OFFLINE"));
        assertEquals(1, pages.get("HWPOISON"));
        assertEquals(2048, pages.get("TOTAL"));
        // The table of sections, its root, and the pages of the array that were written to.
        assertEquals(4, pages.get("KERN_DATA"));
        assertEquals(2048 - 21 - 4, pages.get("ZERO"));
        assertEquals(Result.Status.OK, result.status());
    }

    @Test
    void whatCannotBeToldIsSaid() {
        PageScene scene = new PageScene(Vintage.V6_12, 2048);
        scene.told(scene.vintage.types().replaceAll("enum pagetype.*", ""), scene.vintage.vmcoreInfo());
        Result result = MemoryUsage.of(scene.image(), scene.read(), 1, Progress.NONE);
        assertEquals(Result.Status.PARTIAL, result.status());
        StringBuilder text = new StringBuilder();
        result.view().write(result, new TextOut() {
            @Override
            public TextOut print(String part) {
                text.append(part);
                return this;
            }
        });
        assertTrue(text.toString().contains("FREE                      ?"), text.toString());
    }
}
