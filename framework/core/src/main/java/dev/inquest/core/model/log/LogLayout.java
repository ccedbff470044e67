package dev.inquest.core.model.log;

import dev.inquest.api.image.VmcoreInfo;
import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.layout.TypeSource;
import dev.inquest.api.types.MissingTypeException;
import dev.inquest.api.types.StructType;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Symbols, sizes and offsets of printk's structures: from the types at hand, or else from VMCOREINFO, where
 * log_buf_vmcoreinfo_setup (kernel/printk/printk.c) writes all that reading the log takes. So the log can be read without any
 * debug information.
 */
final class LogLayout {
    private final Kernel kernel;
    private final @Nullable VmcoreInfo info;
    private final Map<String, StructType> structs = new HashMap<>();

    LogLayout(Kernel kernel) {
        this.kernel = kernel;
        VmcoreInfo told = kernel.arch().vmcoreInfo();
        this.info = told != null ? told : kernel.image().vmcoreInfo().orElse(null);
    }

    /** Returns the address of a variable. */
    OptionalLong symbol(String name) {
        OptionalLong address = kernel.address(name);
        return address.isPresent() || info == null ? address : info.symbol(name);
    }

    /** Returns the address of a variable that must be there. */
    long need(String name) {
        return symbol(name).orElseThrow(() -> new MissingTypeException("the kernel has no symbol " + name));
    }

    /** Returns whether anything tells the layout of a struct. */
    boolean has(String struct) {
        return struct(struct) != null || info != null && info.sizeOf(struct).isPresent();
    }

    /** Returns the size of a struct in bytes. */
    int size(String struct) {
        StructType type = struct(struct);
        if (type != null) {
            return (int) type.size();
        }
        OptionalLong size = info == null ? OptionalLong.empty() : info.sizeOf(struct);
        if (size.isEmpty() || size.getAsLong() < 1 || size.getAsLong() > 4096) {
            throw new MissingTypeException("the layout of struct " + struct + " is not known");
        }
        return (int) size.getAsLong();
    }

    /** Returns the offset of a member in bytes, or nothing when the struct has none of that name. */
    OptionalInt find(String struct, String member) {
        StructType type = struct(struct);
        if (type != null) {
            StructType.Place place = type.find(member);
            return place == null ? OptionalInt.empty() : OptionalInt.of((int) place.offset());
        }
        OptionalLong offset = info == null ? OptionalLong.empty() : info.offset(struct + "." + member);
        return offset.isEmpty() || offset.getAsLong() < 0 || offset.getAsLong() > 4096
                ? OptionalInt.empty()
                : OptionalInt.of((int) offset.getAsLong());
    }

    /** Returns the offset of a member in bytes. */
    int offset(String struct, String member) {
        return find(struct, member)
                .orElseThrow(() -> new MissingTypeException("struct " + struct + " has no member " + member));
    }

    private @Nullable StructType struct(String tag) {
        StructType known = structs.get(tag);
        if (known == null && kernel.findType(TypeSource.Kind.STRUCT, tag) instanceof StructType type) {
            known = type;
            structs.put(tag, type);
        }
        return known;
    }
}
