package dev.inquest.commands.dump.classify;

/** How kernels of a time mark their pages. The numbers are those of Debian's kernels of that time, as pahole and VMCOREINFO tell them. */
enum Vintage {
    /** 3.10: tails by a flag, order and destructor in the list of the first tail. */
    V3_10(
            "PG_lru=5 PG_slab=7 PG_private=11 PG_head=14 PG_tail=15 PG_swapcache=16 PG_swapbacked=19 PG_hwpoison=23",
            "",
            """
            struct page 64 flags@0:8 lru@8:16 mapping@24:8 private@40:8 _mapcount@48:4
            struct mem_section 32 section_mem_map@0:8
            struct zone 1000 free_area@0:8*11
            """,
            "NUMBER(PAGE_BUDDY_MAPCOUNT_VALUE)=-128",
            -128,
            -1,
            -1),
    /** 6.1: slab is a flag, types are bits of which one is cleared and no enumeration, order and destructor in the first tail. */
    V6_1(
            "PG_lru=4 PG_waiters=7 PG_slab=9 PG_swapcache=10 PG_private=13 PG_head=16 PG_swapbacked=19 PG_hwpoison=23",
            "",
            """
            struct page 64 flags@0:8 mapping@24:8 private@40:8 _mapcount@48:4 page_type@48:4 compound_head@8:8 compound_dtor@16:1 compound_order@17:1
            struct folio 128 _flags_1@64:8 _folio_dtor@80:1 _folio_order@81:1
            struct mem_section 32 section_mem_map@0:8
            struct zone 1000 free_area@0:8*11
            enum compound_dtor_id HUGETLB_PAGE_DTOR=2
            """,
            """
            NUMBER(PAGE_BUDDY_MAPCOUNT_VALUE)=-129
            NUMBER(PAGE_OFFLINE_MAPCOUNT_VALUE)=-257
            """,
            -129,
            -257,
            -1),
    /** 6.6: the order in the first tail's flags, and a flag there for pages of hugetlbfs. */
    V6_6(
            "PG_lru=5 PG_head=6 PG_waiters=7 PG_active=8 PG_hugetlb=8 PG_slab=10 PG_swapcache=11 PG_private=14 PG_swapbacked=18 PG_hwpoison=22",
            "",
            """
            struct page 64 flags@0:8 mapping@24:8 private@40:8 _mapcount@48:4 page_type@48:4 compound_head@8:8
            struct folio 128 _flags_1@64:8
            struct mem_section 32 section_mem_map@0:8
            struct zone 1000 free_area@0:8*11
            """,
            """
            NUMBER(PAGE_BUDDY_MAPCOUNT_VALUE)=-129
            NUMBER(PAGE_OFFLINE_MAPCOUNT_VALUE)=-257
            """,
            -129,
            -257,
            -1),
    /** 6.11: types are an enumeration of bits of which one is cleared; slab is one of them. */
    V6_11(
            "PG_lru=5 PG_head=6 PG_waiters=7 PG_active=8 PG_swapcache=10 PG_private=14 PG_swapbacked=17 PG_hwpoison=20",
            "enum pagetype PG_buddy=0x40000000 PG_offline=0x20000000 PG_table=0x10000000 PG_guard=0x08000000 PG_hugetlb=0x04000000"
                    + " PG_slab=0x02000000 PAGE_TYPE_BASE=0x80000000",
            V6_6.types,
            "",
            ~0x40000000,
            ~0x20000000,
            ~0x02000000),
    /** 6.12: the type is the top byte. */
    V6_12(
            "PG_lru=5 PG_head=6 PG_waiters=7 PG_active=8 PG_swapcache=10 PG_private=14 PG_swapbacked=17 PG_hwpoison=20",
            "enum pagetype PGTY_buddy=240 PGTY_offline=241 PGTY_table=242 PGTY_guard=243 PGTY_hugetlb=244 PGTY_slab=245 PGTY_zsmalloc=246"
                    + " PGTY_unaccepted=247",
            V6_6.types,
            "",
            0xf0000000,
            0xf1000000,
            0xf5000000),
    /** 6.12 without any types. */
    VMCOREINFO(
            "PG_lru=5 PG_head=6 PG_waiters=7 PG_active=8 PG_swapcache=10 PG_private=14 PG_swapbacked=17 PG_hwpoison=20",
            "",
            "",
            """
            SIZE(page)=64
            OFFSET(page.flags)=0
            OFFSET(page.mapping)=24
            OFFSET(page._mapcount)=48
            OFFSET(page.private)=40
            OFFSET(page.compound_head)=8
            SIZE(mem_section)=32
            OFFSET(mem_section.section_mem_map)=0
            LENGTH(zone.free_area)=11
            NUMBER(PG_lru)=5
            NUMBER(PG_private)=14
            NUMBER(PG_swapcache)=10
            NUMBER(PG_swapbacked)=17
            NUMBER(PAGE_SLAB_MAPCOUNT_VALUE)=-184549376
            NUMBER(PG_hwpoison)=20
            NUMBER(PG_head_mask)=64
            NUMBER(PAGE_BUDDY_MAPCOUNT_VALUE)=-268435456
            NUMBER(PAGE_HUGETLB_MAPCOUNT_VALUE)=-201326592
            NUMBER(PAGE_OFFLINE_MAPCOUNT_VALUE)=-251658240
            """,
            0xf0000000,
            0xf1000000,
            0xf5000000);

    final int buddy;
    /** The type of offline pages; -1 where the kernel has none. */
    final int offline;
    /** The type of slab pages; -1 where a flag tells them. */
    final int slab;

    private final String flags;
    private final String pageTypes;
    private final String types;
    private final String vmcoreInfo;

    Vintage(String flags, String pageTypes, String types, String vmcoreInfo, int buddy, int offline, int slab) {
        this.flags = flags;
        this.pageTypes = pageTypes;
        this.types = types;
        this.vmcoreInfo = vmcoreInfo;
        this.buddy = buddy;
        this.offline = offline;
        this.slab = slab;
    }

    String types() {
        return types.isEmpty() ? "" : types + "\nenum pageflags " + flags + "\n" + pageTypes;
    }

    String vmcoreInfo() {
        return "PAGESIZE=4096\nSYMBOL(mem_section)=TABLE\nNUMBER(SECTION_SIZE_BITS)=27\n" + vmcoreInfo;
    }

    int flag(String name) {
        for (String flag : flags.split(" ")) {
            if (flag.startsWith(name + "=")) {
                return Integer.parseInt(flag.substring(name.length() + 1));
            }
        }
        throw new IllegalArgumentException(this + " has no " + name);
    }

    /** Makes a page a tail. */
    void tail(PageScene scene, long pfn, long head) {
        if (this == V3_10) {
            scene.page(pfn, -1, "PG_tail");
        } else {
            scene.bytes(pfn, 8, head, 8);
        }
    }

    /** Gives a compound page its order and kind. */
    void firstTail(PageScene scene, long head, int order, boolean huge) {
        long tail = head + 1;
        switch (this) {
            case V3_10 -> scene.bytes(tail, 16, order, 8);
            case V6_1 -> scene.bytes(tail, 17, order, 1).bytes(tail, 16, huge ? 2 : 1, 1);
            case V6_6 -> scene.bytes(tail, 0, order | (huge ? 1 << 8 : 0), 8);
            default -> {
                // The lowest byte is the order; PG_active there means something else.
                scene.bytes(tail, 0, order | 1 << 8, 8);
                if (huge) {
                    scene.bytes(head, 48, this == V6_11 ? ~0x04000000 : 0xf4000000, 4);
                }
            }
        }
    }
}
