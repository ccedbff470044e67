package dev.inquest.commands.tasks;

import dev.inquest.api.arch.ArchSession;
import dev.inquest.api.command.Arguments;
import dev.inquest.api.command.TaskLine;
import dev.inquest.api.kernel.Frame;
import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.kernel.KernelModule;
import dev.inquest.api.kernel.Task;
import dev.inquest.api.layout.Symbol;
import dev.inquest.api.memory.Fault;
import dev.inquest.api.result.Address;
import dev.inquest.api.result.Row;
import dev.inquest.api.result.Unavailable;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Looks at all words of a stack, whatever the unwinder makes of them: {@code bt -t -T -e -r}. */
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
        return row.put("entries", arguments.has("e") ? exceptions(kernel, start, end) : text(kernel, start, words));
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

    /** Returns rows of the registers that exceptions saved on a stack. */
    static List<Row> exceptions(Kernel kernel, long low, long high) {
        List<Row> entries = new ArrayList<>();
        for (ArchSession.SavedRegisters saved : kernel.arch().savedRegisters(kernel, low, high)) {
            long pc = saved.registers().pc();
            Symbol symbol = saved.user() ? null : textSymbol(kernel, pc);
            entries.add(new Row()
                    .put("saved_at", new Address(saved.address()))
                    .put("user", saved.user())
                    .put("symbol", symbol == null ? null : symbol.name())
                    .put("offset", symbol == null ? 0 : pc - symbol.address())
                    .put("registers", BtRows.registers(saved.registers())));
        }
        return entries;
    }
}
