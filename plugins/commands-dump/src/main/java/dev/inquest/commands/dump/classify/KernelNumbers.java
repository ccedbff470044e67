package dev.inquest.commands.dump.classify;

import dev.inquest.api.image.VmcoreInfo;
import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.layout.TypeSource;
import dev.inquest.api.types.ArrayType;
import dev.inquest.api.types.EnumType;
import dev.inquest.api.types.MissingTypeException;
import dev.inquest.api.types.StructType;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Offsets, sizes and constants of a kernel: from its types, or else from what VMCOREINFO says of them. */
final class KernelNumbers {
    private final Kernel kernel;
    private final @Nullable VmcoreInfo info;

    KernelNumbers(Kernel kernel) {
        this.kernel = kernel;
        this.info = kernel.arch().vmcoreInfo();
    }

    /** Returns a structure, or null where no types tell it. */
    @Nullable
    StructType struct(String tag) {
        return kernel.findType(TypeSource.Kind.STRUCT, tag) instanceof StructType type && type.size() > 0 ? type : null;
    }

    /** Returns the size of a structure in bytes. */
    OptionalLong size(String tag) {
        StructType type = struct(tag);
        return type != null ? OptionalLong.of(type.size()) : info == null ? OptionalLong.empty() : info.sizeOf(tag);
    }

    /** Returns the offset in bytes of a structure's first member of several names, which types and VMCOREINFO may spell differently. */
    OptionalLong offset(String tag, String... paths) {
        StructType type = struct(tag);
        for (String path : paths) {
            StructType.Place place = type == null ? null : type.find(path);
            if (place != null) {
                return OptionalLong.of(place.offset());
            }
        }
        for (String path : paths) {
            if (type == null && info != null && info.offset(tag + "." + path).isPresent()) {
                return info.offset(tag + "." + path);
            }
        }
        return OptionalLong.empty();
    }

    /** Returns the size in bytes of a member whose type is a number, or empty where no types tell it. */
    OptionalLong memberSize(String tag, String path) {
        StructType type = struct(tag);
        StructType.Place place = type == null ? null : type.find(path);
        return place == null
                ? OptionalLong.empty()
                : OptionalLong.of(place.type().bare().size());
    }

    /** Returns how many elements a structure's array has. */
    OptionalLong length(String tag, String path) {
        StructType type = struct(tag);
        StructType.Place place = type == null ? null : type.find(path);
        if (place != null && place.type().bare() instanceof ArrayType array && array.count() > 0) {
            return OptionalLong.of(array.count());
        }
        return info == null ? OptionalLong.empty() : info.length(tag + "." + path);
    }

    /** Returns whether types tell an enumeration. */
    boolean has(String enumeration) {
        return kernel.findType(TypeSource.Kind.ENUM, enumeration) instanceof EnumType;
    }

    /** Returns a constant of an enumeration; from VMCOREINFO only where no types tell the enumeration. */
    OptionalLong constant(String enumeration, String name) {
        if (kernel.findType(TypeSource.Kind.ENUM, enumeration) instanceof EnumType type) {
            for (EnumType.Enumerator enumerator : type.enumerators()) {
                if (enumerator.name().equals(name)) {
                    return OptionalLong.of(enumerator.value());
                }
            }
            return OptionalLong.empty();
        }
        return number(name);
    }

    /** Returns a symbol's address: VMCOREINFO's word, which holds without any symbols, or the kernel's. */
    OptionalLong symbol(String name) {
        OptionalLong told = info == null ? OptionalLong.empty() : info.symbol(name);
        return told.isPresent() ? told : kernel.address(name);
    }

    /** Returns a number of VMCOREINFO. */
    OptionalLong number(String name) {
        return info == null ? OptionalLong.empty() : info.number(name);
    }

    /** Returns VMCOREINFO, or null. */
    @Nullable
    VmcoreInfo info() {
        return info;
    }

    /** Returns a number, or says what was not found. */
    static long required(OptionalLong number, String what) {
        return number.orElseThrow(
                () -> new MissingTypeException(what + " is told neither by the kernel's types nor by VMCOREINFO"));
    }
}
