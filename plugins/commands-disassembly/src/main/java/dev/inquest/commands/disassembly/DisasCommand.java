package dev.inquest.commands.disassembly;

import dev.inquest.api.command.Arguments;
import dev.inquest.api.command.Command;
import dev.inquest.api.command.CommandException;
import dev.inquest.api.command.CommandSpec;
import dev.inquest.api.command.Invocation;
import dev.inquest.api.disassembly.Disassembler;
import dev.inquest.api.expression.Expressions;
import dev.inquest.api.result.Result;
import java.util.ArrayList;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;

/** {@code disas}: a whole function, as gdb's {@code disassemble} shows it. */
@Component(
        service = Command.class,
        property = {"inquest.command=disas", "inquest.command=disass", "inquest.command=disassemble"})
public final class DisasCommand implements Command {
    private static final CommandSpec SPEC = CommandSpec.of("disas", "disassemble a function as gdb does")
            .alias("disass")
            .alias("disassemble")
            .operands("[/m | /s | /r] [address | symbol[+offset] | (expression)] | [start,end | start,+length]")
            .flag("l", "Show files and lines, where debug information has them.")
            .flag("m", "As /m: by source lines, those of the function's own file.")
            .flag("s", "As /s: by source lines in the order of addresses, inlined functions included.")
            .flag("r", "As /r: with the instructions' bytes.")
            .option("syntax", "att | intel", "How x86 is spelled; AT&T's without it.")
            .describe(
                    "Shows the whole function that contains an address; without operands that in which the chosen task failed. The mark => stands at the exception or the call where "
                            + "the task's stack (bt) is in this function.")
            .describe(
                    "/m and /s show the text of lines where 'set source FOLDER' says where the source is, and their numbers otherwise.")
            .example(
                    "the function that failed",
                    "disas sysrq_handle_crash+22",
                    "Dump of assembler code for function sysrq_handle_crash:")
            .example("with lines", "disas /s sysrq_handle_crash", "")
            .example("32 bytes with their codes", "disas /r schedule,+32", "")
            .build();

    private final List<Disassembler> disassemblers;
    private final Expressions expressions;

    /** Makes the command. Disassemblers may be missing, which is said when one is needed. */
    @Activate
    public DisasCommand(
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
        boolean byLine = arguments.has("m");
        boolean inOrder = arguments.has("s");
        boolean bytes = arguments.has("r");
        List<String> words = new ArrayList<>();
        for (String operand : arguments.operands()) {
            if (!operand.startsWith("/")) {
                words.add(operand);
                continue;
            }
            for (char modifier : operand.substring(1).toCharArray()) {
                switch (modifier) {
                    case 'm' -> byLine = true;
                    case 's' -> inOrder = true;
                    case 'r', 'b' -> bytes = true;
                    default -> throw CommandException.usage("disas: modifiers are /m, /s and /r, not " + operand);
                }
            }
        }
        String place = String.join(" ", words);
        Request request = new Request(invocation, disassemblers, expressions, "disas");
        request.lines(byLine || inOrder || arguments.has("l"));
        request.syntax(arguments.value("syntax").orElse("att"));
        int comma = place.startsWith("(") ? -1 : place.indexOf(',');
        Range range = comma < 0
                ? request.whole(place)
                : request.between(
                        place.substring(0, comma).strip(),
                        place.substring(comma + 1).strip());
        GdbView.Order order = inOrder ? GdbView.Order.ADDRESSES : byLine ? GdbView.Order.LINES : GdbView.Order.PLAIN;
        return request.run(
                range,
                new GdbView(
                        new InstructionText(false, request.width()),
                        order,
                        bytes,
                        arguments.has("l"),
                        range.whole(),
                        request.sources()));
    }
}
