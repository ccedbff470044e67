package dev.inquest.api.layout;

import dev.inquest.api.arch.ArchSession;
import dev.inquest.api.image.VmcoreInfo;
import dev.inquest.api.kernel.KernelModule;
import dev.inquest.api.memory.Memory;
import dev.inquest.api.types.Type;
import dev.inquest.api.types.Value;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Service of bundles that find layouts in the dump itself: BTF, kallsyms, ORC tables in the kernel's memory.
 */
public interface DumpLayout {

    /** Returns the name for users, for instance {@code "BTF"}. */
    String name();

    /** Returns the order in which such services are asked; low numbers first. Symbols come before what needs them. */
    int rank();

    /**
     * Returns what the service can find. It is asked only when one of these is needed and no file has it, so a vmlinux with symbols
     * and types costs no search in the dump.
     */
    default Set<Part> parts() {
        return EnumSet.allOf(Part.class);
    }

    /**
     * Looks for layouts.
     *
     * @param context the dump
     * @return a source, or null when the dump has nothing of this kind; the reason goes to {@link Context#remark}
     */
    @Nullable
    LayoutSource find(Context context);

    /**
     * Looks for layouts of one module, in the module's own tables. Called when the module's layouts are first needed.
     *
     * @param context the dump, with the kernel's own sources
     * @param module the module
     * @param struct its {@code struct module}
     * @return a source, or null when the module has nothing of this kind
     */
    default @Nullable LayoutSource findModule(Context context, KernelModule module, Value struct) {
        return null;
    }

    /** The parts of a {@link LayoutSource}. */
    enum Part {
        /** {@link LayoutSource#types()}. */
        TYPES,
        /** {@link LayoutSource#symbols()}. */
        SYMBOLS,
        /** {@link LayoutSource#lines()}. */
        LINES,
        /** {@link LayoutSource#unwind()}. */
        UNWIND
    }

    /** What a dump offers to those who look for layouts. */
    @org.osgi.annotation.versioning.ProviderType
    interface Context {
        /** Returns the kernel's virtual memory. */
        Memory memory();

        /** Returns VMCOREINFO, or null when the dump has none. */
        @Nullable
        VmcoreInfo vmcoreInfo();

        /** Returns runtime address minus link address of the kernel. */
        long bias();

        /** Returns the symbols found so far, by higher ranks or from files. */
        List<SymbolSource> symbols();

        /** Returns what the debug files that were given can tell already; {@code find} may be lazy where these suffice. */
        List<LayoutSource> files();

        /** Finds a type in the sources found so far; null when none has it. */
        @Nullable
        Type findType(TypeSource.Kind kind, String name);

        /** Returns the types found so far, best source first; those that need an index only where nothing else has types. */
        default List<TypeSource> types() {
            return List.of();
        }

        /** Returns the machine, as far as it is known. */
        default @Nullable ArchSession machine() {
            return null;
        }

        /** Returns the architecture's name, for instance {@code x86_64}. */
        String architecture();

        /** Notes why a source was not found or is incomplete, in one sentence for users. */
        void remark(String sentence);
    }
}
