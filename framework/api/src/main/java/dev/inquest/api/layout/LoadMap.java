package dev.inquest.api.layout;

import java.util.Map;

/**
 * Where a linked or relocatable file was loaded.
 *
 * @param bias runtime address minus link address, for a linked file (vmlinux)
 * @param sections runtime addresses of sections by name, for a relocatable file (.ko); empty for a linked one
 * @param module name of the module, empty for the kernel itself
 */
public record LoadMap(long bias, Map<String, Long> sections, String module) {

    /** Returns the map of a kernel that was moved by {@code bias} bytes. */
    public static LoadMap kernel(long bias) {
        return new LoadMap(bias, Map.of(), "");
    }
}
