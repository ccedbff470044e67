package dev.inquest.commands.kdump;

import dev.inquest.api.command.Command;
import dev.inquest.api.command.CommandException;
import dev.inquest.api.command.CommandSpec;
import dev.inquest.api.command.Invocation;
import dev.inquest.api.kernel.KernelOpener;
import dev.inquest.api.result.Result;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code kdump}: whether the next crash will leave a dump. */
@Component(service = Command.class, property = "inquest.command=kdump")
public final class KdumpCommand implements Command {
    private static final CommandSpec SPEC = CommandSpec.of("kdump", "judges kdump's configuration before the crash")
            .operands("lint [FILE | DIR | SOSREPORT] ... | size [VMCORE] | check [SOSREPORT]")
            .flag("explain", "lint: says in plain words what every line means, not only what is wrong")
            .option(
                    "release",
                    "N",
                    "lint: judges kdump.conf as RHEL or CentOS N reads it (6 to 10); otherwise told from the file")
            .option("sosreport", "DIR", "size: the machine that a sosreport is of; a folder or an archive")
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
                    "size adds up how much memory the capture kernel needs, part by part, says which parts are arithmetic and which estimates, and "
                            + "shows what the distributions would keep. Of a machine that is described by options, of a sosreport, of the machine "
                            + "that a dump is of, or of this one; what was found out, where, and what could not be, is told.")
            .describe(
                    "check says whether the next crash of a machine leaves a dump: memory reserved, capture kernel loaded, service enabled, "
                            + "target and room, what triggers a panic, and the usual traps. Of this machine, of a copy of its files (--root) or "
                            + "of a sosreport; each answer is ready, not ready, take care or not known, with the command to type next.")
            .describe(
                    "The exit code is 0 when nothing is wrong, and 5 when lint found errors or warnings, or check something that is not ready.")
            .example("judge a file", "kdump lint kdump.conf", "")
            .example("read a whole configuration in plain words", "kdump lint --explain /etc/kdump.conf", "")
            .example("how much for a machine of 44 GB?", "kdump size --memory 44G", """
                    memory 44 GB (as given), x86_64, pages of 4 KB

                        160 MB  kernel, initramfs, drivers         estimate: least that RHEL 7 and 8 keep on x86_64
                        2.8 MB  makedumpfile, bitmaps              2 bits for each of 11534336 pages
                         20 MB  makedumpfile, copying              whatever the machine's size
                      182.8 MB  needed; crashkernel=192M
                    ...""")
            .example("and for the machine that a dump is of, with what it was booted with", "kdump size vmcore", """
                    memory 447.5 MB (of the machine in the dump), x86_64, pages of 4 KB, 2 CPUs

                      memory                           447.5 MB   (the kernel's count of pages, node_present_pages)
                      crashkernel=                     192M   (the kernel's saved_command_line)
                      reserved for the capture kernel  192 MB   (the kernel's crashk_res and crashk_low_res)
                      distribution                     not known: a dump does not name it
                    ...
                    booted with crashkernel=192M: 192 MB on this machine; 192 MB are kept: enough by this sum""")
            .example("does a customer's machine dump?", "kdump check sosreport-box.tar.xz", "")
            .withoutDump()
            .build();

    private final KernelOpener opener;

    /** Makes the command. */
    @Activate
    public KdumpCommand(@Reference KernelOpener opener) {
        this.opener = opener;
    }

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
            case "size" -> new SizeReport(invocation, opener).run(operands.subList(1, operands.size()));
            case "check" -> new CheckReport(invocation.arguments()).run(operands.subList(1, operands.size()));
            default ->
                throw CommandException.usage(
                        "use 'kdump lint', 'kdump size' or 'kdump check'; 'help kdump' explains them");
        };
    }
}
