package dev.inquest.commands.memory.search;

import dev.inquest.api.command.Arguments;
import dev.inquest.api.command.Command;
import dev.inquest.api.command.CommandException;
import dev.inquest.api.command.CommandSpec;
import dev.inquest.api.command.Invocation;
import dev.inquest.api.command.TaskLine;
import dev.inquest.api.expression.Expressions;
import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.kernel.Task;
import dev.inquest.api.result.Diagnostic;
import dev.inquest.api.result.Result;
import dev.inquest.api.result.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code search}: where numbers or strings are in memory. */
@Component(service = Command.class, property = "inquest.command=search")
public final class SearchCommand implements Command {
    private static final long MOST = 1_000_000;
    private static final CommandSpec SPEC = CommandSpec.of("search", "search memory")
            .operands("value | (expression) | symbol | string ...")
            .flag(
                    "k",
                    "Search the kernel's memory: the direct map, vmalloc, vmemmap, the kernel's image and modules. So without an option.")
            .flag("K", "Of the kernel's memory only the direct map and the kernel's image.")
            .flag("V", "Of the kernel's memory only what is mapped page by page: vmalloc, vmemmap, modules.")
            .flag("u", "Search the chosen task's user space.")
            .flag("p", "Search physical memory.")
            .flag("t", "Search the kernel stacks of all tasks.")
            .flag("T", "Search the kernel stacks of the tasks that ran at the time of the crash.")
            .option("s", "start", "Begin at this hexadecimal address, or symbol.")
            .option("e", "end", "Stop before this hexadecimal address, or symbol.")
            .option("l", "length", "Search this many bytes from the start (decimal, or with 0x).")
            .option("m", "mask", "Bits that do not count, in hexadecimal.")
            .flag("c", "Search for strings.")
            .flag("w", "Search for 32-bit numbers.")
            .flag("h", "Search for 16-bit numbers.")
            .option("x", "count", "Show this many words before and after each find.")
            .option("limit", "count", "Show this many finds at most; " + MOST + " otherwise.")
            .describe(
                    "Looks for 64-bit numbers, given in hexadecimal, as symbols or as expressions in parentheses; several at once. Numbers are "
                            + "found where they are aligned to their size, strings anywhere, across pages too. Addresses come in "
                            + "ascending order within each part of the space.")
            .describe(
                    "All processors search. Ctrl-C ends the search and shows what was found until then. Pages that are not in the dump are "
                            + "counted, and the count is told: what was not found in a filtered dump may have been in a page that was left out.")
            .example("all pointers to a task", "search ff36b313411dc180", "")
            .example("a string", "search -c \"Linux version\"", "")
            .example("which tasks hold a pointer on their stacks", "search -t ff36b313411dc180", "")
            .example("32-bit numbers that end in beef, in physical memory", "search -p -w -m ffff0000 beef", "")
            .build();

    private final Expressions expressions;

    /** Makes the service. */
    @Activate
    public SearchCommand(@Reference Expressions expressions) {
        this.expressions = expressions;
    }

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    @Override
    public Result run(Invocation invocation) throws CommandException {
        Kernel kernel = invocation.kernel();
        Arguments arguments = invocation.arguments();
        Operands operands = Operands.of(invocation, expressions);
        Counts counts = new Counts();
        Spaces spaces = new Spaces(invocation, expressions, counts);
        long most = arguments.has("limit") ? Operands.count("limit", arguments) : MOST;
        long context = arguments.has("x") ? Operands.count("x", arguments) : 0;
        Finds finds = new Finds(kernel, operands, (int) Math.min(context, 4096));
        List<Row> rows = new ArrayList<>();
        boolean stopped = false;
        if (arguments.has("t") || arguments.has("T")) {
            for (Task task : arguments.has("T") ? spaces.activeTasks() : kernel.tasks()) {
                if (invocation.progress().cancelled() || rows.size() > most) {
                    stopped = true;
                    break;
                }
                Space space = spaces.stack(task);
                for (Hit hit : search(kernel, space, operands, counts, invocation, most, 1)
                        .run(1)) {
                    Row row = finds.row(hit, space);
                    TaskLine.row(task).cells().forEach(row::put);
                    rows.add(row);
                }
            }
        } else {
            int threads = Runtime.getRuntime().availableProcessors();
            for (Space space : spaces.chosen()) {
                ParallelSearch search =
                        search(kernel, space, operands, counts, invocation, most - rows.size(), threads);
                for (Hit hit : search.run(threads)) {
                    if (rows.size() < most) {
                        rows.add(finds.row(hit, space));
                    }
                }
                stopped |= search.stopped();
                if (stopped) {
                    break;
                }
            }
        }
        return Result.of(
                "search/1",
                rows,
                told(counts, kernel.image().pageSize(), stopped, rows.size() >= most, most),
                SearchView::write);
    }

    private static ParallelSearch search(
            Kernel kernel,
            Space space,
            Operands operands,
            Counts counts,
            Invocation invocation,
            long most,
            int threads) {
        return new ParallelSearch(
                kernel.image(),
                space,
                operands.needles(),
                counts,
                threads == 1 ? dev.inquest.api.progress.Progress.NONE : invocation.progress(),
                most);
    }

    private static List<Diagnostic> told(Counts counts, int pageSize, boolean stopped, boolean limited, long most) {
        List<Diagnostic> list = new ArrayList<>();
        String searched = String.format(
                Locale.ROOT,
                "%d pages (%.1f MB) were searched",
                counts.pages.get(),
                counts.pages.get() * (double) pageSize / (1 << 20));
        if (limited) {
            list.add(new Diagnostic(
                    Diagnostic.Severity.WARNING,
                    "only the first " + most + " finds are shown; --limit shows more, -s begins further on"));
        } else if (stopped) {
            list.add(new Diagnostic(Diagnostic.Severity.WARNING, "stopped by the user: " + searched));
        }
        if (counts.excluded.get() > 0) {
            list.add(new Diagnostic(
                    Diagnostic.Severity.INFO,
                    searched + "; " + counts.excluded.get()
                            + " more were left out when the dump was filtered and were not searched"));
        }
        if (counts.lost.get() > 0) {
            list.add(new Diagnostic(
                    Diagnostic.Severity.WARNING,
                    counts.lost.get() + " pages are lost: the file is cut short or damaged; they were not searched"));
        }
        if (counts.tables.get() > 0) {
            list.add(new Diagnostic(
                    Diagnostic.Severity.WARNING,
                    counts.tables.get()
                            + " page tables are not in the dump or are damaged; what they map was not searched"));
        }
        if (counts.endless) {
            list.add(
                    new Diagnostic(
                            Diagnostic.Severity.WARNING,
                            "the page tables map many times more memory than the machine had; the search ended before all of it was searched"));
        }
        return list;
    }
}
