package dev.inquest.commands.expression;

import dev.inquest.api.command.Arguments;
import dev.inquest.api.command.Command;
import dev.inquest.api.command.CommandException;
import dev.inquest.api.command.CommandSpec;
import dev.inquest.api.command.Invocation;
import dev.inquest.api.expression.Expressions;
import dev.inquest.api.result.Address;
import dev.inquest.api.result.Diagnostic;
import dev.inquest.api.result.Result;
import dev.inquest.api.result.Row;
import java.util.ArrayList;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code list}: follows a linked list. */
@Component(service = Command.class, property = "inquest.command=list")
public final class ListCommand implements Command {
    private static final CommandSpec SPEC = CommandSpec.of("list", "follow a linked list, and show what is on it")
            .operands("[offset | struct.member] start")
            .option(
                    "o",
                    "offset",
                    "Where in each structure the link lies: bytes, or struct.member; the first of two operands says the same.")
            .option("e", "address", "Where the list ends, other than at its start or at 0.")
            .option(
                    "s",
                    "struct[.member,...]",
                    "Show each structure, or some of its members; may be given more than once.")
            .option(
                    "S",
                    "struct[.member,...]",
                    "The same, read as plain numbers and texts: of an enumeration its number.")
            .option(
                    "l",
                    "offset",
                    "Where in the structure of -s lies the address that the list has: bytes, or struct.member.")
            .flag("h", "The list is one of list_head, and start is a structure that has one: it is shown too.")
            .flag("H", "The list is one of list_head, and start is a list_head in no such structure: it is not shown.")
            .option(
                    "O",
                    "offset",
                    "With -h, where in the structure at start the list_head lies, if elsewhere than in the others.")
            .flag("r", "Go backwards, by the second pointer of each list_head.")
            .flag("B", "Of a list that goes round, name the links that lie before the circle, and its length.")
            .flag("x", "Numbers in hexadecimal.")
            .flag("d", "Numbers in decimal.")
            .describe(
                    "Without -h and -H each link points at the beginning of the next structure, and start is the first one. With "
                            + "them links point at the next list_head, and what is shown is the structure around it.")
            .describe(
                    "A list ends with a null pointer, where it comes back to its start or to the first one behind it, where a structure "
                            + "points at itself, and at the address of -e.")
            .describe(
                    "A list that does not hang together is shown as far as it goes, and a warning says what is wrong: a cycle that "
                            + "does not lead back to the start, a list_head whose back link leads elsewhere, unreadable memory.")
            .example("all processes", "list task_struct.tasks -h init_task -s task_struct.pid,comm", "")
            .example("the loaded modules", "list -H modules -o module.list -s module.name", "")
            .example("supers, newest first", "list -r -H super_blocks -o super_block.s_list -s super_block.s_id", "")
            .build();

    private final Expressions expressions;

    /** Makes the command. */
    @Activate
    public ListCommand(@Reference Expressions expressions) {
        this.expressions = expressions;
    }

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    @Override
    public Result run(Invocation invocation) throws CommandException {
        Arguments arguments = invocation.arguments();
        List<String> operands = ordered(arguments.operands());
        boolean around = arguments.has("h") || arguments.has("H");
        boolean offsetGiven = operands.size() == 2;
        if (operands.isEmpty() || operands.size() > 2 || offsetGiven && arguments.has("o")) {
            throw CommandException.usage(
                    "list: give where the list starts, and before it where in a structure its link lies");
        }
        if (arguments.has("h") && arguments.has("H")) {
            throw CommandException.usage("list: -h and -H exclude one another");
        }
        if (arguments.has("O") && !arguments.has("h")) {
            throw CommandException.usage("list: -O needs -h");
        }
        Offset offset = Offset.parse(
                invocation.kernel(),
                "list",
                offsetGiven ? operands.getFirst() : arguments.value("o").orElse("0"));
        long first = Evaluation.address(invocation, expressions, "list", operands.getLast());
        long end = arguments.has("e")
                ? Evaluation.address(
                        invocation, expressions, "list", arguments.value("e").orElseThrow())
                : 0;
        long headOffset = arguments.has("O")
                ? Offset.parse(invocation.kernel(), "list", arguments.value("O").orElseThrow())
                        .bytes()
                : offset.bytes();
        List<Diagnostic> diagnostics = new ArrayList<>();
        LinkWalk walk =
                new LinkWalk(invocation.kernel().memory(), invocation.progress(), arguments.has("r"), diagnostics::add);
        walk.lengths(arguments.has("B"));
        List<Long> addresses = new ArrayList<>();
        if (around) {
            long head = arguments.has("h") ? first + headOffset : first;
            if (arguments.has("h")) {
                addresses.add(first);
            }
            for (long link : walk.heads(head, end, offset.listHead())) {
                addresses.add(link - offset.bytes());
            }
        } else {
            // The second pointer of a list_head leads back.
            long back = arguments.has("r") ? invocation.kernel().memory().pointerSize() : 0;
            addresses.addAll(walk.structures(first, offset.bytes() + back, end));
        }
        return show(invocation, addresses, diagnostics);
    }

    // crash takes the offset, when it is struct.member, before or behind the start.
    private static List<String> ordered(List<String> operands) {
        boolean behind = operands.size() == 2
                && operands.get(1).matches("[A-Za-z_]\\w*\\..*")
                && !operands.get(0).matches("[A-Za-z_]\\w*\\..*");
        return behind ? operands.reversed() : operands;
    }

    private static Result show(Invocation invocation, List<Long> addresses, List<Diagnostic> diagnostics)
            throws CommandException {
        Arguments arguments = invocation.arguments();
        List<Contents> contents = Contents.ofOptions(invocation, "list");
        long back = arguments.has("l")
                ? Offset.parse(invocation.kernel(), "list", arguments.value("l").orElseThrow())
                        .bytes()
                : 0;
        Entries entries = new Entries(invocation, contents);
        for (long address : addresses) {
            if (invocation.progress().cancelled()) {
                break;
            }
            entries.add(address, address - back, new Row().put("address", new Address(address)), "");
        }
        return entries.result("list/1", diagnostics);
    }
}
