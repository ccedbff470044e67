package dev.inquest.debuginfo.btf;

import dev.inquest.api.image.VmcoreInfo;
import dev.inquest.api.kernel.KernelModule;
import dev.inquest.api.kernel.Reads;
import dev.inquest.api.layout.DumpLayout;
import dev.inquest.api.layout.LayoutSource;
import dev.inquest.api.layout.TypeSource;
import dev.inquest.api.memory.Fault;
import dev.inquest.api.memory.FaultException;
import dev.inquest.api.memory.Memory;
import dev.inquest.api.types.MissingTypeException;
import dev.inquest.api.types.Value;
import dev.inquest.debuginfo.kallsyms.KernelSymbols;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;

/**
 * Finds BTF in the dump's memory. The kernel's lies between {@code __start_BTF} and {@code __stop_BTF} in its read-only data
 * (include/asm-generic/vmlinux.lds.h, BTF). A module's is not in the module: kernel/bpf/btf.c keeps a copy in a {@code struct btf} on the list
 * {@code btf_modules} (Linux 5.11, commit 36e68442d1af) and clears {@code module.btf_data} when the module is up.
 */
@Reads(
        value = "btf_module",
        optional = {"list", "module", "btf"},
        lost = "types of modules",
        mayLack = true,
        since = "36e68442d1af (5.11)")
@Reads(
        value = "btf",
        optional = {"data", "data_size"},
        lost = "types of modules",
        mayLack = true)
@Component(service = DumpLayout.class)
public final class BtfLayout implements DumpLayout {
    private static final String DESCRIBE = "BTF in the dump";
    private static final int MOST_BYTES = 1 << 28;
    private static final int MOST_MODULES = 1 << 14;

    /** The kernel's BTF, which those of modules go on from, by the memory that it was read from. */
    private final Map<Memory, Btf> bases = Collections.synchronizedMap(new WeakHashMap<>());

    @Override
    public String name() {
        return "BTF";
    }

    @Override
    public int rank() {
        return 20;
    }

    @Override
    public Set<Part> parts() {
        return EnumSet.of(Part.TYPES);
    }

    @Override
    public @Nullable LayoutSource find(Context context) {
        if (ofFiles(context) != null) {
            return null;
        }
        Btf btf = kernel(context);
        return btf == null ? null : new Source(DESCRIBE, btf);
    }

    private static @Nullable Btf ofFiles(Context context) {
        for (LayoutSource file : context.files()) {
            if (file.types() instanceof Btf btf && !btf.split()) {
                return btf;
            }
        }
        return null;
    }

    private @Nullable Btf kernel(Context context) {
        Memory memory = context.memory();
        Btf known = bases.get(memory);
        if (known != null) {
            return known;
        }
        Btf btf = bySymbols(context);
        if (btf != null) {
            bases.put(memory, btf);
        }
        return btf;
    }

    /** Says what would give the types instead. */
    private static String whatElse(@Nullable VmcoreInfo info) {
        String release = info == null
                ? ""
                : info.get("OSRELEASE").map(name -> " of " + name.strip()).orElse("");
        String id = info == null
                ? ""
                : info.get("BUILD-ID")
                        .map(hex -> " (build ID " + hex.strip() + ")")
                        .orElse("");
        return "For types, give the vmlinux with debug information" + release + id + ".";
    }

    private static @Nullable Btf bySymbols(Context context) {
        long start = KernelSymbols.address(context, "__start_BTF");
        long end = KernelSymbols.address(context, "__stop_BTF");
        if (start == 0 || end == 0) {
            Btf found = search(context);
            if (found == null) {
                context.remark("The kernel's BTF was not found: either it has none, or its symbols are not known. "
                        + whatElse(context.vmcoreInfo()));
            }
            return found;
        }
        if (start == end) {
            context.remark("The kernel has no BTF.");
            return null;
        }
        try {
            return read(context.memory(), start, end - start, DESCRIBE, null);
        } catch (BtfException e) {
            context.remark(e.getMessage() + ".");
            return null;
        }
    }

    /**
     * Reads a section.
     *
     * @throws BtfException when it is damaged or cannot be read
     */
    private static Btf read(Memory memory, long start, long size, String describe, @Nullable Btf base)
            throws BtfException {
        if (size <= 0 || size > MOST_BYTES) {
            throw new BtfException(describe + " is not used: its size would be " + size + " bytes");
        }
        byte[] bytes = new byte[(int) size];
        Fault fault = memory.tryRead(start, bytes, 0, bytes.length);
        if (fault != null) {
            throw new BtfException(describe + " cannot be read: " + fault.message());
        }
        return Btf.open(MemorySegment.ofArray(bytes), memory.order(), describe, base);
    }

    /** Returns the size that a section's header states. */
    private static long stated(Memory memory, long start) {
        long types = memory.u32(start + 8) + memory.u32(start + 12);
        long strings = memory.u32(start + 16) + memory.u32(start + 20);
        return memory.u32(start + 4) + Math.max(types, strings);
    }

    /**
     * Looks for a header between two symbols that VMCOREINFO has of every kernel, when no symbol says where it is. That it is the kernel's
     * is told from its having a {@code struct task_struct}.
     */
    private static @Nullable Btf search(Context context) {
        VmcoreInfo info = context.vmcoreInfo();
        if (info == null) {
            return null;
        }
        long from = info.symbol("_stext").orElse(0);
        long to = info.symbol("init_uts_ns").orElse(0);
        if (from == 0 || to - from <= 0) {
            return null;
        }
        Memory memory = context.memory();
        List<Btf> found = new ArrayList<>();
        BtfSearch.find(memory, from, Math.min(to, from + MOST_BYTES), address -> {
            try {
                Btf btf = read(memory, address, stated(memory, address), DESCRIBE, null);
                return btf.find(TypeSource.Kind.STRUCT, "task_struct") != null && found.add(btf);
            } catch (BtfException | FaultException e) {
                return false;
            }
        });
        return found.isEmpty() ? null : found.getFirst();
    }

    @Override
    public @Nullable LayoutSource findModule(Context context, KernelModule module, Value struct) {
        if (context.findType(TypeSource.Kind.STRUCT, "btf_module") == null) {
            return null;
        }
        String describe = "BTF of module " + module.name();
        try {
            Value data = ofModule(context, module);
            if (data == null) {
                return null;
            }
            Btf base = ofFiles(context);
            base = base == null ? kernel(context) : base;
            if (base == null) {
                return null;
            }
            long size = data.member("data_size").asLong();
            Btf btf = read(context.memory(), data.member("data").asLong(), size, describe, base);
            return new Source(describe, btf);
        } catch (BtfException e) {
            context.remark(e.getMessage() + ".");
            return null;
        } catch (FaultException | MissingTypeException e) {
            context.remark(describe + " was not found: " + e.getMessage() + ".");
            return null;
        }
    }

    /** Returns a module's {@code struct btf}, or null when it has none. */
    private static @Nullable Value ofModule(Context context, KernelModule module) {
        long head = KernelSymbols.address(context, "btf_modules");
        var type = context.findType(TypeSource.Kind.STRUCT, "btf_module");
        if (head == 0 || type == null) {
            return null;
        }
        Memory memory = context.memory();
        long list = new Value(memory, type, 0).member("list").address();
        long node = memory.pointer(head);
        for (int i = 0; node != head && node != 0; i++) {
            if (i == MOST_MODULES) {
                throw new MissingTypeException("the list btf_modules does not come to an end");
            }
            Value entry = new Value(memory, type, node - list);
            if (entry.member("module").asLong() == module.address()) {
                return entry.member("btf").deref();
            }
            node = memory.pointer(node);
        }
        return null;
    }

    private record Source(String describe, Btf btf) implements LayoutSource {
        @Override
        public TypeSource types() {
            return btf;
        }
    }
}
