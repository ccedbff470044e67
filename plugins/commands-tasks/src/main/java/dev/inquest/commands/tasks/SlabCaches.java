package dev.inquest.commands.tasks;

import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.kernel.KernelFacts;
import dev.inquest.api.kernel.Reads;
import dev.inquest.api.layout.TypeSource;
import dev.inquest.api.memory.FaultException;
import dev.inquest.api.types.CorruptListException;
import dev.inquest.api.types.MissingTypeException;
import dev.inquest.api.types.StructType;
import dev.inquest.api.types.Value;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Tells which slab cache an address belongs to: its page's structure names a cache that is on the list {@code slab_caches}. Whether a page
 * is a slab's is written down in different ways (PG_slab; a page type since v6.10, commit 46df8e73a4a3); the list tells in all of them.
 */
@Reads(
        value = "kmem_cache",
        optional = {"list", "name"},
        lost = "names of slab caches in bt -F")
@Reads(value = "page", optional = "compound_head", lost = "names of slab caches in bt -F")
@Reads(
        value = {"slab", "page"},
        optional = "slab_cache",
        lost = "names of slab caches in bt -F",
        since = "d122019bf061 (5.17)")
final class SlabCaches {
    private final Kernel kernel;
    private final Map<Long, @Nullable String> byPage = new HashMap<>();
    private @Nullable Map<Long, String> names;

    SlabCaches(Kernel kernel) {
        this.kernel = kernel;
    }

    /** Returns the name of the cache that an address lies in, or null. */
    @Nullable
    String at(long address) {
        // Kernel addresses have their top bit set on every architecture.
        if (address >= 0) {
            return null;
        }
        long page = address & -KernelFacts.pageSize(kernel);
        if (!byPage.containsKey(page)) {
            byPage.put(page, find(page));
        }
        return byPage.get(page);
    }

    private @Nullable String find(long address) {
        try {
            long physical = kernel.arch().kernel().physical(address);
            OptionalLong linear = kernel.arch().directMap(physical);
            if (linear.isEmpty() || linear.getAsLong() != address) {
                return null;
            }
            long page = KernelFacts.pageStruct(kernel, physical);
            long head = kernel.at("struct page", page).member("compound_head").asLong();
            return names().get(kernel.memory().pointer(((head & 1) != 0 ? head - 1 : page) + offset()));
        } catch (FaultException | MissingTypeException | CorruptListException e) {
            return null;
        }
    }

    /** Returns where the cache stands: in {@code struct slab} since v5.17 (commit d122019bf061), before that in {@code struct page}. */
    private long offset() {
        for (String struct : new String[] {"slab", "page"}) {
            if (kernel.findType(TypeSource.Kind.STRUCT, struct) instanceof StructType type) {
                StructType.Place place = type.find("slab_cache");
                if (place != null) {
                    return place.offset();
                }
            }
        }
        throw new MissingTypeException("neither struct slab nor struct page has a member slab_cache");
    }

    private Map<Long, String> names() {
        Map<Long, String> known = names;
        if (known == null) {
            known = new HashMap<>();
            names = known;
            long head = kernel.address("slab_caches")
                    .orElseThrow(() -> new MissingTypeException("the kernel's symbol slab_caches is not known"));
            for (Value cache : kernel.list(head, "kmem_cache", "list")) {
                known.put(cache.address(), cache.member("name").asString());
            }
        }
        return known;
    }
}
