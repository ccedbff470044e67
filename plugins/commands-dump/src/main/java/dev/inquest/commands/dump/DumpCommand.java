package dev.inquest.commands.dump;

import dev.inquest.api.arch.Architecture;
import dev.inquest.api.capture.DumpWriter;
import dev.inquest.api.command.Command;
import dev.inquest.api.command.CommandException;
import dev.inquest.api.command.CommandSpec;
import dev.inquest.api.command.Invocation;
import dev.inquest.api.image.DumpContainer;
import dev.inquest.api.kernel.KernelOpener;
import dev.inquest.api.result.Result;
import dev.inquest.commands.dump.check.CheckDump;
import dev.inquest.commands.dump.check.DiffDump;
import dev.inquest.commands.dump.info.InfoDump;
import dev.inquest.commands.dump.info.LogDump;
import dev.inquest.commands.dump.info.UsageDump;
import dev.inquest.commands.dump.write.FilterDump;
import dev.inquest.commands.dump.write.FlattenDump;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** {@code dump}: looks at dump files, checks and compares them, and writes them anew: smaller, in another form, in parts. */
@Component(service = Command.class, property = "inquest.command=dump")
public final class DumpCommand implements Command {
    private final List<Subcommand> subcommands = List.of(
            new InfoDump(),
            new LogDump(),
            new UsageDump(),
            new CheckDump(),
            new FilterDump("filter"),
            new FilterDump("split"),
            new FilterDump("reassemble"),
            new FlattenDump(true),
            new FlattenDump(false),
            new DiffDump());

    private final KernelOpener opener;

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile List<DumpContainer> containers = List.of();

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile List<DumpWriter> writers = List.of();

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile List<Architecture> architectures = List.of();

    /** Makes the command. */
    @Activate
    public DumpCommand(@Reference KernelOpener opener) {
        this.opener = opener;
    }

    @Override
    public CommandSpec spec() {
        return DumpSpec.SPEC;
    }

    @Override
    public Result run(Invocation invocation) throws CommandException {
        List<String> operands = invocation.arguments().operands();
        StringBuilder known = new StringBuilder();
        for (Subcommand subcommand : subcommands) {
            if (!operands.isEmpty() && operands.getFirst().equals(subcommand.name())) {
                Tools tools =
                        new Tools(opener, List.copyOf(containers), List.copyOf(writers), List.copyOf(architectures));
                return subcommand.run(invocation, operands.subList(1, operands.size()), tools);
            }
            known.append(known.isEmpty() ? "" : ", ").append(subcommand.name());
        }
        throw CommandException.usage("say what to do: 'dump " + known + "'; 'help dump' explains it");
    }
}
