package dev.inquest.commands.disassembly;

import dev.inquest.api.command.Arguments;
import dev.inquest.api.command.Command;
import dev.inquest.api.command.CommandException;
import dev.inquest.api.command.CommandSpec;
import dev.inquest.api.command.Invocation;
import dev.inquest.api.disassembly.Disassembler;
import dev.inquest.api.expression.Expressions;
import dev.inquest.api.layout.Symbol;
import dev.inquest.api.result.Result;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;

/** {@code dis}: machine code, as crash's {@code dis} shows it. */
@Component(service = Command.class, property = "inquest.command=dis")
public final class DisCommand implements Command {
    private static final CommandSpec SPEC = CommandSpec.of("dis", "disassemble")
            .operands("[address | symbol[+offset] | (expression)] [count]")
            .flag("r", "From the beginning of the function up to the address.")
            .flag("f", "From the address to the end of the function.")
            .flag("l", "Show files and lines, where debug information has them.")
            .flag("s", "Show the function's source instead, with a * at each line that has code.")
            .flag("u", "The address is one of the chosen task's user space.")
            .flag("x", "Distances from symbols in hexadecimal.")
            .flag("d", "Distances from symbols in decimal.")
            .flag(
                    "b",
                    "For crash's sake; bytes behind a BUG are recognised without it. A number behind it is taken, too.")
            .option("syntax", "att | intel", "How x86 is spelled; AT&T's without it.")
            .describe(
                    "A function's name alone means the whole function; a count means that many instructions; an address inside a function "
                            + "means one. Without operands it is the function in which the chosen task failed.")
            .describe(
                    "Behind an instruction stands what is known of it: [FTRACE NOP] and the like for what the kernel changes while it runs, and "
                            + "[exception, #7] or [call, #8] where the chosen task's stack (bt) is in this function.")
            .describe(
                    "'set source FOLDER' says where the kernel's source is, for -s; 'set source FROM=TO' says that compiled paths that "
                            + "begin with FROM are in TO.")
            .example(
                    "eight instructions",
                    "dis schedule 8",
                    "0xffffffff936114f0 <schedule>:\tnopl   0x0(%rax,%rax,1) [FTRACE NOP]")
            .example("up to where it failed", "dis -rl sysrq_handle_crash+22", "")
            .example("the instruction that a pointer points to", "dis (schedule_timeout + 4 * 4)", "")
            .build();

    private final List<Disassembler> disassemblers;
    private final Expressions expressions;

    /** Makes the command. Disassemblers may be missing, which is said when one is needed. */
    @Activate
    public DisCommand(
            @Reference(cardinality = ReferenceCardinality.MULTIPLE) List<Disassembler> disassemblers,
            @Reference Expressions expressions) {
        this.disassemblers = List.copyOf(disassemblers);
        this.expressions = expressions;
    }

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    @Override
    public Result run(Invocation invocation) throws CommandException {
        Arguments arguments = invocation.arguments();
        Request request = new Request(invocation, disassemblers, expressions, "dis");
        request.user(arguments.has("u"));
        request.lines(arguments.has("l"));
        request.syntax(arguments.value("syntax").orElse("att"));
        List<String> operands = operands(arguments);
        if (operands.size() > 2) {
            throw CommandException.usage(
                    "dis: give an address, a symbol or an (expression), and a count; 'help dis' shows more");
        }
        String place = operands.isEmpty() ? "" : operands.getFirst();
        if (arguments.has("s")) {
            return request.source(place);
        }
        Range range;
        if (arguments.has("r") || arguments.has("f")) {
            range = request.part(place, arguments.has("r"), arguments.has("f"));
        } else if (operands.size() == 2) {
            range = request.counted(place, count(operands.get(1)));
        } else {
            Symbol named = place.isEmpty() ? null : invocation.kernel().symbol(place);
            range = place.isEmpty() || named != null && !arguments.has("u")
                    ? request.whole(place)
                    : request.counted(place, 1);
        }
        boolean hexadecimal = arguments.has("x")
                || !arguments.has("d") && invocation.context().radix() == 16;
        return request.run(range, new CrashView(new InstructionText(hexadecimal, request.width())));
    }

    /** Takes the number that may follow -b away: crash's option has an argument that may be missing. */
    private static List<String> operands(Arguments arguments) {
        List<String> operands = arguments.operands();
        boolean number = arguments.has("b")
                && operands.size() > 1
                && operands.getFirst().length() <= 2
                && operands.getFirst().chars().allMatch(Character::isDigit);
        return number ? operands.subList(1, operands.size()) : operands;
    }

    private static long count(String text) throws CommandException {
        try {
            long count = Long.decode(text);
            if (count > 0) {
                return count;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw CommandException.usage("dis: " + text + " is no count of instructions");
    }
}
