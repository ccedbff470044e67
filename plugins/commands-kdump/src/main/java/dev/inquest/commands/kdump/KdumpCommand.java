package dev.inquest.commands.kdump;

import dev.inquest.api.command.Command;
import dev.inquest.api.command.CommandException;
import dev.inquest.api.command.CommandSpec;
import dev.inquest.api.command.Invocation;
import dev.inquest.api.result.Result;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/** {@code kdump}: whether the next crash will leave a dump. */
@Component(service = Command.class, property = "inquest.command=kdump")
public final class KdumpCommand implements Command {
    private static final CommandSpec SPEC = CommandSpec.of("kdump", "judges kdump's configuration before the crash")
            .operands("lint [FILE | DIR | SOSREPORT] ... | size | check [SOSREPORT]")
            .flag("explain", "lint: says in plain words what every line means, not only what is wrong")
            .option(
                    "release",
                    "N",
                    "lint: judges kdump.conf as RHEL or CentOS N reads it (6 to 10); otherwise told from the file")
            .option("memory", "SIZE", "size: the machine's memory, for instance 44G or 1T")
            .option("arch", "NAME", "size: x86_64 (the default), aarch64 or ppc64le")
            .option("page-size", "SIZE", "size: 4K (the default), 16K or 64K")
            .option("cpus", "N", "size: number of CPUs")
            .option("crashkernel", "OPTION", "size: a crashkernel= option, to be compared with the need")
            .flag("sme", "size: memory encryption (AMD SME or SEV) is on")
            .flag("smmu", "size: an arm64 machine with an SMMU")
            .flag("mlx5", "size: an arm64 machine with a Mellanox 5 network card")
            .option(
                    "root",
                    "DIR",
                    "check: a folder with copies of the machine's files, as /proc/cmdline and /etc/kdump.conf")
            .flag("cyclic", "size: makedumpfile filters in cycles, with a buffer of fixed size")
            .describe(
                    "lint reads kdump.conf (RHEL, CentOS and Fedora, from release 6 on), kdump-tools (Debian, Ubuntu), sysconfig/kdump "
                            + "(SUSE, Red Hat) and the boot command line, and tells what is unknown, outdated, set twice or in conflict, with the "
                            + "line, the reason and what to write instead. Given a folder it looks at the files of the machine whose root "
                            + "the folder is; given a sosreport it reads them out of the archive. Without an operand it reads this machine's.")
            .describe(
                    "size adds up how much memory the capture kernel needs, part by part, and shows what the distributions would keep.")
            .describe(
                    "check says whether the next crash of a machine leaves a dump: memory reserved, capture kernel loaded, service enabled, "
                            + "target and room, what triggers a panic, and the usual traps. Of this machine, of a copy of its files (--root) or "
                            + "of a sosreport; each answer is ready, not ready, take care or not known, with the command to type next.")
            .describe(
                    "The exit code is 0 when nothing is wrong, and 5 when lint found errors or warnings, or check something that is not ready.")
            .example("judge a file", "kdump lint kdump.conf", "")
            .example("read a whole configuration in plain words", "kdump lint --explain /etc/kdump.conf", "")
            .example("how much for a machine of 44 GB?", "kdump size --memory 44G", "")
            .example("does a customer's machine dump?", "kdump check sosreport-box.tar.xz", "")
            .withoutDump()
            .build();

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    @Override
    public Result run(Invocation invocation) throws CommandException {
        List<String> operands = invocation.arguments().operands();
        String verb = operands.isEmpty() ? "" : operands.getFirst();
        return switch (verb) {
            case "lint" -> new LintReport(invocation.arguments()).run(operands.subList(1, operands.size()));
            case "size" -> new SizeReport(invocation).run(operands.subList(1, operands.size()));
            case "check" -> new CheckReport(invocation.arguments()).run(operands.subList(1, operands.size()));
            default ->
                throw CommandException.usage(
                        "use 'kdump lint', 'kdump size' or 'kdump check'; 'help kdump' explains them");
        };
    }
}
