package dev.inquest.core.model.modules;

import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.kernel.KernelModule.Range;
import dev.inquest.api.kernel.Reads;
import dev.inquest.api.layout.TypeSource;
import dev.inquest.api.types.ArrayType;
import dev.inquest.api.types.EnumType;
import dev.inquest.api.types.MissingTypeException;
import dev.inquest.api.types.StructType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * {@code struct module_memory mem[MOD_MEM_NUM_TYPES]}: a piece of memory for each kind of contents, since ac3b43283923 (6.4). The
 * kinds are {@code enum mod_mem_type}.
 */
@Reads(value = "module", optional = "mem", since = "ac3b43283923 (6.4)")
@Reads(
        value = "module_memory",
        required = {"base", "size"},
        mayLack = true,
        since = "ac3b43283923 (6.4)")
final class TypedMemory implements MemoryForm {
    private static final int MOST_KINDS = 64;
    private static final List<String> KINDS =
            List.of("text", "data", "rodata", "ro after init", "init text", "init data", "init rodata");

    private final long mem;
    private final long stride;
    private final Members.Member base;
    private final Members.Member size;
    private final List<String> kinds;

    TypedMemory(Kernel kernel, StructType module) {
        StructType.Place place = module.find("mem");
        if (place == null
                || !(place.type().bare() instanceof ArrayType array)
                || !(array.element().bare() instanceof StructType element)) {
            throw new MissingTypeException("struct module's mem is not an array of structs");
        }
        Members members = new Members(kernel.memory(), element);
        this.mem = place.offset();
        this.stride = element.size();
        this.base = members.get("base");
        this.size = members.get("size");
        this.kinds = kinds(kernel, (int) Math.clamp(array.count(), 0, MOST_KINDS));
    }

    private static List<String> kinds(Kernel kernel, int count) {
        EnumType type = kernel.findType(TypeSource.Kind.ENUM, "mod_mem_type") instanceof EnumType found ? found : null;
        List<String> names = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            names.add(kind(type, i));
        }
        return names;
    }

    /** Turns {@code MOD_INIT_TEXT} into {@code init text}. */
    private static String kind(@Nullable EnumType type, int index) {
        if (type != null) {
            for (EnumType.Enumerator enumerator : type.enumerators()) {
                if (enumerator.value() == index && enumerator.name().startsWith("MOD_")) {
                    return enumerator
                            .name()
                            .substring(4)
                            .toLowerCase(Locale.ROOT)
                            .replace('_', ' ');
                }
            }
        }
        return index < KINDS.size() ? KINDS.get(index) : "memory " + index;
    }

    @Override
    public Layout read(long module) {
        List<Range> ranges = new ArrayList<>();
        long text = 0;
        long core = 0;
        for (int i = 0; i < kinds.size(); i++) {
            long start = base.read(module + mem + i * stride);
            long bytes = size.read(module + mem + i * stride);
            String kind = kinds.get(i);
            if (start == 0 || bytes == 0) {
                continue;
            }
            ranges.add(new Range(kind, start, bytes));
            if (!kind.startsWith("init")) {
                core += bytes;
            }
            if (kind.equals("text")) {
                text = start;
            }
        }
        return new Layout(text, core, List.copyOf(ranges));
    }
}
