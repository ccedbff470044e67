package dev.inquest.core.model;

import dev.inquest.api.image.DumpFacts;
import dev.inquest.api.image.VmcoreInfo;
import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.kernel.Reads;
import dev.inquest.api.layout.TypeSource;
import dev.inquest.api.memory.FaultException;
import dev.inquest.api.types.StructType;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code init_uts_ns.name}, a {@code struct new_utsname} of six strings of 65 bytes (include/uapi/linux/utsname.h), or what
 * the dump's headers say instead.
 */
@Reads(value = "uts_namespace", required = "name")
@Reads(
        value = "new_utsname",
        required = {"sysname", "nodename", "release", "version", "machine"})
public final class UtsReader {
    private static final int LENGTH = 65;
    private static final int STRINGS = 6;

    private final Kernel kernel;

    /** Makes the reader; nothing is read yet. */
    public UtsReader(Kernel kernel) {
        this.kernel = kernel;
    }

    /** Returns the names; called once. What neither memory nor headers tell is empty. */
    public DumpFacts.Uts read() {
        DumpFacts.Uts uts = fromMemory();
        if (uts == null) {
            uts = kernel.image().facts().uts();
        }
        if (uts != null) {
            return uts;
        }
        VmcoreInfo info = vmcoreInfo();
        String release = info == null ? "" : info.get("OSRELEASE").orElse("");
        String machine = kernel.arch().architecture().name();
        return new DumpFacts.Uts("Linux", "", release, "", machine, "");
    }

    private DumpFacts.@Nullable Uts fromMemory() {
        VmcoreInfo info = vmcoreInfo();
        OptionalLong namespace = kernel.address("init_uts_ns");
        if (namespace.isEmpty() && info != null) {
            namespace = info.symbol("init_uts_ns");
        }
        OptionalLong offset = info == null ? OptionalLong.empty() : info.offset("uts_namespace.name");
        if (kernel.findType(TypeSource.Kind.STRUCT, "uts_namespace") instanceof StructType type) {
            StructType.Place place = type.find("name");
            offset = place == null ? offset : OptionalLong.of(place.offset());
        }
        if (namespace.isEmpty() || offset.isEmpty()) {
            return null;
        }
        try {
            byte[] bytes = kernel.memory().bytes(namespace.getAsLong() + offset.getAsLong(), LENGTH * STRINGS);
            String sysname = string(bytes, 0);
            return sysname.isEmpty()
                    ? null
                    : new DumpFacts.Uts(
                            sysname,
                            string(bytes, 1),
                            string(bytes, 2),
                            string(bytes, 3),
                            string(bytes, 4),
                            string(bytes, 5));
        } catch (FaultException e) {
            return null;
        }
    }

    private @Nullable VmcoreInfo vmcoreInfo() {
        VmcoreInfo info = kernel.arch().vmcoreInfo();
        return info != null ? info : kernel.image().vmcoreInfo().orElse(null);
    }

    private static String string(byte[] bytes, int index) {
        int start = index * LENGTH;
        int end = start;
        while (end < start + LENGTH && bytes[end] != 0) {
            end++;
        }
        return new String(bytes, start, end - start, StandardCharsets.UTF_8);
    }
}
