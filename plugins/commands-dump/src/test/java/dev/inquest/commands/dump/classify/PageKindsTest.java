package dev.inquest.commands.dump.classify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inquest.api.capture.PageFrames;
import dev.inquest.api.memory.Fault;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PageKindsTest {
    private static final int FREE = 16;
    private static final int USER = 8;
    private static final int ALL = 31;
    private static final long ANONYMOUS = 0xffff888000100001L;
    private static final long FILE = 0xffff888000100000L;

    private static PageScene scene(Vintage vintage) {
        return new PageScene(vintage, 65536);
    }

    @ParameterizedTest
    @EnumSource
    void aFreeBlockIsAsLongAsItsFirstPageSays(Vintage vintage) {
        PageScene scene = scene(vintage);
        scene.page(4096, vintage.buddy).privateData(4096, 3).page(5000, vintage.buddy);
        assertEquals("4096-4103 5000", scene.excluded(FREE));
        assertEquals("", scene.excluded(ALL - FREE));
        assertEquals(9, scene.read().count(PageKind.FREE));
    }

    @ParameterizedTest
    @EnumSource
    void aFreeBlockOfAnImpossibleOrderIsKept(Vintage vintage) {
        PageScene scene = scene(vintage);
        scene.page(4096, vintage.buddy)
                .privateData(4096, 11)
                .page(4099, vintage.buddy)
                .privateData(4099, 1);
        assertEquals("", scene.excluded(ALL));
        assertTrue(scene.read().remarks().getFirst().message().startsWith("2 free blocks of an impossible order"));
    }

    @ParameterizedTest
    @EnumSource
    void cacheIsWhatIsOnTheLruAndNotAnonymous(Vintage vintage) {
        PageScene scene = scene(vintage);
        scene.page(4096, -1, "PG_lru").mapping(4096, FILE);
        scene.page(4098, -1, "PG_lru", "PG_private").mapping(4098, FILE).privateData(4098, FILE);
        scene.page(4100, 0, "PG_lru").mapping(4100, ANONYMOUS);
        scene.page(4102, 0).mapping(4102, ANONYMOUS + 2);
        assertEquals("4096", scene.excluded(2));
        assertEquals("4096 4098", scene.excluded(4));
        assertEquals("4096 4098", scene.excluded(6));
        assertEquals("4100 4102", scene.excluded(USER));
        assertEquals("4096 4098 4100 4102", scene.excluded(ALL));
        PageKinds kinds = scene.read();
        assertEquals(1, kinds.count(PageKind.CACHE));
        assertEquals(1, kinds.count(PageKind.PRIVATE_CACHE));
        assertEquals(2, kinds.count(PageKind.USER));
    }

    @ParameterizedTest
    @EnumSource
    void swapCacheNeedsBothFlags(Vintage vintage) {
        PageScene scene = scene(vintage);
        scene.page(4096, -1, "PG_swapcache").mapping(4096, FILE);
        scene.page(4098, -1, "PG_swapcache", "PG_swapbacked").mapping(4098, FILE);
        scene.page(4100, -1, "PG_swapcache", "PG_swapbacked").mapping(4100, ANONYMOUS);
        assertEquals("4098", scene.excluded(2));
        assertEquals("4100", scene.excluded(USER));
    }

    @ParameterizedTest
    @EnumSource
    void slabIsKeptWhateverItsFieldsLookLike(Vintage vintage) {
        PageScene scene = scene(vintage);
        if (vintage.slab == -1) {
            // The count of objects lies where _mapcount does.
            scene.page(4096, vintage.buddy, "PG_slab")
                    .page(4097, vintage.offline, "PG_slab")
                    .mapping(4097, 3);
        } else {
            // The number of partial slabs lies where mapping does.
            scene.page(4096, vintage.slab).mapping(4096, 5).page(4097, vintage.slab, "PG_head");
        }
        assertEquals("", scene.excluded(ALL));
    }

    @ParameterizedTest
    @EnumSource(names = {"V6_11", "V6_12", "VMCOREINFO"})
    void aPageWithWaitersIsNoSlab(Vintage vintage) {
        PageScene scene = scene(vintage);
        // Bit 7 was PG_slab of the oldest kernels.
        scene.page(4096, 0, "PG_waiters", "PG_lru").mapping(4096, ANONYMOUS);
        assertEquals("4096", scene.excluded(USER));
    }

    @ParameterizedTest
    @EnumSource
    void theFirstPageSpeaksForACompoundPage(Vintage vintage) {
        PageScene scene = scene(vintage);
        scene.page(4096, -1, "PG_head", "PG_lru").mapping(4096, ANONYMOUS).compound(4096, 9, false);
        scene.page(5120, -1, "PG_head", "PG_lru").mapping(5120, FILE).compound(5120, 2, false);
        scene.page(5124, -1, "PG_head").mapping(5124, FILE).compound(5124, 2, false);
        assertEquals("4096-4607", scene.excluded(USER));
        assertEquals("5120-5123", scene.excluded(2));
    }

    @ParameterizedTest
    @EnumSource(names = "V3_10", mode = EnumSource.Mode.EXCLUDE)
    void hugePagesAreOfUsers(Vintage vintage) {
        PageScene scene = scene(vintage);
        scene.page(4096, -1, "PG_head").mapping(4096, FILE).compound(4096, 9, true);
        scene.page(8192, -1, "PG_head").mapping(8192, FILE).compound(8192, 9, false);
        assertEquals("4096-4607", scene.excluded(USER));
        assertEquals("", scene.excluded(ALL - USER));
    }

    @ParameterizedTest
    @EnumSource(names = "V3_10", mode = EnumSource.Mode.EXCLUDE)
    void aHugePageMayBeLargerThanWhatAThreadJudgesAtATime(Vintage vintage) {
        PageScene scene = new PageScene(vintage, 3 << 17);
        scene.page(1 << 17, -1, "PG_head").mapping(1 << 17, FILE).compound(1 << 17, 17, true);
        assertEquals("131072-262143", scene.excluded(USER));
    }

    @ParameterizedTest
    @EnumSource(names = "V3_10", mode = EnumSource.Mode.EXCLUDE)
    void tailsThatShareTheirHeadsStructuresAreNoHeads(Vintage vintage) {
        PageScene scene = scene(vintage);
        scene.page(4096, -1, "PG_head", "PG_hwpoison").compound(4096, 9, true);
        for (int i = 1; i < 8; i++) {
            scene.share(4096 + 64 * i, 4096);
        }
        scene.page(4608, vintage.buddy);
        assertEquals("4096-4607", scene.excluded(USER));
        assertEquals("4096-4607", scene.excluded(0), "a huge page with a memory error is left out entirely");
        assertEquals("4096-4608", scene.excluded(ALL));
    }

    @ParameterizedTest
    @EnumSource
    void memoryErrorsAreLeftOutAtEveryLevel(Vintage vintage) {
        PageScene scene = scene(vintage);
        scene.page(4095, 0, "PG_hwpoison");
        scene.page(8192, -1, "PG_head", "PG_lru").mapping(8192, ANONYMOUS).compound(8192, 3, false);
        scene.bytes(8194, 2, 1 << vintage.flag("PG_hwpoison") - 16, 2);
        assertEquals("4095 8194", scene.excluded(0));
        assertEquals("4095 8192-8199", scene.excluded(USER));
        assertEquals(1, scene.read().count(PageKind.HWPOISON), "the tail counts as a page of a user");
    }

    @ParameterizedTest
    @EnumSource(names = "V3_10", mode = EnumSource.Mode.EXCLUDE)
    void offlinePagesAreLeftOutAtEveryLevel(Vintage vintage) {
        PageScene scene = scene(vintage);
        scene.page(4096, vintage.offline).page(4098, vintage.offline);
        assertEquals("4096 4098", scene.excluded(0));
        assertEquals(2, scene.read().count(PageKind.OFFLINE));
    }

    @Test
    void memoryThatWasNotAcceptedYetIsFree() {
        PageScene scene = scene(Vintage.V6_12);
        scene.page(4096, 0xf7000000);
        assertEquals("4096-5119", scene.excluded(FREE));
    }

    @Test
    void whatCannotBeReadIsKeptAndCounted() {
        PageScene scene = scene(Vintage.V6_12);
        for (int pfn = 4096; pfn < 4096 + 4 * 64; pfn++) {
            scene.page(pfn, -1, "PG_lru").mapping(pfn, FILE);
        }
        scene.lose(4096 + 64, Fault.Kind.EXCLUDED).lose(4096 + 128, Fault.Kind.NOT_MAPPED);
        assertEquals("4096-4159 4288-4351", scene.excluded(ALL));
        PageKinds kinds = scene.read();
        assertEquals(128, kinds.unjudged());
        assertEquals(
                List.of(
                        "128 of 65536 pages are kept because nothing is known of them: the dump has no struct page for them"),
                kinds.remarks().stream().map(remark -> remark.message()).toList());
    }

    @Test
    void aBlockOfWhichOnlyTheFirstStructureIsReadableIsJudgedByThat() {
        PageScene scene = scene(Vintage.V6_12);
        scene.page(4096, Vintage.V6_12.buddy).privateData(4096, 8).lose(4096 + 64, Fault.Kind.LOST);
        assertEquals("4096-4351", scene.excluded(FREE));
        assertEquals(0, scene.read().unjudged());
    }

    @Test
    void aStructureThatNobodyInitialisedTellsNothing() {
        PageScene scene = scene(Vintage.V6_1);
        for (int offset = 0; offset < 64; offset += 8) {
            scene.bytes(4096, offset, -1, 8);
        }
        assertEquals("", scene.excluded(ALL));
        assertEquals(1, scene.read().unjudged());
    }

    @Test
    void sectionsThatAreMissingOrOfflineAreKept() {
        PageScene scene = new PageScene(Vintage.V6_12, 4 * 32768);
        for (int section = 0; section < 4; section++) {
            scene.page(section * 32768L + 4096, Vintage.V6_12.buddy);
        }
        scene.section(1, 3).section(2, 0);
        assertEquals("4096 102400", scene.excluded(FREE));
        assertEquals(2 * 32768, scene.read().unjudged());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theSymbolLeadsToTheSectionsToo(boolean pointer) {
        PageScene scene = scene(Vintage.V6_12).symbol(pointer);
        scene.page(40000, Vintage.V6_12.buddy);
        // One word of bits for 2 MiB each: sections of 128 MiB.
        scene.told(
                scene.vintage.types() + "\nstruct mem_section_usage 24 subsection_map@16:8*1",
                "PAGESIZE=4096\nNUMBER(PAGE_BUDDY_MAPCOUNT_VALUE)=-129");
        assertEquals("40000", scene.excluded(FREE));
    }

    @Test
    void withoutAWayToTheSectionsNothingIsLeftOut() {
        PageScene scene = scene(Vintage.V6_12);
        scene.page(4096, Vintage.V6_12.buddy);
        scene.told(scene.vintage.types(), "PAGESIZE=4096");
        assertEquals("", scene.excluded(ALL));
        assertTrue(scene.read().refusals(FREE).getFirst().contains("mem_section"));
    }

    @Test
    void memoryBehindTheKernelsIsLeftOut() {
        PageScene scene = new PageScene(Vintage.V6_12, 3 * 32768);
        scene.section(2, 0);
        assertEquals("65536-98303", scene.excluded(0));
        assertEquals(0, scene.read().unjudged());
        assertEquals(32768, scene.read().count(PageKind.BEHIND));
    }

    @Test
    void whatIsNoMemoryIsNotAmongTheLeftOut() {
        PageScene scene = scene(Vintage.V6_12);
        scene.page(4096, Vintage.V6_12.buddy).privateData(4096, 2).hole(4097);
        assertEquals("4096 4098-4099", scene.excluded(FREE));
        assertFalse(scene.read().memory().contains(4097));
        assertEquals(65535, scene.read().memory().count());
    }

    @Test
    void aLargerFrameOfTheDumpIsLeftOutWhenAllOfItIs() {
        PageScene scene = new PageScene(Vintage.V6_12, 65536, 65536);
        scene.page(4096, Vintage.V6_12.buddy).privateData(4096, 3);
        for (int pfn = 4104; pfn < 4112; pfn++) {
            scene.page(pfn, -1, "PG_lru").mapping(pfn, FILE);
        }
        scene.page(4112, Vintage.V6_12.buddy).privateData(4112, 4);
        assertEquals("257", scene.excluded(FREE));
        assertEquals("256-257", scene.excluded(FREE + 2));
        PageKinds kinds = scene.read();
        assertEquals(24, kinds.count(PageKind.FREE));
        assertEquals(4096, kinds.memory().count());
        assertEquals("257", PageScene.text(kinds.frames(PageKind.FREE)));
    }

    @Test
    void theNumberOfThreadsChangesNothing() {
        PageScene scene = new PageScene(Vintage.V6_12, 5 * 32768 + 100);
        for (long pfn = 4096; pfn < 5 * 32768; pfn += 7) {
            scene.page(pfn, 0, "PG_lru").mapping(pfn, pfn % 2 == 0 ? FILE : ANONYMOUS);
        }
        String one = PageScene.text(scene.read(1).excluded(ALL));
        assertEquals(one, PageScene.text(scene.read(4).excluded(ALL)));
        assertEquals((5 * 32768 - 4096 + 6) / 7, scene.read(3).excluded(ALL).count());
    }

    @ParameterizedTest
    @EnumSource
    void damagedStructuresDoNotStopIt(Vintage vintage) {
        Random random = new Random(vintage.name().hashCode());
        PageScene scene = new PageScene(vintage, 2 * 32768 + 77);
        for (int i = 0; i < 20_000; i++) {
            // Addresses, flags and small numbers.
            long value = random.nextLong() >>> random.nextInt(64);
            scene.bytes(random.nextLong(1024, 65536 + 77), 8 * random.nextInt(8), value, 8);
        }
        PageKinds kinds = scene.read();
        PageFrames outside = kinds.excluded(ALL);
        outside.removeAll(kinds.memory());
        assertEquals(0, outside.count());
        assertTrue(kinds.excluded(ALL).count() > 0);
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, -8, 1, 0x7fff_ffff_ffff_ffffL, 0xffff_8880_0000_0000L})
    void aDamagedTableOfSectionsLeavesEverythingIn(long section) {
        PageScene scene = scene(Vintage.V6_12);
        scene.page(4096, Vintage.V6_12.buddy).sectionMap(0, section).sectionMap(1, section);
        assertEquals("", scene.excluded(ALL));
        assertEquals(65536, scene.read().unjudged());
    }

    @Test
    void aKernelThatDoesNotTellItsFlagsIsRefused() {
        PageScene scene = scene(Vintage.V6_12).told("", "PAGESIZE=4096");
        PageKinds kinds = scene.read();
        assertEquals("", PageScene.text(kinds.excluded(ALL)));
        assertEquals(65536, kinds.unjudged());
        assertEquals(List.of(), kinds.refusals(1));
        assertTrue(kinds.refusals(FREE)
                .contains("free pages cannot be told: the size of struct page is told neither by the kernel's types"
                        + " nor by VMCOREINFO"));
    }

    @Test
    void oneKindMayBeUnknownWhereOthersAreNot() {
        PageScene scene = scene(Vintage.V6_12);
        scene.told(scene.vintage.types().replaceAll("enum pagetype.*", ""), scene.vintage.vmcoreInfo());
        scene.page(4096, -1, "PG_lru").mapping(4096, FILE);
        PageKinds kinds = scene.read();
        assertEquals("4096", PageScene.text(kinds.excluded(ALL)));
        assertEquals(List.of(), kinds.refusals(15));
        assertEquals(List.of("free pages cannot be told: how free pages are marked is not known"), kinds.refusals(ALL));
    }
}
