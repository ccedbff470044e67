package dev.inquest.commands.dump.info;

import dev.inquest.api.command.CommandException;
import dev.inquest.api.command.Invocation;
import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.memory.FaultException;
import dev.inquest.api.progress.Progress;
import dev.inquest.api.result.Result;
import dev.inquest.api.types.CorruptListException;
import dev.inquest.api.types.MissingTypeException;
import dev.inquest.commands.dump.Operands;
import dev.inquest.commands.dump.Subcommand;
import dev.inquest.commands.dump.Tools;
import dev.inquest.commands.dump.classify.MemoryUsage;
import dev.inquest.commands.dump.classify.PageKinds;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code dump mem-usage}: how much of the machine's memory each bit of the dump level would leave out. */
public final class UsageDump implements Subcommand {

    @Override
    public String name() {
        return "mem-usage";
    }

    @Override
    public Result run(Invocation invocation, List<String> operands, Tools tools) throws CommandException {
        if (operands.isEmpty()) {
            throw CommandException.usage("mem-usage: name a dump");
        }
        List<Path> files = new ArrayList<>(Operands.paths(operands));
        files.addAll(Operands.paths(invocation.arguments().values("x")));
        return of(files, Operands.threads(invocation.arguments()), tools, invocation.progress());
    }

    /** Counts the pages of a dump. */
    public static Result of(List<Path> files, int threads, Tools tools, Progress progress) throws CommandException {
        try (Kernel kernel = tools.kernel(files, true, progress)) {
            return MemoryUsage.of(kernel.image(), PageKinds.read(kernel, threads, progress), threads, progress);
        } catch (MissingTypeException | FaultException | CorruptListException e) {
            throw CommandException.failed("what pages hold cannot be told: " + e.getMessage()
                    + "; a vmlinux or a layout bundle of this very kernel would give what is missing (-x FILE)");
        }
    }
}
