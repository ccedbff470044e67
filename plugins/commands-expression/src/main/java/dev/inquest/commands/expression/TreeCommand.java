package dev.inquest.commands.expression;

import dev.inquest.api.command.Arguments;
import dev.inquest.api.command.Command;
import dev.inquest.api.command.CommandException;
import dev.inquest.api.command.CommandSpec;
import dev.inquest.api.command.Invocation;
import dev.inquest.api.expression.Expressions;
import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.memory.FaultException;
import dev.inquest.api.result.Diagnostic;
import dev.inquest.api.result.Result;
import dev.inquest.api.tree.MapleWalk;
import dev.inquest.api.tree.RbWalk;
import dev.inquest.api.tree.TreeVisitor;
import dev.inquest.api.tree.XArrayWalk;
import dev.inquest.api.types.MissingTypeException;
import java.util.ArrayList;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code tree}: what a red-black tree, a radix tree, an XArray or a maple tree holds. */
@Component(service = Command.class, property = "inquest.command=tree")
public final class TreeCommand implements Command {
    private static final CommandSpec SPEC = CommandSpec.of("tree", "show what a tree of the kernel holds")
            .operands("start")
            .option(
                    "t",
                    "type",
                    "What kind of tree: rbtree (or rb, the default), radix (ra), xarray (x), maple (m); any beginning of these will do.")
            .option("r", "offset", "Where in the structure at start the tree's root lies: bytes, or struct.member.")
            .option(
                    "o",
                    "offset",
                    "Of red-black trees, where in each structure its rb_node lies: bytes, or struct.member.")
            .flag("N", "start is a node of the tree, and no root.")
            .option(
                    "s",
                    "struct[.member,...]",
                    "Show each structure, or some of its members; may be given more than once.")
            .option(
                    "S",
                    "struct[.member,...]",
                    "The same, read as plain numbers and texts: of an enumeration its number.")
            .flag("l", "Of red-black trees, begin with the leftmost and go to the right.")
            .flag("p", "Show where in the tree each one is, and its index.")
            .flag("v", "Of maple trees, show the nodes with all their slots.")
            .flag("x", "Numbers in hexadecimal.")
            .flag("d", "Numbers in decimal.")
            .describe(
                    "start is hexadecimal, a symbol, or an expression as p takes it. A radix tree of kernels since 4.20 is an XArray, and -t "
                            + "radix reads it as one.")
            .describe(
                    "What a slot holds is shown as it is: XArrays and maple trees hold numbers too, which are odd. With -p each has its "
                            + "index; of a maple tree, whose entries stand for ranges, rows have the range.")
            .describe(
                    "A tree that does not hang together is shown as far as it goes, and a warning says what is wrong: nodes that were passed "
                            + "before, wrong parents, pivots outside of their node, unreadable memory.")
            .example(
                    "the areas of vmalloc",
                    "tree -t rbtree -o vmap_area.rb_node vmap_area_root -s vmap_area.va_start,va_end",
                    "")
            .example(
                    "a process's address space",
                    "tree -t maple -r mm_struct.mm_mt $task->mm -s vm_area_struct.vm_start",
                    "")
            .example(
                    "pages of a file that are cached",
                    "tree -t xarray -r address_space.i_pages ff36b31341250a48 -p",
                    "")
            .build();

    private final Expressions expressions;

    /** Makes the command. */
    @Activate
    public TreeCommand(@Reference Expressions expressions) {
        this.expressions = expressions;
    }

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    private enum Kind {
        RBTREE,
        RADIX,
        XARRAY,
        MAPLE
    }

    @Override
    public Result run(Invocation invocation) throws CommandException {
        Arguments arguments = invocation.arguments();
        if (arguments.operands().size() != 1) {
            throw CommandException.usage("tree: give where the tree starts: the address of its root, or a symbol");
        }
        Kind kind = kind(arguments.value("t").orElse("rbtree"));
        for (String option : List.of("o", "l")) {
            if (arguments.has(option) && kind != Kind.RBTREE) {
                throw CommandException.usage("tree: -" + option + " is for red-black trees");
            }
        }
        if (arguments.has("v") && kind != Kind.MAPLE) {
            throw CommandException.usage("tree: -v is for maple trees");
        }
        Kernel kernel = invocation.kernel();
        long start = Evaluation.address(
                invocation, expressions, "tree", arguments.operands().getFirst());
        start += offset(kernel, arguments, "r");
        List<Diagnostic> diagnostics = new ArrayList<>();
        Entries entries = new Entries(invocation, Contents.ofOptions(invocation, "tree"));
        TreeView view = new TreeView(
                kernel,
                invocation,
                entries,
                diagnostics,
                kind == Kind.RBTREE,
                kind == Kind.MAPLE,
                offset(kernel, arguments, "o"));
        try {
            walk(kind, kernel, start, arguments, view);
        } catch (FaultException e) {
            throw CommandException.failed("tree: the root cannot be read: " + e.getMessage());
        } catch (MissingTypeException e) {
            throw CommandException.failed("tree: this kernel has no such trees: " + e.getMessage());
        }
        return entries.result("tree/1", diagnostics);
    }

    private static void walk(Kind kind, Kernel kernel, long start, Arguments arguments, TreeView view) {
        boolean node = arguments.has("N");
        TreeVisitor visitor = view;
        if (kind == Kind.RBTREE) {
            if (node) {
                RbWalk.node(kernel, start, arguments.has("l"), visitor);
            } else {
                RbWalk.root(kernel, start, arguments.has("l"), visitor);
            }
        } else if (kind == Kind.MAPLE) {
            if (arguments.has("v") && !node) {
                view.root(start);
            }
            if (node) {
                MapleWalk.node(kernel, start, visitor);
            } else {
                MapleWalk.root(kernel, start, visitor);
            }
        } else if (node) {
            XArrayWalk.node(kernel, start, visitor);
        } else {
            XArrayWalk.root(kernel, start, visitor);
        }
    }

    private static Kind kind(String text) throws CommandException {
        Kind found = null;
        for (Kind kind : Kind.values()) {
            if (!text.isEmpty() && kind.name().startsWith(text.toUpperCase(java.util.Locale.ROOT))) {
                if (found != null) {
                    throw CommandException.usage("tree: -t " + text + " may be radix or rbtree; write ra or rb");
                }
                found = kind;
            }
        }
        if (found == null) {
            throw CommandException.usage(
                    "tree: there is no type " + text + "; there are rbtree, radix, xarray and maple");
        }
        return found;
    }

    private static long offset(Kernel kernel, Arguments arguments, String option) throws CommandException {
        return arguments.has(option)
                ? Offset.parse(kernel, "tree", arguments.value(option).orElseThrow())
                        .bytes()
                : 0;
    }
}
