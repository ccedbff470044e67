package dev.inquest.api.kernel;

import dev.inquest.api.image.Machine;
import dev.inquest.api.layout.TypeSource;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Service: which members of which kernel structures the installed plugins read, and whether a kernel has them. It needs no dump. What is
 * declared comes from {@link KernelStruct} interfaces and {@link Reads}, found by following the classes that a command refers to.
 */
@ProviderType
public interface FieldManifest {

    /** Returns what each part of each installed plugin reads, by plugin and name. */
    List<Part> parts();

    /**
     * Checks all parts against one kernel.
     *
     * @param types the kernel's types, asked in this order
     * @param machine the machine that the kernel is for; parts for other architectures are left out
     * @return a verdict for each part, in the order of {@link #parts()}
     */
    List<Verdict> check(List<TypeSource> types, Machine machine);

    /**
     * A command, or another part of a plugin.
     *
     * @param plugin the bundle's symbolic name
     * @param name the command's name; for the model itself what it reads, for instance {@code "(tasks)"}
     * @param structs what it reads, in the order of their names
     */
    record Part(String plugin, String name, List<Struct> structs) {
        /** Makes a part; the list is copied. */
        public Part {
            structs = List.copyOf(structs);
        }
    }

    /**
     * A structure that is read.
     *
     * @param tags the tags by which it is looked up, the first that the kernel has being used
     * @param required whether every kernel must have it
     * @param lost what users lose where it is missing; may be empty
     * @param declaredBy the class that declares it
     * @param fields the members
     */
    record Struct(List<String> tags, boolean required, String lost, String declaredBy, List<Field> fields) {
        /** Makes a structure; the lists are copied. */
        public Struct {
            tags = List.copyOf(tags);
            fields = List.copyOf(fields);
        }
    }

    /**
     * A member that is read.
     *
     * @param paths names or dotted paths, the first that the kernel has being used
     * @param required whether the part fails without it
     * @param lost what users lose where it is missing; empty when nothing is lost
     * @param since the kernel commit or release that changed it; may be empty
     */
    record Field(List<String> paths, boolean required, String lost, String since) {
        /** Makes a field; the list is copied. */
        public Field {
            paths = List.copyOf(paths);
        }
    }

    /** How a part fares with a kernel. */
    enum State {
        /** Everything is there. */
        COMPLETE("all there"),
        /** It works, but something is lost to users. */
        DEGRADED("degraded"),
        /** Something that it cannot do without is missing. */
        UNUSABLE("unusable");

        private final String words;

        State(String words) {
            this.words = words;
        }

        /** Returns the state in words. */
        public String words() {
            return words;
        }
    }

    /**
     * The verdict on one part.
     *
     * @param part the part
     * @param state how it fares
     * @param missing what the kernel lacks of it, forms of other kernels included
     */
    record Verdict(Part part, State state, List<Missing> missing) {
        /** Makes a verdict; the list is copied. */
        public Verdict {
            missing = List.copyOf(missing);
        }
    }

    /**
     * Something that a kernel lacks.
     *
     * @param struct the structure as C spells it
     * @param member the member, or empty when the whole structure is missing
     * @param required whether the part fails without it
     * @param lost what users lose; empty when nothing is lost, because it is another kernel's form
     * @param since the kernel commit or release that changed it; may be empty
     * @param problem what is wrong when the member is there but of another shape than is read; otherwise empty
     */
    record Missing(String struct, String member, boolean required, String lost, String since, String problem) {}
}
