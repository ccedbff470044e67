package dev.inquest.commands.memory.search;

import dev.inquest.api.arch.ArchSession.Region;
import dev.inquest.api.command.Arguments;
import dev.inquest.api.command.CommandException;
import dev.inquest.api.command.Invocation;
import dev.inquest.api.command.TaskSelector;
import dev.inquest.api.expression.Expressions;
import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.kernel.Reads;
import dev.inquest.api.kernel.Task;
import dev.inquest.api.memory.FaultException;
import dev.inquest.api.memory.Memory;
import dev.inquest.api.types.MissingTypeException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/** Where the options say to search. */
@Reads(
        value = "mm_struct",
        required = {"task_size", "pgd"})
final class Spaces {
    private static final String DIRECT_MAP = "direct map";
    private static final String TEXT = "kernel text";
    /** Regions through which no other memory is seen than through the rest. */
    private static final Set<String> ALIASES = Set.of("cpu entry area", "fixmap", "fixmap and early ioremap");

    private final Invocation invocation;
    private final Expressions expressions;
    private final Kernel kernel;
    private final Arguments arguments;
    private final Counts counts;

    Spaces(Invocation invocation, Expressions expressions, Counts counts) throws CommandException {
        this.invocation = invocation;
        this.expressions = expressions;
        this.kernel = invocation.kernel();
        this.arguments = invocation.arguments();
        this.counts = counts;
        long given = List.of("k", "K", "V", "u", "p", "t", "T").stream()
                .filter(arguments::has)
                .count();
        if (given > 1) {
            throw CommandException.usage("search: of -k -K -V -u -p -t -T only one can be given");
        }
        if (arguments.has("e") && arguments.has("l")) {
            throw CommandException.usage("search: -e and -l exclude each other");
        }
        if (arguments.has("l") && !arguments.has("s")) {
            throw CommandException.usage("search: -l needs a start (-s)");
        }
        boolean range = arguments.has("s") || arguments.has("e");
        if (range && (arguments.has("t") || arguments.has("T"))) {
            throw CommandException.usage("search: -t and -T search whole stacks; -s and -e do not go with them");
        }
    }

    /** Returns the spaces that were chosen, without stacks. */
    List<Space> chosen() throws CommandException {
        long start = arguments.has("s") ? address("s") : 0;
        long end = arguments.has("e") ? address("e") : arguments.has("l") ? start + Operands.count("l", arguments) : 0;
        if (end != 0 && Long.compareUnsigned(end, start) <= 0) {
            throw CommandException.usage("search: the end 0x" + Long.toHexString(end) + " is not behind the start 0x"
                    + Long.toHexString(start));
        }
        if (arguments.has("p")) {
            long memory = kernel.image().endPfn() * kernel.image().pageSize();
            long last = end == 0 ? memory : Math.min(end, memory);
            return List.of(new Space(
                    kernel.physical(),
                    PageExtents.physical(kernel.image(), Math.min(start, last), last, physical -> physical, counts)));
        }
        if (arguments.has("u")) {
            return List.of(user(start, end));
        }
        if (start < 0 != end < 0 && start != 0 && end != 0) {
            throw CommandException.usage("search: the range begins in user space and ends in the kernel's");
        }
        return kernelSpace(start, end);
    }

    private long address(String option) throws CommandException {
        return Operands.value(invocation, expressions, arguments.value(option).orElseThrow());
    }

    private Space user(long start, long end) throws CommandException {
        Task task = TaskSelector.current(invocation);
        Memory memory = kernel.userMemory(task)
                .orElseThrow(() ->
                        CommandException.failed("search: the chosen task is a kernel thread and has no user space"));
        try {
            var mm = kernel.at("struct mm_struct", task.mm());
            long size = mm.member("task_size").asLong();
            long last = end == 0 || Long.compareUnsigned(end, size) > 0 ? size : end;
            return new Space(
                    memory,
                    Long.compareUnsigned(start, last) >= 0
                            ? Collections.emptyIterator()
                            : PageExtents.mapped(
                                    kernel.image(),
                                    kernel.arch().user(mm.member("pgd").asLong()),
                                    start,
                                    last,
                                    counts));
        } catch (FaultException | MissingTypeException e) {
            throw CommandException.failed("search: the task's page tables cannot be found: " + e.getMessage());
        }
    }

    private List<Space> kernelSpace(long start, long end) throws CommandException {
        List<Space> spaces = new ArrayList<>();
        for (Region region : regions()) {
            boolean linear = region.name().equals(DIRECT_MAP);
            boolean wanted = !ALIASES.contains(region.name())
                    && (!arguments.has("K") || linear || region.name().equals(TEXT))
                    && (!arguments.has("V") || !linear && !region.name().equals(TEXT));
            long from = Long.compareUnsigned(start, region.start()) > 0 ? start : region.start();
            long to = end != 0 && Long.compareUnsigned(end, region.end()) < 0 ? end : region.end();
            if (wanted && Long.compareUnsigned(from, to) < 0) {
                spaces.add(new Space(kernel.memory(), linear ? linear(region, from, to) : mapped(from, to)));
            }
        }
        if (spaces.isEmpty() && start != 0 && end != 0) {
            // A range outside of what the architecture knows by name.
            spaces.add(new Space(kernel.memory(), mapped(start, end)));
        }
        if (spaces.isEmpty()) {
            throw CommandException.failed("search: there is no known region of the kernel's memory in that range");
        }
        return spaces;
    }

    private Iterator<Extent> linear(Region region, long from, long to) {
        OptionalLong base = kernel.arch().directMap(0);
        long first = base.isPresent()
                ? base.getAsLong()
                : region.start() - kernel.arch().kernel().physical(region.start());
        return PageExtents.physical(kernel.image(), from - first, to - first, physical -> first + physical, counts);
    }

    private Iterator<Extent> mapped(long from, long to) {
        return PageExtents.mapped(kernel.image(), kernel.arch().kernel(), from, to, counts);
    }

    /** Returns the regions; x86's randomised ones that only its variables tell of are added. */
    private List<Region> regions() {
        List<Region> regions = new ArrayList<>(kernel.arch().regions());
        OptionalLong vmalloc = variable(regions, "vmalloc", "vmalloc_base");
        OptionalLong vmemmap = variable(regions, "vmemmap", "vmemmap_base");
        if (vmemmap.isPresent()) {
            long size =
                    Math.max(1, kernel.struct("page").size()) * kernel.image().endPfn();
            regions.add(new Region("vmemmap", vmemmap.getAsLong(), vmemmap.getAsLong() + size));
        }
        if (vmalloc.isPresent()) {
            long end = regions.stream()
                    .map(Region::start)
                    .filter(other -> Long.compareUnsigned(other, vmalloc.getAsLong()) > 0)
                    .min(Long::compareUnsigned)
                    .orElse(vmalloc.getAsLong());
            regions.add(new Region("vmalloc", vmalloc.getAsLong(), end));
        }
        regions.sort(Comparator.comparing(Region::start, Long::compareUnsigned));
        return regions;
    }

    private OptionalLong variable(List<Region> regions, String name, String symbol) {
        OptionalLong address = kernel.address(symbol);
        if (address.isEmpty()
                || regions.stream().anyMatch(region -> region.name().contains(name))) {
            return OptionalLong.empty();
        }
        try {
            long base = kernel.memory().u64(address.getAsLong());
            return base < 0 ? OptionalLong.of(base) : OptionalLong.empty();
        } catch (FaultException e) {
            return OptionalLong.empty();
        }
    }

    /** Returns the tasks that ran at the time of the crash, by CPU. */
    List<Task> activeTasks() {
        return kernel.cpus().online().stream().map(kernel.cpus()::current).toList();
    }

    /** Returns a task's stack. */
    Space stack(Task task) {
        OptionalLong base = task.stackBase();
        if (base.isEmpty()) {
            return new Space(kernel.memory(), Collections.emptyIterator());
        }
        long start = base.getAsLong();
        return new Space(kernel.memory(), mapped(start, start + kernel.stackSize()));
    }
}
