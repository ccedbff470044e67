package dev.inquest.commands.memory;

import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.kernel.KernelFacts;
import dev.inquest.api.kernel.Reads;
import dev.inquest.api.layout.TypeSource;
import dev.inquest.api.result.Address;
import dev.inquest.api.result.Cell;
import dev.inquest.api.result.Row;
import dev.inquest.api.types.EnumType;
import dev.inquest.api.types.MissingTypeException;
import dev.inquest.api.types.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;

/** The {@code struct page} of a page frame, in the vmemmap (CONFIG_SPARSEMEM_VMEMMAP). */
@Reads(
        value = "page",
        optional = {"flags", "mapping"},
        lost = "state of the page")
@Reads(
        value = "page",
        optional = {"__folio_index|index", "_refcount.counter|_count.counter", "flags.f|flags"},
        lost = "state of the page",
        since = "acc53a0b4c15 (6.16)")
final class PageFrames {
    private PageFrames() {}

    /** Returns what the page structure of a physical address holds. */
    static Row row(Kernel kernel, long physical) {
        long pageSize = KernelFacts.pageSize(kernel);
        long address = KernelFacts.pageStruct(kernel, physical);
        Value page = kernel.at("struct page", address);
        return new Row()
                .put("page", new Address(address))
                .put("physical", new Address(physical & -pageSize))
                .put("mapping", Cell.address(() -> page.member("mapping").asLong()))
                // Named __folio_index since v6.16 (commit acc53a0b4c15).
                .put("index", Cell.address(() -> first(page, "index", "__folio_index")))
                .put("count", Cell.of(() -> first(page, "_refcount.counter", "_count.counter")))
                .put("flags", Cell.address(() -> first(page, "flags.f", "flags")))
                .put("flag_names", Cell.of(() -> names(kernel, first(page, "flags.f", "flags"))));
    }

    private static long first(Value value, String... members) {
        for (String member : members) {
            Optional<Value> found = value.findMember(member);
            if (found.isPresent()) {
                return found.get().asLong();
            }
        }
        throw new MissingTypeException("struct page has no member " + members[0]);
    }

    /** Returns the flags that are set as crash names them: without {@code PG_}, and of several names for a bit the first. */
    private static List<String> names(Kernel kernel, long flags) {
        List<String> names = new ArrayList<>();
        if (kernel.findType(TypeSource.Kind.ENUM, "pageflags") instanceof EnumType type) {
            TreeMap<Long, String> bits = new TreeMap<>();
            long count = 64;
            for (EnumType.Enumerator flag : type.enumerators()) {
                if (flag.name().equals("__NR_PAGEFLAGS")) {
                    count = flag.value();
                } else if (flag.name().startsWith("PG_")) {
                    bits.putIfAbsent(flag.value(), flag.name().substring(3).toLowerCase(Locale.ROOT));
                }
            }
            for (var bit : bits.headMap(count).entrySet()) {
                if (bit.getKey() >= 0 && (flags >>> bit.getKey() & 1) != 0) {
                    names.add(bit.getValue());
                }
            }
        }
        return names;
    }
}
