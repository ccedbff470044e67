package dev.inquest.api.kernel;

import dev.inquest.api.arch.ArchSession;
import dev.inquest.api.arch.Registers;
import dev.inquest.api.arch.StackEnd;
import dev.inquest.api.image.DumpFacts;
import dev.inquest.api.image.DumpImage;
import dev.inquest.api.image.VmcoreInfo;
import dev.inquest.api.layout.DumpLayout;
import dev.inquest.api.layout.LayoutSource;
import dev.inquest.api.layout.LineSource;
import dev.inquest.api.layout.Symbol;
import dev.inquest.api.layout.TypeSource;
import dev.inquest.api.layout.UnwindSource;
import dev.inquest.api.memory.Memory;
import dev.inquest.api.progress.Progress;
import dev.inquest.api.result.Diagnostic;
import dev.inquest.api.types.StructType;
import dev.inquest.api.types.Type;
import dev.inquest.api.types.Value;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The kernel in one dump. Everything is read when it is first asked for, and kept. Safe for use by many threads; several kernels can
 * be open in one process.
 */
@ProviderType
public interface Kernel extends AutoCloseable {

    /** Returns the dump. */
    DumpImage image();

    /** Returns the machine. */
    ArchSession arch();

    /**
     * Returns the size of the kernel's pages in bytes. A dump's page frames may have another: QEMU writes dumps of arm64 by 64 KiB.
     */
    default int pageSize() {
        VmcoreInfo info = arch().vmcoreInfo();
        long told = info == null ? 0 : info.pageSize().orElse(0);
        return told > 0 && told <= 1 << 20 && Long.bitCount(told) == 1
                ? (int) told
                : arch().kernel().pageSize();
    }

    /** Returns kernel virtual memory. */
    Memory memory();

    /** Returns physical memory. */
    Memory physical();

    /** Returns a process's memory, or nothing for a kernel thread. */
    Optional<Memory> userMemory(Task task);

    /** Returns the layout sources in the order in which they are asked. */
    List<LayoutSource> layouts();

    /**
     * Returns the layout sources of the kernel itself that are asked for a part, first the one that answers first. Sources in the dump are
     * looked for if that was not done yet.
     */
    default List<LayoutSource> layouts(DumpLayout.Part part) {
        return List.of();
    }

    /** Returns the path of the vmlinux that was given, as the user typed it; empty when types and symbols come from elsewhere. */
    default Optional<String> kernelFile() {
        return Optional.empty();
    }

    /** Returns what users should know of this session: a forced vmlinux, damage, missing sources. */
    List<Diagnostic> diagnostics();

    /** Returns {@code init_uts_ns.name}. */
    DumpFacts.Uts uts();

    // ---- types and symbols

    /** Finds a type in all sources; null when none has it. */
    @Nullable
    Type findType(TypeSource.Kind kind, String name);

    /** Finds a type spelled as in C, pointers included: {@code "struct task_struct *"}, {@code "unsigned long"}; null when there is none. */
    @Nullable
    Type findType(String spelling);

    /**
     * Finds a type as {@link #findType(TypeSource.Kind, String)} does and, where nobody has it, looks through the types of all loaded modules
     * and loads their debug information from where it is found. For names that users typed: code that probes for a member or a type of
     * some kernels must not cost that.
     */
    default @Nullable Type searchType(TypeSource.Kind kind, String name) {
        return findType(kind, name);
    }

    /** Returns a struct by its tag, or throws {@link dev.inquest.api.types.MissingTypeException}. */
    StructType struct(String tag);

    /** Returns the first symbol of a name, the kernel's own before those of modules; null when there is none. */
    @Nullable
    Symbol symbol(String name);

    /** Returns all symbols of a name, the kernel's own first. */
    List<Symbol> symbols(String name);

    /** Returns the symbol that contains an address, or null: code outside the kernel and its modules has none. */
    @Nullable
    Symbol symbolAt(long address);

    /** Gives all symbols, the kernel's by address, then each module's by address. */
    void forEachSymbol(Consumer<Symbol> action);

    /** Returns the address of a symbol. */
    default OptionalLong address(String symbol) {
        Symbol found = symbol(symbol);
        return found == null ? OptionalLong.empty() : OptionalLong.of(found.address());
    }

    /**
     * Returns a global variable. Its type comes from debug information, or from the table of well-known globals.
     *
     * @throws dev.inquest.api.types.MissingTypeException when the symbol or its type is not known
     */
    Value global(String name);

    /** Returns one CPU's copy of a per-CPU variable; throws as {@link #global} does. */
    Value perCpu(String name, int cpu);

    /** Returns a value of a type at an address; the type is spelled as in {@link #findType(String)}. */
    Value at(String type, long address);

    /** Returns file, line and inlined functions of an instruction, innermost first; empty when not known. */
    List<LineSource.Position> positions(long pc);

    /** Returns the unwind tables of the kernel and its modules, best first. */
    UnwindSource unwindTables();

    // ---- structures

    /**
     * Binds an interface to this kernel's structure, once.
     *
     * @throws dev.inquest.api.types.MissingTypeException when the structure or a required member is missing
     */
    <T> StructLayout<T> bind(Class<T> type);

    /**
     * Walks a circular {@code struct list_head} list.
     *
     * @param head address of the list's head
     * @param struct tag of the structures on it
     * @param member the {@code list_head} in them
     * @return the structures in order; walking throws a fault where the list leads into unreadable memory, and
     *     {@link dev.inquest.api.types.CorruptListException} where it does not come back to its head
     */
    Iterable<Value> list(long head, String struct, String member);

    // ---- what is in the kernel

    /** Returns the CPUs. */
    Cpus cpus();

    /** Returns all tasks: the idle tasks by CPU, then all others, each process followed by its threads, by pid. */
    List<Task> tasks();

    /** Returns the task at an address, when it is one of {@link #tasks()}. */
    Optional<Task> task(long address);

    /** Returns the loaded modules in the order of the kernel's list. */
    List<KernelModule> modules();

    /** Returns the module that contains an address. */
    Optional<KernelModule> moduleAt(long address);

    /** Gives each record of the kernel's log, oldest first; a damaged ring gives what is readable. */
    void log(Consumer<LogRecord> action);

    /** Returns who died. */
    PanicInfo panic();

    /** Returns the registers of a task that ran at the time of the crash, from the dump's notes. */
    Optional<Registers> crashRegisters(Task task);

    /** Returns the size of a task's kernel stack in bytes: THREAD_SIZE. */
    default int stackSize() {
        return arch().kernelStackSize();
    }

    /** Walks a task's stack. */
    StackTrace stack(Task task);

    /**
     * Walks a task's stack as {@link #stack} does, but gives neither positions nor inlined functions, and reads no line tables for
     * them: for those who show neither.
     */
    default StackTrace stackWithoutLines(Task task) {
        return stack(task);
    }

    /**
     * Returns the arguments and local variables of a frame.
     *
     * @param stack a stack of this kernel
     * @param frame number of the frame from 0 for the innermost, inlined functions not counted
     * @return nothing when the stack has no such frame
     */
    default Optional<FrameVariables> variables(StackTrace stack, int frame) {
        return Optional.empty();
    }

    /**
     * Walks a stack from registers that someone else knows, for instance a stack pointer that a debugger found.
     *
     * @param task the task whose stacks the registers point into
     * @param registers program counter and stack pointer at least
     */
    default StackTrace stackFrom(Task task, Registers registers) {
        return new StackTrace(task, List.of(), StackEnd.broken("stacks are only walked from where tasks stopped"));
    }

    /**
     * Walks the stacks that the processors' registers in the dump's notes point into, of which no task needs to be known: all that can be
     * had of stacks where the kernel's types are missing. In the order of the notes.
     *
     * @param lines whether to look up files, lines and inlined functions
     */
    default List<SavedStack> savedStacks(boolean lines) {
        return List.of();
    }

    /**
     * Loads debug information for a module.
     *
     * @param module the module
     * @param file path of its {@code .ko} or {@code .ko.debug}
     * @param force whether to load it although its build ID or release differs
     * @param progress told of long work
     * @throws dev.inquest.api.image.OpenException when the file is no such module's
     */
    void loadModuleSymbols(KernelModule module, java.nio.file.Path file, boolean force, Progress progress)
            throws dev.inquest.api.image.OpenException;

    /**
     * Loads debug information for a module from where it is found: a layout bundle, folders, the usual places, a server.
     *
     * @param module the module
     * @return whether the module has debug information now; why not is in {@link #diagnostics()} where there is more to say than that
     *     none was found
     */
    default boolean findModuleSymbols(KernelModule module) {
        return false;
    }

    @Override
    void close();
}
