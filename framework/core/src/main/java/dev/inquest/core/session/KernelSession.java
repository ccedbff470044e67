package dev.inquest.core.session;

import dev.inquest.api.arch.ArchSession;
import dev.inquest.api.arch.Registers;
import dev.inquest.api.image.DumpFacts;
import dev.inquest.api.image.DumpImage;
import dev.inquest.api.image.OpenException;
import dev.inquest.api.kernel.Cpus;
import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.kernel.KernelModule;
import dev.inquest.api.kernel.LogRecord;
import dev.inquest.api.kernel.PanicInfo;
import dev.inquest.api.kernel.StackTrace;
import dev.inquest.api.kernel.StructLayout;
import dev.inquest.api.kernel.Task;
import dev.inquest.api.layout.LayoutSource;
import dev.inquest.api.layout.LineSource;
import dev.inquest.api.layout.Symbol;
import dev.inquest.api.layout.TypeSource;
import dev.inquest.api.layout.UnwindSource;
import dev.inquest.api.memory.Memory;
import dev.inquest.api.progress.Progress;
import dev.inquest.api.result.Diagnostic;
import dev.inquest.api.types.MissingTypeException;
import dev.inquest.api.types.StructType;
import dev.inquest.api.types.Type;
import dev.inquest.api.types.Value;
import dev.inquest.core.model.CpuModel;
import dev.inquest.core.model.LogReader;
import dev.inquest.core.model.ModuleTable;
import dev.inquest.core.model.PanicFinder;
import dev.inquest.core.model.StackTracer;
import dev.inquest.core.model.TaskTable;
import dev.inquest.core.model.UtsReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The kernel in one dump, put together from the services that know its format, machine and layouts. */
public final class KernelSession implements Kernel {
    private final DumpImage image;
    private final ArchSession arch;
    private final Lazy<CpuModel> cpus = new Lazy<>(() -> new CpuModel(this));
    private final Lazy<TaskTable> tasks = new Lazy<>(() -> new TaskTable(this));
    private final Lazy<ModuleTable> modules = new Lazy<>(() -> new ModuleTable(this, this::symbolsFrom));
    private final Lazy<LogReader> log = new Lazy<>(() -> new LogReader(this));
    private final Lazy<PanicInfo> panic = new Lazy<>(() -> new PanicFinder(this).find());
    private final Lazy<StackTracer> stacks = new Lazy<>(() -> new StackTracer(this));
    private final Lazy<DumpFacts.Uts> uts = new Lazy<>(() -> new UtsReader(this).read());

    KernelSession(DumpImage image, ArchSession arch) {
        this.image = image;
        this.arch = arch;
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
        throw new MissingTypeException("not built yet");
    }

    @Override
    public Memory physical() {
        throw new MissingTypeException("not built yet");
    }

    @Override
    public Optional<Memory> userMemory(Task task) {
        throw new MissingTypeException("not built yet");
    }

    @Override
    public List<LayoutSource> layouts() {
        throw new MissingTypeException("not built yet");
    }

    @Override
    public List<Diagnostic> diagnostics() {
        return List.of();
    }

    @Override
    public DumpFacts.Uts uts() {
        return uts.get();
    }

    @Override
    public @Nullable Type findType(TypeSource.Kind kind, String name) {
        return null;
    }

    @Override
    public @Nullable Type findType(String spelling) {
        return null;
    }

    @Override
    public StructType struct(String tag) {
        throw new MissingTypeException("not built yet");
    }

    @Override
    public @Nullable Symbol symbol(String name) {
        return null;
    }

    @Override
    public List<Symbol> symbols(String name) {
        return List.of();
    }

    @Override
    public @Nullable Symbol symbolAt(long address) {
        return null;
    }

    @Override
    public void forEachSymbol(Consumer<Symbol> action) {}

    @Override
    public Value global(String name) {
        throw new MissingTypeException("not built yet");
    }

    @Override
    public Value perCpu(String name, int cpu) {
        throw new MissingTypeException("not built yet");
    }

    @Override
    public Value at(String type, long address) {
        throw new MissingTypeException("not built yet");
    }

    @Override
    public List<LineSource.Position> positions(long pc) {
        return List.of();
    }

    @Override
    public UnwindSource unwindTables() {
        return pc -> null;
    }

    @Override
    public <T> StructLayout<T> bind(Class<T> type) {
        throw new MissingTypeException("not built yet");
    }

    @Override
    public Iterable<Value> list(long head, String struct, String member) {
        throw new MissingTypeException("not built yet");
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
    public StackTrace stack(Task task) {
        return stacks.get().stack(task);
    }

    @Override
    public void loadModuleSymbols(KernelModule module, Path file, boolean force, Progress progress)
            throws OpenException {
        throw new MissingTypeException("not built yet");
    }

    @Override
    public void close() {
        image.close();
    }

    private String symbolsFrom(KernelModule module) {
        return "kallsyms";
    }
}
