package dev.inquest.testkit.kernel;

import dev.inquest.testkit.ElfCoreWriter;
import dev.inquest.testkit.KallsymsWriter;
import dev.inquest.testkit.KdumpWriter;
import dev.inquest.testkit.NoteSection;
import dev.inquest.testkit.PhysicalImage;
import dev.inquest.testkit.kernel.StackWriter.Place;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * A kernel made from a description, with page tables, tasks, stacks, modules and a log in memory, and with the types (BTF), symbols
 * (kallsyms), unwinding tables (ORC) and VMCOREINFO by which it can be read without a vmlinux. Its types are those of the resource
 * {@code types-6.1.h}.
 *
 * <pre>
 * description := line*                                  "#" begins a comment, except inside of quotes
 * line    := "kernel" RELEASE MACHINE [base=] [kaslr=] [levels=] [page=] [va=] [memory=] [hz=] [uptime=] [date=] [clocks=] [types=] [node=] [build-id=]
 *                                     [panic-cpu=] [taints=]
 *          | "cpu" NUMBER [current=COMM]
 *          | "task" ADDRESS pid= [tgid=] [comm=] [state=] [cpu=] [parent=] [kstack=] [mm=] [rss=]
 *          | "stack" COMM frame* [ "user" ]
 *          | "log" SECONDS LEVEL TEXT
 *          | "module" NAME BASE [size=] [taints=]
 *          | "exclude" ADDRESS PAGES
 * frame   := FUNCTION "+" OFFSET
 * number  := decimal | "0x" hexadecimal | megabytes "M"
 * text    := word | '"' characters '"'                  "\n" in it begins a line
 * </pre>
 *
 * <ul>
 *   <li>kernel: MACHINE is {@code x86_64}, or {@code ppc64le} in radix mode with pages of 64 KiB, whose {@code base} must be
 *       {@code 0xc000000001000000}; {@code base} is where the image was linked to and {@code kaslr} what it was moved by; {@code levels} of
 *       page tables of x86_64 4 or 5; of {@code aarch64} with pages of 4 KiB 3 to 5 for addresses of 39, 48 and 52 bits; with {@code page=0x10000} it has pages of
 *       64 KiB and addresses of {@code va} bits, 42, 48 or 52;
 *       {@code memory} of the machine, 64M at least for up to 100 CPUs; {@code uptime} and {@code date} in seconds;
 *       {@code clocks} is the release whose variables hold these, 6.1 or 7.2; with {@code types=none} it has no BTF; {@code panic-cpu} is
 *       -1 when nobody panicked; {@code taints} are letters.
 *   <li>cpu: all CPUs in order from 0; {@code current} names the task that ran, the idle task if it is not given. Each CPU has an
 *       idle task {@code swapper/NUMBER} with pid 0 that is not described.
 *   <li>task: ADDRESS is of its {@code task_struct}, in the direct map below 16 MiB; {@code tgid} other than {@code pid} makes
 *       a thread; {@code state} is a letter of ps (R S D T t I Z; a zombie has no stack); {@code parent} is a pid; {@code kstack} is the lowest
 *       address of its stack; {@code mm} and {@code rss} are pages of address space and resident ones, without {@code mm} it is a
 *       kernel thread. A {@code task_struct} reaches over two pages; {@code comm} and times are on the second.
 *   <li>stack: the frames of a task's stack, innermost first; {@code user} says that the outermost was entered from user mode, otherwise
 *       a thread began there. Tasks without this line get a plausible stack.
 *   <li>exclude: pages that the dump's filter left out.
 * </ul>
 */
public final class SyntheticKernel {
    static final String VERSION = "#1 SMP PREEMPT_DYNAMIC synthetic";

    private final Scene scene;
    private final TaskWriter tasks;
    private final List<TaskWriter.Written> written;
    private final String vmcoreInfo;
    private final NoteSection notes;

    private SyntheticKernel(KernelDescription description) {
        scene = scene(description, machine(description.header()));
        StackWriter stacks = scene.machine.stacks(scene);
        tasks = new TaskWriter(scene, stacks);
        written = tasks.write();
        CpuWriter cpus = new CpuWriter(scene);
        cpus.write(tasks, written);
        notes = cpus.notes(tasks, stacks);
        new LogWriter(scene).write();
        new ModuleWriter(scene).write();
        new FactsWriter(scene).write();
        stacks.finish();
        if (description.header().types().equals("BTF")) {
            byte[] btf = BtfOfTypes.write(scene.types, scene.machine.order());
            long start = scene.readOnly("__start_BTF", btf);
            scene.image.label('R', "__stop_BTF", start + btf.length);
        }
        long top = scene.image.variable(
                scene.machine.pageTableSymbol(), scene.machine.pageSize(), scene.machine.pageSize());
        scene.machine.pageTables(scene.memory, scene.physical(top), Scene.PAGE_TABLES, scene.mappings());
        vmcoreInfo = symbolTable();
        notes.vmcoreInfo(vmcoreInfo);
        for (KernelDescription.Excluded excluded : description.excluded()) {
            exclude(excluded.address(), excluded.pages());
        }
    }

    /** Makes the kernel that a text describes. */
    public static SyntheticKernel of(String text) {
        return new SyntheticKernel(DescriptionParser.parse(text));
    }

    private static Scene scene(KernelDescription description, Machine machine) {
        return new Scene(description, machine, CTypes.resource(machine.types(), "types-6.1.h"));
    }

    private static Machine machine(KernelDescription.Header header) {
        return switch (header.machine()) {
            case "x86_64" -> new X8664Machine(header.levels());
            case "aarch64" ->
                header.page() == 4096
                        ? Arm64Machine.withLevels(header.levels())
                        : new Arm64Machine(header.page(), header.addressBits());
            case "ppc64le" -> new Ppc64leMachine();
            default -> throw new IllegalArgumentException("no machine " + header.machine());
        };
    }

    /** Writes kallsyms as 6.1 does, and returns VMCOREINFO. */
    private String symbolTable() {
        ByteOrder order = scene.machine.order();
        KallsymsWriter table = new KallsymsWriter(order);
        scene.image.symbols().forEach(symbol -> table.add(symbol.kind(), symbol.name(), symbol.address()));
        long base = scene.image.start();
        StringBuilder text = new StringBuilder();
        KernelDescription.Header header = scene.description.header();
        text.append("OSRELEASE=").append(header.release()).append('\n');
        text.append("BUILD-ID=").append(header.buildId()).append('\n');
        text.append("PAGESIZE=").append(scene.machine.pageSize()).append('\n');
        text.append("OFFSET(uts_namespace.name)=").append(scene.types.offsetOf("uts_namespace", "name"));
        text.append('\n');
        for (String name : List.of("init_uts_ns", "_stext", scene.machine.pageTableSymbol())) {
            symbol(text, name);
        }
        KallsymsWriter.Form form =
                scene.machine.x86Variables() ? KallsymsWriter.Form.ABSOLUTE_PERCPU : KallsymsWriter.Form.RELATIVE;
        scene.readOnly("kallsyms_names", table.names());
        scene.readOnly("kallsyms_num_syms", table.count());
        scene.readOnly("kallsyms_token_table", KallsymsWriter.tokenTable());
        scene.readOnly("kallsyms_token_index", table.tokenIndex());
        scene.readOnly("kallsyms_offsets", table.numbers(form, base, 0));
        scene.readOnly(
                "kallsyms_relative_base",
                ByteBuffer.allocate(8).order(order).putLong(base).array());
        for (String name : List.of("names", "num_syms", "token_table", "token_index", "offsets", "relative_base")) {
            symbol(text, "kallsyms_" + name);
        }
        scene.machine.vmcoreInfo(text, header.base(), base);
        text.append("CRASHTIME=").append(header.date()).append('\n');
        return text.toString();
    }

    private void symbol(StringBuilder text, String name) {
        String address = Long.toHexString(scene.image.address(name));
        text.append("SYMBOL(").append(name).append(")=").append(address).append('\n');
    }

    /** Returns what the text said. */
    public KernelDescription description() {
        return scene.description;
    }

    /** Returns the types. */
    public CTypes types() {
        return scene.types;
    }

    /** Returns the physical memory, which may be changed before a dump is written. */
    public PhysicalImage memory() {
        return scene.memory;
    }

    /** Returns the address of a symbol. */
    public long address(String symbol) {
        return scene.image.address(symbol);
    }

    /** Returns the address of the first task of a name. */
    public long task(String comm) {
        return find(comm).struct().address();
    }

    /** Returns the frames of a task's stack, innermost first. */
    public List<Place> frames(String comm) {
        return find(comm).frames();
    }

    /** Returns the number of tasks, the idle ones included. */
    public int taskCount() {
        return written.size();
    }

    private TaskWriter.Written find(String comm) {
        return written.stream()
                .filter(task -> task.line().comm().equals(comm))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no task " + comm));
    }

    /** Returns the physical address of a kernel address. */
    public long physical(long virtual) {
        return scene.physical(virtual);
    }

    /** Overwrites a number of 8 bytes in memory, to damage it. */
    public SyntheticKernel poke(long virtual, long value) {
        scene.number(virtual, value, 8);
        return this;
    }

    /** Leaves pages out of the dump. */
    public SyntheticKernel exclude(long virtual, int pages) {
        int size = scene.machine.pageSize();
        for (int i = 0; i < pages; i++) {
            scene.memory.exclude(scene.physical(virtual + (long) i * size) / size);
        }
        return this;
    }

    /** Returns VMCOREINFO. */
    public String vmcoreInfo() {
        return vmcoreInfo;
    }

    /** Returns the ELF notes: the registers of each CPU, and VMCOREINFO. */
    public byte[] notes() {
        return notes.bytes();
    }

    /** Returns a writer of compressed kdumps of this kernel. */
    public KdumpWriter kdump() {
        KernelDescription.Header header = scene.description.header();
        return new KdumpWriter(scene.memory)
                .order(scene.machine.order())
                .uts(header.release(), scene.machine.name())
                .timestamp(header.date())
                .notes(notes())
                .vmcoreInfo(vmcoreInfo);
    }

    /** Returns a writer of ELF dumps of this kernel, as makedumpfile or /proc/vmcore has them. */
    public ElfCoreWriter elf() {
        return new ElfCoreWriter()
                .order(scene.machine.order())
                .machine(scene.machine.elfMachine())
                .notes(notes())
                .image(scene.memory, scene.machine.directMap());
    }
}
