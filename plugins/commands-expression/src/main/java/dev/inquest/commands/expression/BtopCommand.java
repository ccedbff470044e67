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

/** {@code btop}: show the number of the page at an address. */
@Component(service = Command.class, property = "inquest.command=btop")
public final class BtopCommand implements Command {
    private static final CommandSpec SPEC = CommandSpec.of("btop", "show the number of the page at an address")
            .operands("address ...")
            .describe("An address is physical and hexadecimal, or an expression in parentheses.")
            .example("which page frame is this?", "btop 512a000", "512a000: 512a")
            .build();

    private final Expressions expressions;

    /** Makes the command. */
    @Activate
    public BtopCommand(@Reference Expressions expressions) {
        this.expressions = expressions;
    }

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    @Override
    public Result run(Invocation invocation) throws CommandException {
        int shift = Integer.numberOfTrailingZeros(invocation.kernel().image().pageSize());
        return PageNumbers.run(invocation, expressions, "btop", "address", "pfn", number -> number >>> shift);
    }
}
