package dev.inquest.commands.dump.makedumpfile;

import dev.inquest.api.arch.Architecture;
import dev.inquest.api.capture.DumpWriter;
import dev.inquest.api.command.Command;
import dev.inquest.api.command.CommandException;
import dev.inquest.api.command.CommandSpec;
import dev.inquest.api.command.Invocation;
import dev.inquest.api.image.DumpContainer;
import dev.inquest.api.kernel.KernelOpener;
import dev.inquest.api.kernel.OtherKernelException;
import dev.inquest.api.result.Diagnostic;
import dev.inquest.api.result.Result;
import dev.inquest.api.result.Row;
import dev.inquest.api.result.TextView;
import dev.inquest.commands.dump.Operands;
import dev.inquest.commands.dump.Tools;
import java.util.List;
import java.util.OptionalInt;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** {@code makedumpfile}: makedumpfile's own command line, its messages and its exit codes. */
@Component(service = Command.class, property = "inquest.command=makedumpfile")
public final class MakedumpfileCommand implements Command {
    private static final int ERRORS = 4;
    private static final int MOST_LEVEL = 31;
    private static final int DEFAULT_LEVEL = 7;
    private static final int FAILED = 1;
    private static final int OTHER_KERNEL = 2;

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
    public MakedumpfileCommand(@Reference KernelOpener opener) {
        this.opener = opener;
    }

    @Override
    public CommandSpec spec() {
        return MakedumpfileSpec.SPEC;
    }

    /** Returns makedumpfile's codes: 1 for what failed, 2 when the vmlinux is not the one of the dump. */
    @Override
    public OptionalInt exitCode(Result result) {
        if (result.status() != Result.Status.FAILED) {
            return OptionalInt.of(0);
        }
        boolean otherKernel = result.rows().stream().anyMatch(row -> row.is("other_kernel"));
        return OptionalInt.of(otherKernel ? OTHER_KERNEL : FAILED);
    }

    /** Whether what went wrong is that a vmlinux of another kernel than the dump's was given. */
    private static boolean otherKernel(Throwable error) {
        for (Throwable at = error; at != null; at = at.getCause()) {
            if (at instanceof OtherKernelException) {
                return true;
            }
        }
        return false;
    }

    @Override
    public Result run(Invocation invocation) throws CommandException {
        int level = Operands.number(invocation.arguments(), "message-level", DEFAULT_LEVEL, 0, MOST_LEVEL);
        Tools tools = new Tools(opener, List.copyOf(containers), List.copyOf(writers), List.copyOf(architectures));
        try {
            return new Run(invocation, tools, level).run();
        } catch (CommandException e) {
            String message = String.valueOf(e.getMessage());
            List<Diagnostic> errors =
                    (level & ERRORS) == 0 ? List.of() : List.of(new Diagnostic(Diagnostic.Severity.ERROR, message));
            Row row = new Row().put("other_kernel", otherKernel(e));
            return new Result("makedumpfile/1", Result.Status.FAILED, List.of(row), errors, TextView.NONE);
        }
    }
}
