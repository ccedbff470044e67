package dev.inquest.commands.memory;

import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.kernel.Reads;
import dev.inquest.api.result.Address;
import dev.inquest.api.result.Result;
import dev.inquest.api.result.Row;
import dev.inquest.api.result.TextOut;
import dev.inquest.api.types.CorruptListException;
import dev.inquest.api.types.Value;
import java.util.ArrayList;
import java.util.List;

/** The map of physical memory: x86's firmware table {@code e820_table}, elsewhere the kernel's tree {@code iomem_resource}. */
@Reads(
        value = "e820_table",
        optional = {"nr_entries", "entries"},
        mayLack = true)
@Reads(
        value = "resource",
        required = {"start", "end", "name", "child", "sibling"})
@Reads(
        value = "e820_entry",
        optional = {"addr", "size", "type"},
        mayLack = true)
final class MemoryMaps {
    private static final int MOST = 65_536;
    private static final int DEEPEST = 16;

    private MemoryMaps() {}

    static List<Row> rows(Kernel kernel) {
        List<Row> rows = new ArrayList<>();
        if (kernel.address("e820_table").isPresent() && kernel.findType("struct e820_table") != null) {
            long table = kernel.memory().pointer(kernel.address("e820_table").orElseThrow());
            Value map = kernel.at("struct e820_table", table);
            long count = map.member("nr_entries").asLong();
            if (count < 0 || count > MOST) {
                throw new CorruptListException("e820_table is said to have " + count + " entries");
            }
            for (long i = 0; i < count; i++) {
                Value entry = map.member("entries").index(i);
                long start = entry.member("addr").asLong();
                rows.add(new Row()
                        .put("start", new Address(start))
                        .put("end", new Address(start + entry.member("size").asLong()))
                        .put("type", type((int) entry.member("type").asLong()))
                        .put("level", 0));
            }
            return rows;
        }
        kernel.address("iomem_resource").ifPresent(root -> {
            Value resource = kernel.at("struct resource", root);
            resources(kernel, resource.member("child").asLong(), 0, rows);
        });
        return rows;
    }

    private static void resources(Kernel kernel, long first, int level, List<Row> rows) {
        long address = first;
        while (address != 0) {
            if (rows.size() >= MOST || level > DEEPEST) {
                throw new CorruptListException("iomem_resource has no end");
            }
            Value resource = kernel.at("struct resource", address);
            long name = resource.member("name").asLong();
            rows.add(new Row()
                    .put("start", new Address(resource.member("start").asLong()))
                    .put("end", new Address(resource.member("end").asLong() + 1))
                    .put("type", name == 0 ? "" : kernel.memory().cString(name, 256))
                    .put("level", level));
            resources(kernel, resource.member("child").asLong(), level + 1, rows);
            address = resource.member("sibling").asLong();
        }
    }

    /** Returns the name of a type (arch/x86/include/asm/e820/types.h). */
    private static String type(int type) {
        return switch (type) {
            case 1 -> "E820_RAM";
            case 2 -> "E820_RESERVED";
            case 3 -> "E820_ACPI";
            case 4 -> "E820_NVS";
            case 5 -> "E820_UNUSABLE";
            case 7 -> "E820_PMEM";
            case 12 -> "E820_PRAM";
            case 128 -> "E820_RESERVED_KERN";
            default -> "type " + Integer.toUnsignedString(type);
        };
    }

    static void write(Result result, TextOut out) {
        out.line("      PHYSICAL ADDRESS RANGE         TYPE");
        for (Row row : result.rows()) {
            String start = row.get("start") instanceof Address address ? address.digits() : "";
            String end = row.get("end") instanceof Address address ? address.digits() : "";
            out.line(start + " - " + end + "  " + "  ".repeat((int) row.number("level")) + row.text("type"));
        }
    }
}
