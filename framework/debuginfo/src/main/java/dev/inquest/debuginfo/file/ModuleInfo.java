package dev.inquest.debuginfo.file;

import dev.inquest.debuginfo.data.MalformedException;
import dev.inquest.debuginfo.data.Strings;
import dev.inquest.debuginfo.elf.ElfFile;
import dev.inquest.debuginfo.elf.ElfSection;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The section {@code .modinfo} of a module (include/linux/moduleparam.h, {@code __MODULE_INFO}): NUL-terminated
 * {@code key=value} strings, with stray NULs between them for alignment.
 */
final class ModuleInfo {
    private ModuleInfo() {}

    /** Returns the value of a key, or null. */
    static @Nullable String value(ElfFile file, String key) {
        ElfSection section = file.section(".modinfo");
        if (section == null || !section.inFile()) {
            return null;
        }
        ByteBuffer data;
        try {
            data = file.data(section);
        } catch (MalformedException e) {
            return null;
        }
        int at = 0;
        while (at < data.limit()) {
            String line = Strings.at(data, at);
            if (line.startsWith(key) && line.length() > key.length() && line.charAt(key.length()) == '=') {
                return line.substring(key.length() + 1);
            }
            int end = at;
            while (end < data.limit() && data.get(end) != 0) {
                end++;
            }
            at = end + 1;
        }
        return null;
    }

    /** Returns the release in {@code vermagic}, its first word; or null. */
    static @Nullable String release(ElfFile file) {
        String magic = value(file, "vermagic");
        if (magic == null) {
            return null;
        }
        int space = magic.indexOf(' ');
        return space < 0 ? magic : magic.substring(0, space);
    }

    /**
     * Returns the module's name: {@code name=} of the build, else that of the file with dashes as underscores, as the kernel
     * builds it.
     */
    static String name(ElfFile file) {
        String name = value(file, "name");
        if (name != null && !name.isEmpty()) {
            return name;
        }
        String path = file.name();
        String last = path.substring(path.lastIndexOf('/') + 1);
        int dot = last.indexOf('.');
        return (dot < 0 ? last : last.substring(0, dot)).replace('-', '_');
    }
}
