package dev.inquest.commands.dump.classify;

import dev.inquest.api.capture.PageFrames;
import dev.inquest.api.command.Command;
import dev.inquest.api.command.CommandException;
import dev.inquest.api.command.CommandSpec;
import dev.inquest.api.command.Invocation;
import dev.inquest.api.result.Result;
import dev.inquest.api.result.Row;
import dev.inquest.api.result.Table;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/** Dev. */
@Component(service = Command.class, property = "inquest.command=devkinds")
public final class DevCommand implements Command {
    /** Dev. */
    public DevCommand() {}

    @Override
    public CommandSpec spec() {
        return CommandSpec.of("devkinds", "dev")
                .operands("[out [threads [times]]]")
                .describe("dev")
                .example("x", "devkinds", "")
                .build();
    }

    @Override
    public Result run(Invocation invocation) throws CommandException {
        List<Row> rows = new ArrayList<>();
        List<String> ops = invocation.arguments().operands();
        int threads = ops.size() > 1 ? Integer.parseInt(ops.get(1)) : 1;
        int times = ops.size() > 2 ? Integer.parseInt(ops.get(2)) : 1;
        PageKinds kinds = PageKinds.read(invocation.kernel(), threads, invocation.progress());
        for (int t = 1; t < times; t++) {
            long begin = System.nanoTime();
            kinds = PageKinds.read(invocation.kernel(), threads, invocation.progress());
            rows.add(new Row().put("kind", "ms").put("pages", (System.nanoTime() - begin) / 1_000_000));
        }
        rows.add(new Row().put("kind", "MEMORY").put("pages", kinds.memory().count()));
        for (PageKind kind : PageKind.values()) {
            rows.add(new Row()
                    .put("kind", kind.name())
                    .put("pages", kinds.count(kind))
                    .put("all", kinds.frames(kind).count())
                    .put("unknown", kinds.unknown().get(kind)));
        }
        rows.add(new Row().put("kind", "unjudged").put("pages", kinds.unjudged()));
        kinds.remarks().forEach(r -> rows.add(new Row().put("kind", r.message())));
        if (!ops.isEmpty() && !ops.get(0).equals("-")) {
            try {
                for (int level = 0; level < 32; level++) {
                    PageFrames kept = kinds.memory().copy();
                    kept.removeAll(kinds.excluded(level));
                    StringBuilder text = new StringBuilder();
                    for (long at = kept.next(0); at < kept.end(); ) {
                        long end = kept.nextAbsent(at);
                        text.append(at).append(' ').append(end).append('\n');
                        at = kept.next(end);
                    }
                    Files.writeString(Path.of(ops.get(0) + "." + level), text);
                }
            } catch (java.io.IOException e) {
                throw new IllegalStateException(e);
            }
        }
        return Result.of("devkinds/1", rows, Table.of("KIND", "PAGES", "ALL", "UNKNOWN"));
    }
}
