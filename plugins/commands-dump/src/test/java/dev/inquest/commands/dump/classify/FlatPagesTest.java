package dev.inquest.commands.dump.classify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Kernels without sections of memory. */
class FlatPagesTest {
    private static final int FREE = 16;
    private static final int ALL = 31;
    private static final int FRAMES = 65536;
    private static final String NODE =
            "\nstruct pglist_data 64 node_mem_map@0:8 node_start_pfn@8:8 node_spanned_pages@16:8";

    private static PageScene scene(Vintage vintage, String types) {
        PageScene scene = new PageScene(vintage, FRAMES);
        scene.told(vintage.types() + types, vintage.vmcoreInfo());
        scene.page(100, vintage.buddy).page(4096, vintage.buddy).privateData(4096, 3);
        return scene;
    }

    @Test
    void theNodeTellsWhichFramesItHas() {
        PageScene scene = scene(Vintage.V6_1, NODE)
                .flat(PageScene.VMEMMAP + 256 * 64, 256, 60_000, "contig_page_data", "mem_map", "max_mapnr");
        assertEquals("60256-65535", scene.excluded(0), "memory behind the kernel's");
        assertEquals("4096-4103 60256-65535", scene.excluded(FREE));
        assertEquals(256, scene.read().unjudged(), "memory before the kernel's is kept");
    }

    @Test
    void memMapAloneBeginsWithFrame0() {
        PageScene scene =
                scene(Vintage.V6_1, "").flat(PageScene.VMEMMAP, 0, 60_000, "contig_page_data", "mem_map", "max_mapnr");
        assertEquals("100 4096-4103 60000-65535", scene.excluded(FREE));
        scene = scene(Vintage.V6_1, "").flat(PageScene.VMEMMAP, 0, 60_000, "mem_map");
        assertEquals(
                "100 4096-4103", scene.excluded(FREE), "without max_mapnr all of the dump's memory is the kernel's");
    }

    @Test
    void vmcoreInfoSufficesAsWithSections() {
        PageScene scene = new PageScene(Vintage.VMCOREINFO, FRAMES);
        scene.page(4096, Vintage.VMCOREINFO.buddy).privateData(4096, 3);
        scene.told("", Vintage.VMCOREINFO.vmcoreInfo() + """

                        SYMBOL(mem_map)=ffff888000007000
                        SYMBOL(contig_page_data)=ffff888000006000
                        OFFSET(pglist_data.node_mem_map)=0
                        OFFSET(pglist_data.node_start_pfn)=8
                        OFFSET(pglist_data.node_spanned_pages)=16
                        """);
        scene.flat(PageScene.VMEMMAP, 0, FRAMES);
        assertEquals("4096-4103", scene.excluded(ALL));
    }

    /** Kernels of one node have these symbols whatever their memory model is. */
    @Test
    void sectionsAreAskedFirst() {
        PageScene scene = scene(Vintage.V6_1, NODE)
                .flat(0, 0, 10, "contig_page_data", "mem_map", "max_mapnr")
                .symbol(true);
        assertEquals("100 4096-4103", scene.excluded(FREE));
    }

    @Test
    void arraysByNodesAreRefused() {
        PageScene scene = scene(Vintage.V6_1, NODE).flat(PageScene.VMEMMAP, 0, FRAMES);
        assertEquals("", scene.excluded(ALL));
        assertTrue(scene.read().refusals(FREE).getFirst().contains("CONFIG_DISCONTIGMEM"));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 0x7fff_ffff_ffff_f000L})
    void aDamagedPointerLeavesEverythingIn(long map) {
        PageScene scene = scene(Vintage.V6_1, NODE).flat(map, 0, FRAMES, "contig_page_data", "mem_map");
        assertEquals("", scene.excluded(ALL));
        assertEquals(FRAMES, scene.read().unjudged());
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, Long.MAX_VALUE, 1L << 40})
    void aDamagedCountStaysWithinTheDump(long count) {
        PageScene scene = scene(Vintage.V6_1, NODE).flat(PageScene.VMEMMAP, 0, count, "contig_page_data");
        assertEquals(count < 0 ? "" : "100 4096-4103", scene.excluded(FREE));
    }
}
