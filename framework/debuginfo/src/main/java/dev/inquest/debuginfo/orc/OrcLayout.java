package dev.inquest.debuginfo.orc;

import dev.inquest.api.kernel.KernelModule;
import dev.inquest.api.kernel.Reads;
import dev.inquest.api.layout.DumpLayout;
import dev.inquest.api.layout.LayoutSource;
import dev.inquest.api.layout.TypeSource;
import dev.inquest.api.layout.UnwindSource;
import dev.inquest.api.memory.FaultException;
import dev.inquest.api.memory.Memory;
import dev.inquest.api.types.MissingTypeException;
import dev.inquest.api.types.Type;
import dev.inquest.api.types.Value;
import dev.inquest.debuginfo.kallsyms.KernelSymbols;
import java.lang.foreign.MemorySegment;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;

/**
 * Finds ORC tables in the dump's memory: the kernel's between the symbols that its linker script sets
 * (include/asm-generic/vmlinux.lds.h, ORC_UNWIND_TABLE), a module's where {@code module.arch} says
 * (arch/x86/include/asm/module.h). A module's table lies in its core memory and covers its init section too.
 */
@Reads(value = "module", optional = "arch", lost = "unwind tables of modules")
@Reads(
        value = "mod_arch_specific",
        optional = {"num_orcs", "orc_unwind", "orc_unwind_ip"},
        mayLack = true)
@Component(service = DumpLayout.class)
public final class OrcLayout implements DumpLayout {
    /** More rows than any kernel has: those of a distribution's have half a million. */
    private static final long MOST_ROWS = 1 << 26;

    private static final long MOST_BYTES = 64 << 20;

    private static final int SAMPLE_ROWS = 2048;

    @Override
    public String name() {
        return "ORC";
    }

    @Override
    public int rank() {
        return 30;
    }

    @Override
    public Set<Part> parts() {
        return EnumSet.of(Part.UNWIND);
    }

    @Override
    public @Nullable LayoutSource find(Context context) {
        if (!context.architecture().equals("x86_64")) {
            return null;
        }
        for (LayoutSource file : context.files()) {
            if (file.unwind() != null) {
                return null;
            }
        }
        long ips = KernelSymbols.address(context, "__start_orc_unwind_ip");
        long ipsEnd = KernelSymbols.address(context, "__stop_orc_unwind_ip");
        long rows = KernelSymbols.address(context, "__start_orc_unwind");
        if (ips == 0 || ipsEnd == 0 || rows == 0) {
            context.remark("The kernel's ORC tables were not found: their symbols are not known.");
            return null;
        }
        long count = (ipsEnd - ips) / 4;
        if (count <= 0 || count > MOST_ROWS) {
            context.remark("The kernel has no ORC tables.");
            return null;
        }
        return table(context, ips, rows, count, true, "ORC in the dump");
    }

    @Override
    public @Nullable LayoutSource findModule(Context context, KernelModule module, Value struct) {
        if (!context.architecture().equals("x86_64")) {
            return null;
        }
        try {
            Value arch = struct.findMember("arch").orElse(null);
            Value number = arch == null ? null : arch.findMember("num_orcs").orElse(null);
            if (arch == null || number == null) {
                return null;
            }
            long count = number.asLong();
            long ips = arch.member("orc_unwind_ip").asLong();
            long rows = arch.member("orc_unwind").asLong();
            if (count == 0 || ips == 0 || rows == 0) {
                return null;
            }
            if (count < 0 || count > MOST_ROWS || !module.contains(ips) || !module.contains(rows)) {
                context.remark("The ORC tables of module " + module.name() + " are not in its memory.");
                return null;
            }
            return table(context, ips, rows, count, false, "ORC of module " + module.name());
        } catch (FaultException | MissingTypeException e) {
            context.remark("The ORC tables of module " + module.name() + " were not found: " + e.getMessage() + ".");
            return null;
        }
    }

    private static @Nullable LayoutSource table(
            Context context, long ips, long rows, long count, boolean kernel, String describe) {
        OrcFormat format =
                kernel || entry(context) != null ? format(context, rows, rows + count * OrcFormat.ROW, kernel) : null;
        if (format == null && !kernel) {
            // A module may be too small to tell, and hardly has rows at which stacks end.
            format = format(
                    context,
                    KernelSymbols.address(context, "__start_orc_unwind"),
                    KernelSymbols.address(context, "__stop_orc_unwind"),
                    true);
        }
        if (format == null) {
            context.remark(describe + " is not used: the format of its rows is not known.");
            return null;
        }
        return new Source(describe, OrcTable.ofMemory(context.memory(), ips, rows, count, format));
    }

    private static @Nullable OrcFormat format(Context context, long rows, long end, boolean kernel) {
        long address = kernel ? KernelSymbols.address(context, "__start_orc_header") : 0;
        MemorySegment header = address == 0 ? null : piece(context.memory(), address, 20);
        Type entry = entry(context);
        if (entry != null) {
            return OrcFormat.recognise(entry, header, sample(context.memory(), rows, end));
        }
        // Rows that tell the first two forms apart are few, and lie together.
        long length = rows == 0 ? 0 : end - rows;
        MemorySegment whole = length > 0 && length <= MOST_BYTES ? piece(context.memory(), rows, (int) length) : null;
        if (whole != null) {
            return OrcFormat.recognise(null, header, whole);
        }
        OrcFormat format = OrcFormat.recognise(null, header, sample(context.memory(), rows, end));
        // Of a piece it cannot be said that no row has the bit: then no stack's end is taken for a proper one.
        return format == OrcFormat.V4_14 ? OrcFormat.V4_18 : format;
    }

    private static @Nullable Type entry(Context context) {
        return context.findType(TypeSource.Kind.STRUCT, "orc_entry");
    }

    /** Returns rows from the middle of a table, or null when there are none or they cannot be read. */
    private static @Nullable MemorySegment sample(Memory memory, long start, long end) {
        long count = (end - start) / OrcFormat.ROW;
        if (start == 0 || count <= 0 || count > MOST_ROWS) {
            return null;
        }
        int length = (int) Math.min(count, SAMPLE_ROWS);
        return piece(memory, start + (count - length) / 2 * OrcFormat.ROW, length * OrcFormat.ROW);
    }

    private static @Nullable MemorySegment piece(Memory memory, long address, int length) {
        byte[] bytes = new byte[length];
        return memory.tryRead(address, bytes, 0, length) == null ? MemorySegment.ofArray(bytes) : null;
    }

    private record Source(String describe, OrcTable table) implements LayoutSource {
        @Override
        public UnwindSource unwind() {
            return table;
        }
    }
}
