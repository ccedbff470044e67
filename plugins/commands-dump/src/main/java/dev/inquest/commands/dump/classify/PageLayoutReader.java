package dev.inquest.commands.dump.classify;

import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.kernel.Reads;
import dev.inquest.api.types.MissingTypeException;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Finds out what {@code struct page} tells in a kernel (include/linux/mm_types.h, include/linux/page-flags.h), by its types and by
 * VMCOREINFO, which alone suffices.
 */
@Reads(
        value = "page",
        required = {"flags", "mapping", "_mapcount|page_type", "private"},
        lost = "kinds of pages")
@Reads(
        value = "page",
        optional = {"compound_info|compound_head"},
        since = "1d798ca3f164 (v4.4), and renamed in v7.1")
@Reads(
        value = "page",
        optional = {"compound_order", "compound_dtor", "lru"},
        since = "of the head since v6.3 (379708ffde1b), in its flags since v6.6 (ebc1baf5c9b4)")
@Reads(
        value = "folio",
        optional = {"_folio_order", "_folio_dtor", "_flags_1"},
        mayLack = true,
        since = "v5.16")
@Reads(value = "zone", optional = "free_area", lost = "free pages")
final class PageLayoutReader {
    private static final String TYPES = "pagetype";
    private static final String FLAGS = "pageflags";

    private final Kernel kernel;
    private final KernelNumbers numbers;
    private final ByteOrder order;
    private final long size;

    private PageLayoutReader(Kernel kernel) {
        this.kernel = kernel;
        this.numbers = new KernelNumbers(kernel);
        this.order = kernel.memory().order();
        this.size = KernelNumbers.required(numbers.size("page"), "the size of struct page");
    }

    /**
     * Reads the layout.
     *
     * @param unknown receives the kinds of pages that this kernel does not let one recognise, with the reason
     * @throws MissingTypeException when nothing can be told
     */
    static PageLayout read(Kernel kernel, Map<PageKind, String> unknown) {
        return new PageLayoutReader(kernel).read(unknown);
    }

    private PageLayout read(Map<PageKind, String> unknown) {
        if (size < 32 || size > 1024 || size % 8 != 0) {
            throw new MissingTypeException("struct page is said to have " + size + " bytes");
        }
        PageField flags = required("flags", 8, "flags.f", "flags");
        PageField type = required("_mapcount", 4, "page_type", "_mapcount");
        PageLayout.Masks masks = masks();
        PageLayout.Types types = types(masks);
        int orders = (int) numbers.length("zone", "free_area").orElse(0);
        if (masks.lru() == 0) {
            unknown.put(PageKind.CACHE, "the number of PG_lru is not known");
            unknown.put(PageKind.PRIVATE_CACHE, "the number of PG_lru is not known");
        }
        if (!types.buddy().known() && masks.buddy() == 0) {
            unknown.put(PageKind.FREE, "how free pages are marked is not known");
        } else if (orders <= 0 || orders > 32) {
            unknown.put(PageKind.FREE, "how many orders free blocks have is not known");
        }
        PageLayout.Compound compound = compound(types);
        return new PageLayout(
                (int) size / 8,
                flags,
                required("mapping", 8, "mapping"),
                type,
                required("private", 8, "private"),
                tail(flags),
                compound,
                masks,
                types,
                orders);
    }

    private PageField required(String name, int bytes, String... paths) {
        return field(
                KernelNumbers.required(numbers.offset("page", paths), "the place of struct page's " + name), bytes);
    }

    private PageField field(long offset, int bytes) {
        if (offset < 0 || offset + bytes > size || (offset & 7) + bytes > 8) {
            throw new MissingTypeException("a member of struct page is said to lie at offset " + offset);
        }
        return PageField.at(offset, bytes, order);
    }

    private PageLayout.Masks masks() {
        long swapCache = flag("PG_swapcache");
        // A page with PG_swapcache alone may be something else since the flag has several meanings (6326fec1122c,
        // v4.10).
        return new PageLayout.Masks(
                numbers.number("PG_head_mask").orElse(flag("PG_head") != 0 ? flag("PG_head") : flag("PG_compound")),
                flag("PG_lru"),
                swapCache == 0 ? 0 : swapCache | flag("PG_swapbacked"),
                flag("PG_private"),
                flag("PG_slab"),
                flag("PG_buddy"),
                flag("PG_hwpoison"));
    }

    private long flag(String name) {
        OptionalLong bit = numbers.constant(FLAGS, name);
        return bit.isPresent() && bit.getAsLong() >= 0 && bit.getAsLong() < 64 ? 1L << bit.getAsLong() : 0;
    }

    private PageLayout.Types types(PageLayout.Masks masks) {
        return new PageLayout.Types(
                type("buddy", "PAGE_BUDDY_MAPCOUNT_VALUE", masks.slab() != 0 ? 0x80 : 0),
                type("unaccepted", "PAGE_UNACCEPTED_MAPCOUNT_VALUE", 0),
                type("slab", "PAGE_SLAB_MAPCOUNT_VALUE", 0),
                type("offline", "PAGE_OFFLINE_MAPCOUNT_VALUE", 0),
                type("hugetlb", "PAGE_HUGETLB_MAPCOUNT_VALUE", 0));
    }

    /**
     * Returns how a type is told.
     *
     * @param macro the bit that the type has in kernels with {@code page_type} whose types are macros and which no debug information tells (v4.18 to
     *     v6.9, told by PG_slab being a flag), or 0
     */
    private PageTypeTest type(String name, String vmcoreInfo, long macro) {
        if (numbers.has(TYPES)) {
            OptionalLong top = numbers.constant(TYPES, "PGTY_" + name);
            if (top.isPresent()) {
                return PageTypeTest.topByte(top.getAsLong());
            }
            OptionalLong bit = numbers.constant(TYPES, "PG_" + name);
            OptionalLong base = numbers.constant(TYPES, "PAGE_TYPE_BASE");
            if (bit.isPresent() && base.isPresent()) {
                return PageTypeTest.clearedBit(base.getAsLong(), bit.getAsLong());
            }
        }
        OptionalLong number = numbers.number(vmcoreInfo);
        if (number.isPresent()) {
            return PageTypeTest.number(number.getAsLong());
        }
        boolean macros = macro != 0
                && !numbers.has(TYPES)
                && numbers.memberSize("page", "page_type").isPresent();
        return macros ? PageTypeTest.clearedBit(0xf0000000L, macro) : PageTypeTest.NONE;
    }

    private PageLayout.Tail tail(PageField flags) {
        OptionalLong head = numbers.offset("page", "compound_info", "compound_head");
        return head.isPresent()
                ? new PageLayout.Tail(field(head.getAsLong(), 8), 1)
                : new PageLayout.Tail(flags, flag("PG_tail"));
    }

    private PageLayout.Compound compound(PageLayout.Types types) {
        PageField destructor = inFirstTail("_folio_dtor", "compound_dtor");
        long hugeDestructor =
                numbers.constant("compound_dtor_id", "HUGETLB_PAGE_DTOR").orElse(-1);
        PageField order = inFirstTail("_folio_order", "compound_order");
        long hugeFlag = flag("PG_hugetlb");
        // Hugetlbfs's flag came with it, its page type later; without the type folio they tell.
        boolean flagsHaveOrder = numbers.struct("folio") == null
                ? hugeFlag != 0 || types.huge().known()
                : numbers.offset("folio", "_flags_1").isPresent();
        if (order == null && flagsHaveOrder) {
            order = PageField.at(
                    KernelNumbers.required(numbers.offset("page", "flags.f", "flags"), "flags")
                            + (order() == ByteOrder.LITTLE_ENDIAN ? 0 : 7),
                    1,
                    order());
        } else if (order == null && numbers.offset("page", "compound_head").isEmpty()) {
            // Until v4.3 (1d798ca3f164, df8c94d13c7e): first the address of the destructor, then the order.
            OptionalLong list = numbers.offset("page", "lru");
            order = list.isPresent() ? field(list.getAsLong() + 8, 8) : null;
            destructor = list.isPresent() ? field(list.getAsLong(), 8) : null;
            hugeDestructor = kernel.address("free_huge_page").orElse(-1);
        }
        return new PageLayout.Compound(order, destructor, hugeDestructor, hugeFlag);
    }

    private ByteOrder order() {
        return order;
    }

    /** Returns a small number in the first tail, which a folio has behind its head, and a page by itself. */
    private @Nullable PageField inFirstTail(String inFolio, String inPage) {
        OptionalLong folio = numbers.offset("folio", inFolio);
        if (folio.isPresent() && folio.getAsLong() >= size) {
            return field(folio.getAsLong() - size, 1);
        }
        OptionalLong page = numbers.offset("page", inPage);
        if (page.isEmpty()) {
            return null;
        }
        // Of one byte since v4.16 (66a6ffd2af42); the lowest byte tells them all in little-endian machines.
        int bytes = (int) numbers.memberSize("page", inPage).orElse(1);
        return field(page.getAsLong(), Math.min(8, Math.max(1, bytes)));
    }
}
