package dev.inquest.core.model.modules;

import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.kernel.Reads;
import dev.inquest.api.memory.FaultException;
import dev.inquest.api.memory.Memory;
import dev.inquest.api.types.MissingTypeException;
import dev.inquest.api.types.StructType;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the sections that the kernel shows under /sys/module/NAME/sections ({@code struct module_sect_attrs},
 * kernel/module/sysfs.c), in one of these forms:
 *
 * <pre>
 * &lt; 5.8   nsections, attrs[] { struct module_attribute mattr; char *name; unsigned long address }
 *  5.8    nsections, attrs[] { struct bin_attribute battr; unsigned long address }        ed66f991bb19
 *  6.14   grp.bin_attrs: NULL-terminated pointers to struct bin_attribute, whose private is the address
 * </pre>
 */
@Reads(
        value = "module_sect_attrs",
        optional = "attrs|grp.bin_attrs",
        lost = "sections of modules",
        mayLack = true,
        since = "6.14")
@Reads(
        value = {"module_sect_attr", "bin_attribute"},
        optional = {"battr.attr.name|attr.name|name", "address|private"},
        lost = "sections of modules",
        mayLack = true,
        since = "6.14")
@Reads(value = "module_sect_attrs", optional = "nsections", mayLack = true)
public final class SectionForm {
    private static final int MOST_SECTIONS = 4096;
    private static final int MOST_NAME = 256;

    private final Memory memory;
    private final Members.@Nullable Member count;
    private final Members.@Nullable Member pointers;
    private final long attributes;
    private final long stride;
    private final Members.Member name;
    private final Members.Member address;

    private SectionForm(Kernel kernel) {
        this.memory = kernel.memory();
        StructType all = kernel.struct("module_sect_attrs");
        Members members = new Members(memory, all);
        this.count = members.find("nsections");
        if (count != null) {
            StructType one = kernel.struct("module_sect_attr");
            Members fields = new Members(memory, one);
            StructType.Place place = all.find("attrs");
            Members.Member named = fields.find("battr.attr.name");
            this.pointers = null;
            this.attributes = place == null ? all.size() : place.offset();
            this.stride = one.size();
            this.name = named != null ? named : fields.get("name");
            this.address = fields.get("address");
        } else {
            Members fields = new Members(memory, kernel.struct("bin_attribute"));
            this.pointers = members.get("grp.bin_attrs");
            this.attributes = 0;
            this.stride = 0;
            this.name = fields.get("attr.name");
            this.address = fields.get("private");
        }
    }

    /** Finds the form that a kernel has; null when its types tell none. */
    public static @Nullable SectionForm of(Kernel kernel) {
        try {
            return new SectionForm(kernel);
        } catch (MissingTypeException e) {
            return null;
        }
    }

    /**
     * Reads the runtime addresses of a module's sections by name. What cannot be read is left out.
     *
     * @param attrs address of the {@code module_sect_attrs}
     */
    public Map<String, Long> read(long attrs) {
        Map<String, Long> sections = new LinkedHashMap<>();
        try {
            long number = count == null ? MOST_SECTIONS : Math.min(count.read(attrs), MOST_SECTIONS);
            long list = pointers == null ? 0 : pointers.read(attrs);
            for (int i = 0; i < number; i++) {
                long one = pointers == null
                        ? attrs + attributes + i * stride
                        : memory.pointer(list + (long) i * memory.pointerSize());
                if (one == 0) {
                    break;
                }
                sections.putIfAbsent(memory.cString(name.read(one), MOST_NAME), address.read(one));
            }
        } catch (FaultException e) {
            // The sections up to here are known.
        }
        return sections;
    }
}
