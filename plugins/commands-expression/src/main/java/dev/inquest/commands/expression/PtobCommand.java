package dev.inquest.commands.expression;

import dev.inquest.api.command.Command;
import dev.inquest.api.command.CommandException;
import dev.inquest.api.command.CommandSpec;
import dev.inquest.api.command.Invocation;
import dev.inquest.api.expression.Expressions;
import dev.inquest.api.result.Result;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code ptob}: show the address of a page. */
@Component(service = Command.class, property = "inquest.command=ptob")
public final class PtobCommand implements Command {
    private static final CommandSpec SPEC = CommandSpec.of("ptob", "show the address of a page")
            .operands("pfn ...")
            .describe("A page frame's number is hexadecimal, or an expression in parentheses.")
            .example("where does this page frame begin?", "ptob 512a", "512a: 512a000")
            .build();

    private final Expressions expressions;

    /** Makes the command. */
    @Activate
    public PtobCommand(@Reference Expressions expressions) {
        this.expressions = expressions;
    }

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    @Override
    public Result run(Invocation invocation) throws CommandException {
        int shift = Integer.numberOfTrailingZeros(invocation.kernel().image().pageSize());
        return PageNumbers.run(invocation, expressions, "ptob", "pfn", "address", number -> number << shift);
    }
}
