package dev.inquest.commands.tasks;

import dev.inquest.api.command.Arguments;
import dev.inquest.api.command.TaskLine;
import dev.inquest.api.kernel.Frame;
import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.kernel.KernelModule;
import dev.inquest.api.kernel.Reads;
import dev.inquest.api.kernel.Task;
import dev.inquest.api.layout.Symbol;
import dev.inquest.api.memory.Fault;
import dev.inquest.api.result.Address;
import dev.inquest.api.result.Row;
import dev.inquest.api.result.Unavailable;
import dev.inquest.api.types.StructType;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Looks at all words of a stack, whatever the unwinder makes of them: {@code bt -t -T -e -r}. */
@Reads(
        value = "pt_regs",
        optional = {"cs", "ss", "ip"},
        lost = "exception frames of bt -e")
final class StackScan {
    private StackScan() {}

    static Row row(Kernel kernel, Task task, Arguments arguments) {
        Row row = TaskLine.row(task);
        OptionalLong base = task.stackBase();
        if (base.isEmpty()) {
            return row.put("entries", new Unavailable("missing", "the task's stack was already freed"));
        }
        long start = base.getAsLong();
        long end = start + kernel.stackSize();
        if ((arguments.has("t") || old(arguments)) && !arguments.has("T")) {
            List<Frame> frames = kernel.stack(task).frames();
            for (Frame frame : frames) {
                long sp = frame.raw().sp();
                if (sp >= start && sp < end) {
                    row.put("start", name(kernel, frame.raw().pc()));
                    row.put("start_pc", new Address(frame.raw().pc()));
                    start = sp & ~7L;
                    break;
                }
            }
        }
        byte[] bytes = new byte[(int) (end - start)];
        Fault fault = kernel.memory().tryRead(start, bytes, 0, bytes.length);
        if (fault != null) {
            return row.put("entries", new Unavailable(fault.kind().words(), fault.message()));
        }
        ByteBuffer words = ByteBuffer.wrap(bytes).order(kernel.memory().order());
        if (arguments.has("r")) {
            return row.put("entries", raw(kernel, start, words));
        }
        return row.put("entries", arguments.has("e") ? exceptions(kernel, start, words) : text(kernel, start, words));
    }

    private static boolean old(Arguments arguments) {
        return arguments.has("o") || arguments.has("O");
    }

    private static List<Row> text(Kernel kernel, long start, ByteBuffer words) {
        List<Row> entries = new ArrayList<>();
        for (int at = 0; at + 8 <= words.capacity(); at += 8) {
            long value = words.getLong(at);
            Symbol symbol = textSymbol(kernel, value);
            if (symbol != null) {
                entries.add(new Row()
                        .put("sp", new Address(start + at))
                        .put("pc", new Address(value))
                        .put("symbol", symbol.name())
                        .put("offset", value - symbol.address())
                        .put("module", symbol.module())
                        .put("trust", "scan"));
            }
        }
        return entries;
    }

    private static @Nullable Symbol textSymbol(Kernel kernel, long value) {
        // Kernel addresses have their top bit set on every architecture.
        if (value >= 0) {
            return null;
        }
        Symbol symbol = kernel.symbolAt(value);
        return symbol != null && symbol.text() ? symbol : null;
    }

    private static String name(Kernel kernel, long pc) {
        Symbol symbol = kernel.symbolAt(pc);
        String module = kernel.moduleAt(pc).map(KernelModule::name).orElse(null);
        return symbol == null ? "(unknown symbol)" : symbol.name() + (module == null ? "" : " [" + module + "]");
    }

    private static List<Row> raw(Kernel kernel, long start, ByteBuffer words) {
        List<Row> entries = new ArrayList<>();
        for (int at = 0; at + 8 <= words.capacity(); at += 8) {
            long value = words.getLong(at);
            Symbol symbol = textSymbol(kernel, value);
            entries.add(new Row()
                    .put("address", new Address(start + at))
                    .put("value", new Address(value))
                    .put("symbol", symbol == null ? null : symbol.name() + "+" + (value - symbol.address())));
        }
        return entries;
    }

    /**
     * Exception frames of x86_64: a {@code struct pt_regs} whose segment selectors are those of the kernel (0x10, 0x18) or of user mode
     * (0x33, 0x2b; arch/x86/include/asm/segment.h), and whose rip fits them.
     */
    static Object exceptions(Kernel kernel, long start, ByteBuffer words) {
        StructType regs = kernel.struct("pt_regs");
        StructType.Place cs = regs.find("cs");
        StructType.Place ss = regs.find("ss");
        StructType.Place ip = regs.find("ip");
        if (cs == null || ss == null || ip == null) {
            return new Unavailable("missing", "exception frames are searched for on x86_64 only");
        }
        List<Row> entries = new ArrayList<>();
        for (int at = 0; at + regs.size() <= words.capacity(); at += 8) {
            long code = words.getLong(at + (int) cs.offset()) & 0xffff;
            long stack = words.getLong(at + (int) ss.offset());
            long pc = words.getLong(at + (int) ip.offset());
            boolean user = code == 0x33 && stack == 0x2b && pc > 0;
            boolean inKernel = code == 0x10 && stack == 0x18 && textSymbol(kernel, pc) != null;
            if (user || inKernel) {
                entries.add(exception(kernel, regs, start + at, at, words, user, pc));
            }
        }
        return entries;
    }

    private static Row exception(
            Kernel kernel, StructType regs, long address, int at, ByteBuffer words, boolean user, long pc) {
        Symbol symbol = user ? null : textSymbol(kernel, pc);
        Row registers = new Row();
        for (String name : kernel.arch().architecture().registers().names()) {
            StructType.Place place = regs.find(member(name));
            if (place == null) {
                place = regs.find(name);
            }
            if (place != null) {
                registers.put(name, new Address(words.getLong(at + (int) place.offset())));
            }
        }
        return new Row()
                .put("saved_at", new Address(address))
                .put("user", user)
                .put("symbol", symbol == null ? null : symbol.name())
                .put("offset", symbol == null ? 0 : pc - symbol.address())
                .put("registers", registers);
    }

    // struct pt_regs of x86 names rip ip, rflags flags, rax ax, and r8 r8 (arch/x86/include/asm/ptrace.h).
    private static String member(String register) {
        return register.equals("rflags") || register.startsWith("r") && !Character.isDigit(register.charAt(1))
                ? register.substring(1)
                : register.replace("orig_rax", "orig_ax");
    }
}
