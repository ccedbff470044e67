package dev.inquest.commands.layout;

import dev.inquest.api.command.Command;
import dev.inquest.api.command.CommandException;
import dev.inquest.api.command.CommandSpec;
import dev.inquest.api.command.Invocation;
import dev.inquest.api.kernel.FieldManifest;
import dev.inquest.api.kernel.KernelOpener;
import dev.inquest.api.layout.LayoutBuilder;
import dev.inquest.api.result.Result;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code layout}: where types, symbols, lines and unwind tables come from. */
@Component(service = Command.class, property = "inquest.command=layout")
public final class LayoutCommand implements Command {
    private static final CommandSpec SPEC = CommandSpec.of(
                    "layout", "makes layout bundles, tells where layouts come from, and checks kernels against plugins")
            .operands(
                    "build VMLINUX [MODULE.ko | DIR] ... | info [VMCORE | VMLINUX | BUNDLE] ... | check VMLINUX | BTF | BUNDLE ...")
            .option(
                    "o",
                    "FILE",
                    "build: the file to write; by default inquest-layout-RELEASE.jar in the working directory")
            .option("with", "PARTS", "build: only these parts, with commas: types, symbols, lines, inlines, unwind")
            .option("without", "PARTS", "build: all parts but these")
            .flag("all", "check: tells also what only other kernels' forms have, by which nothing is lost")
            .describe(
                    "build makes a layout bundle: one file of a few megabytes with all that Inquest needs of a kernel build, so that nobody "
                            + "who looks at its dumps needs the vmlinux. It has C types and the types of global variables, symbols, source lines, "
                            + "inlined functions and unwind tables, of the kernel and of the modules that are named. Two makings of one kernel "
                            + "give the same bytes.")
            .describe(
                    "The file is an OSGi bundle. 'plugin install FILE' makes it known, and it is then found by the build ID of the dump; "
                            + "'inquest VMCORE FILE' uses it as it would use a vmlinux.")
            .example(
                    "make a bundle of a kernel and all its modules",
                    "layout build vmlinux /lib/modules/6.1.0-56-amd64",
                    "")
            .example("types and symbols alone", "layout build vmlinux --with types,symbols -o small.jar", """
                    small.jar: Linux 6.1.0-56-cloud-amd64 (x86_64), build ID 3b43fad5034874490492495d552c0af6a5fab235
                    PART                   COUNT      BYTES
                    types                  25907     584713
                    variables              22722     271904
                    kernel and modules         1       1128
                    symbols               105882    1262773
                    file                            2125280""")
            .withoutDump()
            .build();

    private final List<Subcommand> subcommands;

    /** Makes the command. */
    @Activate
    public LayoutCommand(
            @Reference LayoutBuilder builder, @Reference KernelOpener opener, @Reference FieldManifest manifest) {
        subcommands = List.of(new BuildLayout(builder), new InfoLayout(opener), new CheckLayout(opener, manifest));
    }

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    @Override
    public Result run(Invocation invocation) throws CommandException {
        List<String> operands = invocation.arguments().operands();
        StringBuilder known = new StringBuilder();
        for (Subcommand subcommand : subcommands) {
            if (!operands.isEmpty() && operands.getFirst().equals(subcommand.name())) {
                return subcommand.run(invocation, operands.subList(1, operands.size()));
            }
            known.append(known.isEmpty() ? "'" : ", '")
                    .append("layout ")
                    .append(subcommand.name())
                    .append('\'');
        }
        throw CommandException.usage("use " + known + "; 'help layout' explains it");
    }
}
