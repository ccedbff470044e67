package dev.inquest.core.model.fake;

import dev.inquest.api.arch.Registers;
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
import dev.inquest.core.bind.Binder;
import dev.inquest.core.model.CpuModel;
import dev.inquest.core.model.LogReader;
import dev.inquest.core.model.ModuleTable;
import dev.inquest.core.model.PanicFinder;
import dev.inquest.core.model.StackTracer;
import dev.inquest.core.model.TaskTable;
import dev.inquest.core.model.UtsReader;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A kernel of bytes and hand-written types, with the real model on top. */
public final class FakeKernel implements Kernel {
    /** Its memory. */
    public final FakeMemory memory;
    /** Its types. */
    public final FakeTypes types = new FakeTypes();
    /** Its machine. */
    public final FakeArch arch = new FakeArch();
    /** Its dump. */
    public final FakeImage image = new FakeImage();
    /** Source lines by address. */
    public final Map<Long, List<LineSource.Position>> lines = new HashMap<>();
    /** What the model remarked. */
    public final List<Diagnostic> remarks = new ArrayList<>();

    private final Map<String, Symbol> symbols = new HashMap<>();
    private final TreeMap<Long, Symbol> byAddress = new TreeMap<>(Long::compareUnsigned);
    private final Binder binder;
    private final CpuModel cpus = new CpuModel(this);
    private final TaskTable tasks = new TaskTable(this, remarks::add);
    private final ModuleTable modules = new ModuleTable(this, module -> "kallsyms", remarks::add);
    private final LogReader log = new LogReader(this, remarks::add);
    private final StackTracer stacks = new StackTracer(this, this::symbol);

    /** Makes an empty kernel. */
    public FakeKernel(ByteOrder order) {
        memory = new FakeMemory(order);
        binder = new Binder(memory, types::find);
    }

    /** Makes an empty little-endian kernel. */
    public FakeKernel() {
        this(ByteOrder.LITTLE_ENDIAN);
    }

    /** Adds a symbol. */
    public void symbol(String name, long address) {
        symbol(name, address, 0);
    }

    /** Adds a symbol with a size. */
    public void symbol(String name, long address, long size) {
        Symbol symbol = new Symbol(name, address, size, 'T', null, "test");
        symbols.put(name, symbol);
        byAddress.put(address, symbol);
    }

    /** Takes a symbol away. */
    public void removeSymbol(String name) {
        symbols.remove(name);
    }

    /** Adds a variable with a value. */
    public void variable(String name, long address, long value, int size) {
        symbol(name, address, size);
        memory.put(address, value, size);
    }

    /** Writes a member of a struct. */
    public void set(String struct, long address, String member, long value) {
        if (types.find(TypeSource.Kind.STRUCT, struct) instanceof StructType type) {
            StructType.Place place = type.find(member);
            if (place != null) {
                memory.put(address + place.offset(), value, (int) place.type().size());
                return;
            }
        }
        throw new IllegalArgumentException(struct + " has no " + member);
    }

    /** Returns the messages of what the model remarked. */
    public List<String> messages() {
        return remarks.stream().map(Diagnostic::message).toList();
    }

    @Override
    public FakeImage image() {
        return image;
    }

    @Override
    public FakeArch arch() {
        return arch;
    }

    @Override
    public Memory memory() {
        return memory;
    }

    @Override
    public Memory physical() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<Memory> userMemory(Task task) {
        return Optional.empty();
    }

    @Override
    public List<LayoutSource> layouts() {
        return List.of();
    }

    @Override
    public List<Diagnostic> diagnostics() {
        return remarks;
    }

    @Override
    public dev.inquest.api.image.DumpFacts.Uts uts() {
        return new UtsReader(this).read();
    }

    @Override
    public @Nullable Type findType(TypeSource.Kind kind, String name) {
        return types.find(kind, name);
    }

    @Override
    public @Nullable Type findType(String spelling) {
        return null;
    }

    @Override
    public StructType struct(String tag) {
        if (types.find(TypeSource.Kind.STRUCT, tag) instanceof StructType type) {
            return type;
        }
        throw new MissingTypeException("the kernel has no struct " + tag);
    }

    @Override
    public @Nullable Symbol symbol(String name) {
        return symbols.get(name);
    }

    @Override
    public List<Symbol> symbols(String name) {
        Symbol found = symbols.get(name);
        return found == null ? List.of() : List.of(found);
    }

    @Override
    public @Nullable Symbol symbolAt(long address) {
        Map.Entry<Long, Symbol> entry = byAddress.floorEntry(address);
        return entry == null ? null : entry.getValue();
    }

    @Override
    public void forEachSymbol(Consumer<Symbol> action) {
        byAddress.values().forEach(action);
    }

    @Override
    public Value global(String name) {
        throw new MissingTypeException(name);
    }

    @Override
    public Value perCpu(String name, int cpu) {
        throw new MissingTypeException(name);
    }

    @Override
    public Value at(String type, long address) {
        throw new MissingTypeException(type);
    }

    @Override
    public List<LineSource.Position> positions(long pc) {
        return lines.getOrDefault(pc, List.of());
    }

    @Override
    public UnwindSource unwindTables() {
        return pc -> null;
    }

    @Override
    public <T> StructLayout<T> bind(Class<T> type) {
        return binder.bind(type);
    }

    @Override
    public Iterable<Value> list(long head, String struct, String member) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Cpus cpus() {
        return cpus;
    }

    @Override
    public List<Task> tasks() {
        return tasks.tasks();
    }

    @Override
    public Optional<Task> task(long address) {
        return tasks.task(address);
    }

    @Override
    public List<KernelModule> modules() {
        return modules.modules();
    }

    @Override
    public Optional<KernelModule> moduleAt(long address) {
        return modules.moduleAt(address);
    }

    @Override
    public void log(Consumer<LogRecord> action) {
        log.read(action);
    }

    /** Returns the log. */
    public List<LogRecord> log() {
        List<LogRecord> records = new ArrayList<>();
        log(records::add);
        return records;
    }

    @Override
    public PanicInfo panic() {
        return new PanicFinder(this).find();
    }

    @Override
    public Optional<Registers> crashRegisters(Task task) {
        return stacks.crashRegisters(task);
    }

    @Override
    public StackTrace stack(Task task) {
        return stacks.stack(task, true);
    }

    @Override
    public void loadModuleSymbols(KernelModule module, Path file, boolean force, Progress progress)
            throws OpenException {
        throw new OpenException("no files here");
    }

    @Override
    public void close() {}
}
