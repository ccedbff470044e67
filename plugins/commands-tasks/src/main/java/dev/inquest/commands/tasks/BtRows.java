package dev.inquest.commands.tasks;

import dev.inquest.api.arch.Registers;
import dev.inquest.api.arch.StackEnd;
import dev.inquest.api.arch.Unwinder;
import dev.inquest.api.command.TaskLine;
import dev.inquest.api.kernel.Frame;
import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.kernel.StackTrace;
import dev.inquest.api.layout.LineSource;
import dev.inquest.api.memory.Fault;
import dev.inquest.api.result.Address;
import dev.inquest.api.result.Diagnostic;
import dev.inquest.api.result.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Builds the rows of {@code bt}: one for each task, with its frames inside. */
final class BtRows {
    private BtRows() {}

    static Row row(Kernel kernel, StackTrace stack, BtOptions options) {
        return add(TaskLine.row(stack.task()), kernel, stack.frames(), stack.end(), options);
    }

    /** Puts a stack's cells to a row. */
    static Row add(Row row, Kernel kernel, List<Frame> list, StackEnd end, BtOptions options) {
        row.put("complete", end.kind().proper());
        row.put("stop_reason", end.words());
        row.put("end", end(end));
        List<Row> frames = new ArrayList<>();
        FrameWords words = new FrameWords(kernel, options.symbolic());
        int level = 0;
        for (int i = 0; i < list.size(); i++) {
            Frame frame = list.get(i);
            Row cells = frame(frame, level);
            if (!frame.inline()) {
                level++;
                if (options.words()) {
                    words.add(cells, frame, next(list, i));
                }
            }
            frames.add(cells);
        }
        row.put("frames", frames);
        return row;
    }

    /** Tells of a stack that ends early because a page that the machine had is not in the dump; it makes the result partial. */
    static Optional<Diagnostic> missing(StackTrace stack) {
        Fault fault = stack.end().fault();
        return fault == null || fault.kind() == Fault.Kind.NOT_MAPPED
                ? Optional.empty()
                : Optional.of(new Diagnostic(
                        Diagnostic.Severity.WARNING,
                        "the stack of task 0x" + Long.toHexString(stack.task().address()) + " ends early: "
                                + stack.stopReason()));
    }

    /** Returns the kind of a stack's end as rows have it: {@code user_mode}, {@code thread_start} and so on. */
    static String end(StackEnd end) {
        return end.kind().name().toLowerCase(Locale.ROOT);
    }

    private static Row frame(Frame frame, int level) {
        Unwinder.RawFrame raw = frame.raw();
        return new Row()
                .put("level", level)
                .put("sp", new Address(raw.sp()))
                .put("pc", new Address(raw.pc()))
                .put("symbol", frame.inline() ? frame.function() : frame.symbol())
                .put("offset", frame.offset())
                .put("module", frame.module())
                .put("inline", frame.inline())
                .put("source", source(frame.position()))
                .put("trust", raw.trust().word())
                .put("kind", kind(raw.kind()))
                .put("stack", raw.stack())
                .put("saved_at", raw.savedAt() == 0 ? null : new Address(raw.savedAt()))
                .put(
                        "registers",
                        frame.inline() || raw.kind() == Unwinder.FrameKind.CALL ? null : registers(raw.registers()));
    }

    static String kind(Unwinder.FrameKind kind) {
        return switch (kind) {
            case CALL -> "call";
            case INTERRUPTED -> "interrupted";
            case USER -> "user";
        };
    }

    static @Nullable Row registers(Registers registers) {
        Row row = new Row();
        registers.byName().forEach((name, value) -> row.put(name, new Address(value)));
        return row.cells().isEmpty() ? null : row;
    }

    static @Nullable String source(LineSource.@Nullable Position position) {
        if (position == null || position.file() == null) {
            return null;
        }
        return position.line() == 0 ? position.file() : position.file() + ":" + position.line();
    }

    private static @Nullable Frame next(List<Frame> frames, int index) {
        for (int i = index + 1; i < frames.size(); i++) {
            if (!frames.get(i).inline()) {
                return frames.get(i);
            }
        }
        return null;
    }
}
