package dev.inquest.core.session;

import dev.inquest.api.arch.ArchSession;
import dev.inquest.api.arch.Registers;
import dev.inquest.api.image.DumpFacts;
import dev.inquest.api.image.DumpImage;
import dev.inquest.api.image.OpenException;
import dev.inquest.api.kernel.Cpus;
import dev.inquest.api.kernel.FrameVariables;
import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.kernel.KernelModule;
import dev.inquest.api.kernel.LogRecord;
import dev.inquest.api.kernel.PanicInfo;
import dev.inquest.api.kernel.SavedStack;
import dev.inquest.api.kernel.StackTrace;
import dev.inquest.api.kernel.StructLayout;
import dev.inquest.api.kernel.Task;
import dev.inquest.api.layout.DebugFile;
import dev.inquest.api.layout.DumpLayout;
import dev.inquest.api.layout.LayoutSource;
import dev.inquest.api.layout.LineSource;
import dev.inquest.api.layout.LoadMap;
import dev.inquest.api.layout.Symbol;
import dev.inquest.api.layout.TypeSource;
import dev.inquest.api.layout.UnwindSource;
import dev.inquest.api.memory.FaultException;
import dev.inquest.api.memory.Memory;
import dev.inquest.api.progress.Progress;
import dev.inquest.api.result.Diagnostic;
import dev.inquest.api.types.MissingTypeException;
import dev.inquest.api.types.StructType;
import dev.inquest.api.types.Type;
import dev.inquest.api.types.Value;
import dev.inquest.core.bind.Binder;
import dev.inquest.core.bind.ListWalk;
import dev.inquest.core.memory.PhysicalMemory;
import dev.inquest.core.memory.VirtualMemory;
import dev.inquest.core.model.CpuModel;
import dev.inquest.core.model.LogReader;
import dev.inquest.core.model.ModuleTable;
import dev.inquest.core.model.PanicFinder;
import dev.inquest.core.model.StackTracer;
import dev.inquest.core.model.TaskTable;
import dev.inquest.core.model.UserSpaces;
import dev.inquest.core.model.UtsReader;
import dev.inquest.core.model.VariableFinder;
import dev.inquest.core.symbols.KernelLayouts;
import dev.inquest.core.symbols.ModuleLayouts;
import dev.inquest.core.symbols.Modules;
import dev.inquest.core.symbols.SymbolTable;
import dev.inquest.core.types.Agreement;
import dev.inquest.core.types.GlobalTypes;
import dev.inquest.core.types.TypeTable;
import dev.inquest.core.types.WellKnownGlobals;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The kernel in one dump, put together from the services that know its format, machine and layouts. */
public final class KernelSession implements Kernel {
    private final DumpImage image;
    private final ArchSession arch;
    private final @Nullable DebugFile vmlinux;
    private final PhysicalMemory physical;
    private final VirtualMemory memory;
    private final KernelLayouts layouts;
    private final ModuleLayouts moduleLayouts;
    private final SymbolTable symbols;
    private final TypeTable types;
    private final WellKnownGlobals wellKnown = WellKnownGlobals.load();
    private final SymbolTypes symbolTypes;
    private final Binder binder;
    private final List<DebugFile> typeFiles;
    private final ModuleFiles moduleFiles;
    private final ModuleTypes moduleTypes;
    private final List<Diagnostic> diagnostics;

    private final Lazy<CpuModel> cpus = new Lazy<>(() -> new CpuModel(this));
    private final Lazy<TaskTable> tasks = new Lazy<>(() -> new TaskTable(this, this::remark));
    private final Lazy<ModuleTable> modules = new Lazy<>(() -> new ModuleTable(this, this::symbolsFrom, this::remark));
    private final Lazy<LogReader> log = new Lazy<>(() -> new LogReader(this, this::remark));
    private final Lazy<PanicInfo> panic = new Lazy<>(() -> new PanicFinder(this).find());
    private final Lazy<StackTracer> stacks = new Lazy<>(() -> new StackTracer(this, this::ownSymbol));
    private final Lazy<VariableFinder> variables;
    private final Lazy<DumpFacts.Uts> uts = new Lazy<>(() -> new UtsReader(this).read());

    /** Opens debug files for {@link #loadModuleSymbols}. */
    public interface DebugFileOpener {
        /** Opens a file, or says why it is of no use. */
        DebugFile open(Path path, Progress progress) throws OpenException;
    }

    /** Looks for the debug files of modules. */
    public interface ModuleSearch {
        /**
         * Looks for a module's file, and opens it.
         *
         * @param name the module's name
         * @param buildId its build ID in lower-case hexadecimal, or null
         * @param release the kernel's release, or null
         * @param check says why a file is not the module's
         * @param remark told why files were found but are not used
         */
        @Nullable
        DebugFile find(
                String name,
                @Nullable String buildId,
                @Nullable String release,
                Function<DebugFile, Optional<String>> check,
                Consumer<String> remark);
    }

    /**
     * What a session is made of.
     *
     * @param image the dump
     * @param physical its memory
     * @param arch the machine
     * @param vmlinux the kernel's debug file, or null
     * @param types files with types of the kernel alone, which are asked before the vmlinux
     * @param layouts services that find layouts in the dump
     * @param debugFiles opens debug files
     * @param moduleSearch looks for the files of modules
     * @param diagnostics what users should know of the opening
     */
    public record Parts(
            DumpImage image,
            PhysicalMemory physical,
            ArchSession arch,
            @Nullable DebugFile vmlinux,
            List<DebugFile> types,
            List<DumpLayout> layouts,
            DebugFileOpener debugFiles,
            ModuleSearch moduleSearch,
            List<Diagnostic> diagnostics) {}

    /** Makes a session, which takes over the image and the debug files. */
    public KernelSession(Parts parts) {
        image = parts.image();
        arch = parts.arch();
        vmlinux = parts.vmlinux();
        physical = parts.physical();
        memory = new VirtualMemory(physical, arch.kernel());
        typeFiles = parts.types();
        layouts = new KernelLayouts(sources(typeFiles, vmlinux, arch.bias()), parts.layouts(), arch, memory);
        moduleLayouts =
                new ModuleLayouts(layouts, module -> at("struct module", module.address()), this::findModuleFile);
        symbols = new SymbolTable(layouts, moduleLayouts, new Modules(this::modules, this::moduleAt), arch);
        variables = new Lazy<>(() -> new VariableFinder(memory, symbols::callFrame, symbols::variables));
        types = new TypeTable(this::typeSources);
        binder = new Binder(memory, types::find);
        Agreement agreement = new Agreement(types, binder::structs, this::warn);
        moduleFiles = new ModuleFiles(this, vmlinux, moduleLayouts, parts.debugFiles(), parts.moduleSearch());
        moduleTypes = new ModuleTypes(types, moduleLayouts, this::modules);
        GlobalTypes globals = new GlobalTypes(this::variableSources, types, wellKnown, agreement::compare);
        symbolTypes = new SymbolTypes(globals, moduleTypes, symbols, layouts, moduleLayouts, this::modules);
        diagnostics = new CopyOnWriteArrayList<>(parts.diagnostics());
    }

    private static List<LayoutSource> sources(List<DebugFile> types, @Nullable DebugFile vmlinux, long bias) {
        List<LayoutSource> sources = new ArrayList<>();
        for (DebugFile file : types) {
            sources.addAll(file.load(LoadMap.kernel(bias)));
        }
        if (vmlinux != null) {
            sources.addAll(vmlinux.load(LoadMap.kernel(bias)));
        }
        return sources;
    }

    private List<LayoutSource> typeSources() {
        return withModules(layouts.types());
    }

    private List<LayoutSource> variableSources() {
        return withModules(layouts.variables());
    }

    private List<LayoutSource> withModules(List<LayoutSource> list) {
        List<LayoutSource> all = new ArrayList<>(list);
        all.addAll(moduleLayouts.knownTypes());
        return all;
    }

    @Override
    public DumpImage image() {
        return image;
    }

    @Override
    public ArchSession arch() {
        return arch;
    }

    @Override
    public Memory memory() {
        return memory;
    }

    @Override
    public Memory physical() {
        return physical;
    }

    @Override
    public Optional<Memory> userMemory(Task task) {
        return UserSpaces.of(this, physical, task);
    }

    @Override
    public Optional<String> kernelFile() {
        return Optional.ofNullable(vmlinux).map(DebugFile::name);
    }

    @Override
    public List<LayoutSource> layouts(DumpLayout.Part part) {
        return switch (part) {
            case TYPES -> layouts.variables();
            case SYMBOLS -> layouts.symbols();
            case LINES -> layouts.lines();
            case UNWIND -> layouts.unwind();
        };
    }

    @Override
    public List<LayoutSource> layouts() {
        List<LayoutSource> list = layouts.known();
        list.addAll(moduleLayouts.known());
        return List.copyOf(list);
    }

    @Override
    public List<Diagnostic> diagnostics() {
        List<Diagnostic> list = new ArrayList<>(diagnostics);
        for (String remark : layouts.remarks()) {
            list.add(new Diagnostic(Diagnostic.Severity.INFO, remark));
        }
        return List.copyOf(list);
    }

    @Override
    public DumpFacts.Uts uts() {
        return uts.get();
    }

    @Override
    public @Nullable Type findType(TypeSource.Kind kind, String name) {
        return types.find(kind, name);
    }

    @Override
    public @Nullable Type findType(String spelling) {
        return types.find(spelling);
    }

    @Override
    public @Nullable Type searchType(TypeSource.Kind kind, String name) {
        return moduleTypes.find(kind, name);
    }

    @Override
    public StructType struct(String tag) {
        Type type = types.find(TypeSource.Kind.STRUCT, tag);
        if (type instanceof StructType struct && struct.size() >= 0) {
            return struct;
        }
        throw new MissingTypeException("the kernel has no struct " + tag);
    }

    private @Nullable Symbol ownSymbol(String name) {
        return symbols.kernelSymbol(name);
    }

    @Override
    public @Nullable Symbol symbol(String name) {
        Symbol symbol = ownSymbol(name);
        // Well-known globals are the kernel's: where it has none, no module's symbols need to be read to know it.
        return symbol != null || wellKnown.contains(name) ? symbol : symbols.moduleSymbol(name);
    }

    @Override
    public List<Symbol> symbols(String name) {
        return symbols.all(name);
    }

    @Override
    public @Nullable Symbol symbolAt(long address) {
        return symbols.at(address);
    }

    @Override
    public void forEachSymbol(Consumer<Symbol> action) {
        symbols.forEach(action);
    }

    @Override
    public Value global(String name) {
        Symbol symbol = required(name);
        return new Value(memory, symbolTypes.of(symbol), symbol.address());
    }

    @Override
    public Value perCpu(String name, int cpu) {
        Symbol symbol = required(name);
        return new Value(memory, symbolTypes.of(symbol), cpus().address(cpu, symbol.address()));
    }

    private Symbol required(String name) {
        Symbol symbol = symbol(name);
        if (symbol == null) {
            throw new MissingTypeException("the kernel has no symbol " + name);
        }
        return symbol;
    }

    @Override
    public Value at(String type, long address) {
        Type found = types.find(type);
        if (found == null) {
            throw new MissingTypeException("the kernel has no type " + type);
        }
        return new Value(memory, found, address);
    }

    @Override
    public List<LineSource.Position> positions(long pc) {
        return symbols.positions(pc);
    }

    @Override
    public UnwindSource unwindTables() {
        return symbols;
    }

    @Override
    public <T> StructLayout<T> bind(Class<T> type) {
        return binder.bind(type);
    }

    @Override
    public Iterable<Value> list(long head, String struct, String member) {
        StructType type = struct(struct);
        StructType.Place place = type.find(member);
        if (place == null) {
            throw new MissingTypeException(type.spelling() + " has no member " + member);
        }
        return new ListWalk(memory, head, type, place.offset());
    }

    @Override
    public Cpus cpus() {
        return cpus.get();
    }

    @Override
    public List<Task> tasks() {
        return tasks.get().tasks();
    }

    @Override
    public Optional<Task> task(long address) {
        return tasks.get().task(address);
    }

    @Override
    public List<KernelModule> modules() {
        return modules.get().modules();
    }

    @Override
    public Optional<KernelModule> moduleAt(long address) {
        return modules.get().moduleAt(address);
    }

    @Override
    public void log(Consumer<LogRecord> action) {
        log.get().read(action);
    }

    @Override
    public PanicInfo panic() {
        return panic.get();
    }

    @Override
    public Optional<Registers> crashRegisters(Task task) {
        return stacks.get().crashRegisters(task);
    }

    @Override
    public int stackSize() {
        return stacks.get().stackSize();
    }

    @Override
    public StackTrace stack(Task task) {
        return stacks.get().stack(task, true);
    }

    @Override
    public StackTrace stackFrom(Task task, Registers registers) {
        return stacks.get().stackFrom(task, registers);
    }

    @Override
    public List<SavedStack> savedStacks(boolean lines) {
        return stacks.get().savedStacks(lines);
    }

    @Override
    public StackTrace stackWithoutLines(Task task) {
        return stacks.get().stack(task, false);
    }

    @Override
    public Optional<FrameVariables> variables(StackTrace stack, int frame) {
        return variables.get().find(stack, frame);
    }

    @Override
    public void loadModuleSymbols(KernelModule module, Path file, boolean force, Progress progress)
            throws OpenException {
        String warning = moduleFiles.load(module, file, force, progress);
        if (warning != null) {
            diagnostics.add(new Diagnostic(Diagnostic.Severity.WARNING, warning));
        }
        types.sourcesChanged();
    }

    @Override
    public boolean findModuleSymbols(KernelModule module) {
        return moduleLayouts.findFile(module);
    }

    /** Finds a module's file; whoever is told of it loads it. */
    private @Nullable DebugFile findModuleFile(KernelModule module) {
        try {
            DebugFile file = moduleFiles.find(module, this::warn);
            if (file != null) {
                types.sourcesChanged();
            }
            return file;
        } catch (FaultException | MissingTypeException e) {
            warn("debug information of module " + module.name() + " is not looked for: " + e.getMessage());
            return null;
        }
    }

    private void warn(String sentence) {
        diagnostics.add(new Diagnostic(Diagnostic.Severity.WARNING, sentence));
    }

    /**
     * Uses module files that were opened already, each for the module of its name; takes them over.
     *
     * @param files the files
     * @param force whether to use files whose build ID or release differs
     * @throws OpenException when a file is another build's
     */
    public void useModuleFiles(List<DebugFile> files, boolean force) throws OpenException {
        for (String warning : moduleFiles.use(files, force)) {
            diagnostics.add(new Diagnostic(Diagnostic.Severity.WARNING, warning));
        }
        types.sourcesChanged();
    }

    private void remark(Diagnostic diagnostic) {
        diagnostics.add(diagnostic);
    }

    private String symbolsFrom(KernelModule module) {
        DebugFile file = moduleLayouts.file(module);
        return file == null ? "kallsyms" : file.name();
    }

    @Override
    public void close() {
        moduleLayouts.close();
        layouts.close();
        typeFiles.forEach(DebugFile::close);
        if (vmlinux != null) {
            vmlinux.close();
        }
        image.close();
    }
}
