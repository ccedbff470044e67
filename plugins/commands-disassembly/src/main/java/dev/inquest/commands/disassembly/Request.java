package dev.inquest.commands.disassembly;

import dev.inquest.api.arch.Unwinder.FrameKind;
import dev.inquest.api.command.CommandException;
import dev.inquest.api.command.Invocation;
import dev.inquest.api.command.TaskSelector;
import dev.inquest.api.disassembly.Decoder;
import dev.inquest.api.disassembly.Disassembler;
import dev.inquest.api.expression.Expressions;
import dev.inquest.api.kernel.Frame;
import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.kernel.Task;
import dev.inquest.api.layout.Symbol;
import dev.inquest.api.memory.Memory;
import dev.inquest.api.result.Address;
import dev.inquest.api.result.Diagnostic;
import dev.inquest.api.result.Result;
import dev.inquest.api.result.Row;
import dev.inquest.api.result.TextView;
import java.util.ArrayList;
import java.util.List;

/** What both commands do. */
final class Request {
    private static final long MOST = 200_000;

    private final Invocation invocation;
    private final Kernel kernel;
    private final List<Disassembler> disassemblers;
    private final Place places;
    private final String command;
    private boolean user;
    private boolean lines;
    private String syntax = "att";

    Request(Invocation invocation, List<Disassembler> disassemblers, Expressions expressions, String command) {
        this.invocation = invocation;
        this.kernel = invocation.kernel();
        this.disassemblers = disassemblers;
        this.places = new Place(invocation, expressions, command);
        this.command = command;
    }

    void user(boolean value) {
        user = value;
    }

    void lines(boolean value) {
        lines = value;
    }

    void syntax(String value) {
        syntax = value;
    }

    private String architecture() {
        return kernel.arch().architecture().name();
    }

    /** Returns how wide mnemonics are at least: 6 as for x86 in binutils, 7 for others. */
    int width() {
        return architecture().startsWith("x86") ? 6 : 7;
    }

    SourceTree sources() {
        return new SourceTree(invocation.context().variables().get("source"));
    }

    private long address(String place) throws CommandException {
        return place.isEmpty() ? failed() : places.address(place);
    }

    /** Returns where the chosen frame is; without one where the chosen task failed: its innermost exception, else what called panic, else its innermost frame. */
    private long failed() throws CommandException {
        Task task = TaskSelector.current(invocation);
        List<Frame> frames = kernel.stackWithoutLines(task).frames();
        if (invocation.context().frame().isPresent()) {
            List<Frame> counted =
                    frames.stream().filter(frame -> !frame.inline()).toList();
            int chosen = invocation.context().frame().getAsInt();
            if (chosen < counted.size()) {
                return counted.get(chosen).raw().pc();
            }
        }
        Frame panic = null;
        for (Frame frame : frames) {
            if (panic != null && frame.symbol() != null) {
                return frame.raw().pc();
            }
            if (frame.raw().kind() == FrameKind.INTERRUPTED && frame.raw().savedAt() != 0 && frame.symbol() != null) {
                return frame.raw().pc();
            }
            panic = "panic".equals(frame.symbol()) ? frame : panic;
        }
        if (frames.isEmpty()) {
            throw CommandException.failed(
                    command + ": the chosen task's stack cannot be told; give an address or a symbol");
        }
        return frames.getFirst().raw().pc();
    }

    /** The whole function at a place. */
    Range whole(String place) throws CommandException {
        long address = address(place);
        Symbol function = function(address);
        return new Range(function.address(), places.end(function), MOST, null, function, true);
    }

    /** Some instructions from a place on. */
    Range counted(String place, long count) throws CommandException {
        long address = address(place);
        long most = Math.min(count, MOST);
        long bytes = most * 16;
        long end = Long.compareUnsigned(address, -bytes) > 0 ? -1L : address + bytes;
        return new Range(address, end, most, null, user ? null : places.function(address), false);
    }

    /** Part of a function: from its beginning, to its end, or both. */
    Range part(String place, boolean fromBeginning, boolean toEnd) throws CommandException {
        long address = address(place);
        Symbol function = function(address);
        return new Range(
                fromBeginning ? function.address() : address,
                places.end(function),
                MOST,
                toEnd ? null : address,
                function,
                fromBeginning && toEnd);
    }

    /** From a place to another, or over a length. */
    Range between(String from, String to) throws CommandException {
        long start = places.address(from);
        long end = to.startsWith("+") ? start + length(to.substring(1)) : places.address(to);
        if (Long.compareUnsigned(end, start) <= 0) {
            throw CommandException.usage(command + ": " + to + " is not behind " + from);
        }
        return new Range(start, end, MOST, null, places.function(start), false);
    }

    private long length(String text) throws CommandException {
        try {
            return Long.decode(text);
        } catch (NumberFormatException e) {
            throw CommandException.usage(command + ": " + text + " is no length in bytes");
        }
    }

    private Symbol function(long address) throws CommandException {
        if (user) {
            throw CommandException.usage(command + ": user space has no functions here; give an address and a count");
        }
        Symbol function = places.function(address);
        if (function == null) {
            throw CommandException.failed(
                    command + ": " + new Address(address)
                            + " is in no function of the kernel or its modules; with a count it can be disassembled all the same");
        }
        return function;
    }

    private Memory memory() throws CommandException {
        if (!user) {
            return kernel.memory();
        }
        return kernel.userMemory(TaskSelector.current(invocation))
                .orElseThrow(() -> CommandException.failed(
                        command + ": the chosen task is a kernel thread and has no user space"));
    }

    /** Decodes a range. */
    Result run(Range range, TextView view) throws CommandException {
        Memory memory = memory();
        Marks marks = user
                ? Marks.of(kernel, null)
                : Marks.of(
                        kernel,
                        invocation
                                .context()
                                .task()
                                .orElseGet(() -> kernel.panic().task()));
        try (Decoder decoder = Machine.decoder(disassemblers, architecture(), syntax, command);
                KernelPatches patches =
                        new KernelPatches(kernel, Machine.decoder(disassemblers, architecture(), syntax, command))) {
            List<Diagnostic> diagnostics = new ArrayList<>();
            align(range, decoder, memory, diagnostics);
            Listing listing = new Listing(
                    kernel,
                    memory,
                    decoder,
                    invocation.progress(),
                    new Listing.Options(!user, lines && !user, marks, user ? Patches.NONE : patches));
            List<Row> rows = listing.rows(range);
            if (rows.size() == MOST) {
                diagnostics.add(new Diagnostic(
                        Diagnostic.Severity.WARNING,
                        "stopped after " + MOST + " instructions, which is the most at once"));
            }
            return Result.of("dis/1", rows, diagnostics, view);
        }
    }

    /** Says so when the address is not where an instruction begins. */
    private void align(Range range, Decoder decoder, Memory memory, List<Diagnostic> diagnostics)
            throws CommandException {
        long asked = range.last() == null ? range.start() : range.last();
        if (asked % decoder.step() != 0) {
            throw CommandException.failed(command + ": " + new Address(asked) + " is odd: instructions of "
                    + architecture() + " begin at multiples of " + decoder.step());
        }
        Symbol function = range.function();
        if (decoder.step() > 1
                || function == null
                || asked == function.address()
                || asked - function.address() > 1 << 16) {
            return;
        }
        byte[] before = new byte[(int) (asked - function.address())];
        if (memory.tryRead(function.address(), before, 0, before.length) != null) {
            return;
        }
        long[] start = {function.address()};
        byte[] code = java.util.Arrays.copyOf(before, before.length + decoder.longest());
        // Bytes behind are of no meaning for where the last instruction before them ends, but an instruction may reach
        // over the address.
        memory.tryRead(asked, code, before.length, decoder.longest());
        decoder.decode(code, function.address(), instruction -> {
            start[0] = instruction.address();
            return instruction.address() + instruction.length() <= asked;
        });
        if (start[0] != asked) {
            diagnostics.add(new Diagnostic(
                    Diagnostic.Severity.INFO,
                    new Address(asked) + " is inside the instruction at " + new Address(start[0]) + " ("
                            + function.name() + "+" + (start[0] - function.address()) + ")"));
        }
    }

    /** The function's source. */
    Result source(String place) throws CommandException {
        long address = address(place);
        return new SourceListing(kernel, sources(), command).of(function(address), address);
    }
}
