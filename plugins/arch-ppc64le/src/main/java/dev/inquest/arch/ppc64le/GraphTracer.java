package dev.inquest.arch.ppc64le;

import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.layout.TypeSource;
import dev.inquest.api.memory.FaultException;
import dev.inquest.api.memory.Memory;
import dev.inquest.api.types.PointerType;
import dev.inquest.api.types.StructType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongUnaryOperator;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Undoes what the function graph tracer does to a stack: it puts {@code return_to_handler} in place of return addresses and keeps those on a
 * stack of its own (kernel/trace/fgraph.c, {@code task_struct.ret_stack}).
 *
 * <pre>
 * until 6.10:  ret_stack := ftrace_ret_stack[], curr_ret_stack is the index of the latest, -1 when there is none
 * since 6.11:  ret_stack := unsigned long[], curr_ret_stack is how many of them are in use;
 *              the latest has in its lowest 10 bits by how many words its ftrace_ret_stack lies below it
 * </pre>
 *
 * <p>The n-th such word of a walk, the innermost first, stands for the n-th latest address. One object serves one walk.
 */
final class GraphTracer implements LongUnaryOperator {
    private static final String TRAMPOLINE = "return_to_handler";
    private static final int MOST = 512;
    private static final int WORD = 8;
    private static final long OFFSET_MASK = 0x3ff;

    private final Memory memory;
    private final CodeMap code;
    private final Supplier<@Nullable Layout> layout;
    private final long task;
    private List<Long> addresses = List.of();
    private int next = -1;

    /**
     * Makes the reader of one task's addresses.
     *
     * @param memory kernel memory
     * @param code the kernel's code
     * @param layout where the addresses are, asked when the first is needed; null when the types do not tell
     * @param task address of the {@code task_struct}
     */
    GraphTracer(Memory memory, CodeMap code, Supplier<@Nullable Layout> layout, long task) {
        this.memory = memory;
        this.code = code;
        this.layout = layout;
        this.task = task;
    }

    /**
     * Where the addresses are, in bytes.
     *
     * @param stack offset of {@code task_struct.ret_stack}
     * @param current offset of {@code task_struct.curr_ret_stack}
     * @param entry size of {@code struct ftrace_ret_stack}
     * @param address offset of its member {@code ret}
     * @param entries whether {@code ret_stack} is an array of those, and not of words
     */
    record Layout(long stack, long current, long entry, long address, boolean entries) {

        /** Returns the layout of a kernel; null when its types do not tell, or it was built without the tracer. */
        static @Nullable Layout of(Kernel kernel) {
            if (!(kernel.findType(TypeSource.Kind.STRUCT, "task_struct") instanceof StructType struct)
                    || !(kernel.findType(TypeSource.Kind.STRUCT, "ftrace_ret_stack") instanceof StructType entry)) {
                return null;
            }
            StructType.Place stack = struct.find("ret_stack");
            StructType.Place current = struct.find("curr_ret_stack");
            StructType.Place address = entry.find("ret");
            if (stack == null || current == null || address == null) {
                return null;
            }
            boolean entries = stack.type().bare() instanceof PointerType pointer
                    && pointer.target().bare() instanceof StructType;
            return new Layout(stack.offset(), current.offset(), entry.size(), address.offset(), entries);
        }
    }

    /** Returns the return address that a word stands for; the word itself when it is no trampoline, or nothing is known. */
    @Override
    public long applyAsLong(long pc) {
        if (!trampoline(pc)) {
            return pc;
        }
        if (next < 0) {
            addresses = read();
            next = 0;
        }
        // A function that ends with a jump to another one leaves the trampoline as that one's return address.
        while (next < addresses.size() && trampoline(addresses.get(next))) {
            next++;
        }
        return next < addresses.size() ? addresses.get(next++) : pc;
    }

    private boolean trampoline(long pc) {
        return code.entry(pc) == pc && TRAMPOLINE.equals(code.function(pc));
    }

    private List<Long> read() {
        List<Long> found = new ArrayList<>();
        Layout known = layout.get();
        if (known == null) {
            return found;
        }
        try {
            long base = memory.u64(task + known.stack());
            int top = memory.i32(task + known.current());
            while (base != 0 && top >= (known.entries() ? 0 : 1) && top <= MOST && found.size() < MOST) {
                if (known.entries()) {
                    found.add(memory.u64(base + top * known.entry() + known.address()));
                    top--;
                } else {
                    int below = (int) (memory.u64(base + (top - 1L) * WORD) & OFFSET_MASK);
                    if (below == 0 || below >= top) {
                        break;
                    }
                    top = top - 1 - below;
                    found.add(memory.u64(base + (long) top * WORD + known.address()));
                }
            }
        } catch (FaultException e) {
            // What was read stands for the innermost frames.
        }
        return found;
    }
}
