package dev.inquest.commands.files;

import dev.inquest.api.command.Arguments;
import dev.inquest.api.command.Command;
import dev.inquest.api.command.CommandException;
import dev.inquest.api.command.CommandSpec;
import dev.inquest.api.command.Invocation;
import dev.inquest.api.command.TaskSelector;
import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.kernel.Task;
import dev.inquest.api.memory.FaultException;
import dev.inquest.api.result.Diagnostic;
import dev.inquest.api.result.Result;
import dev.inquest.api.result.Row;
import dev.inquest.api.types.MissingTypeException;
import java.util.ArrayList;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/** {@code mount}: the mounted file systems. */
@Component(service = Command.class, property = "inquest.command=mount")
public final class MountCommand implements Command {
    private static final CommandSpec SPEC = CommandSpec.of("mount", "show the mounted file systems")
            .operands("[mount | vfsmount | superblock | device | directory | dentry | inode] ...")
            .flag("f", "Show the files that are open on each, as the tasks' tables of files have them.")
            .flag("i", "Show the inodes of each that are to be written back.")
            .option("n", "pid|task", "Show the mounts that this task sees: those of its namespace.")
            .describe(
                    "Shows for each mount the addresses of its struct mount and super_block, the type of its file system, its device and "
                            + "the directory that it is on. Without -n these are the mounts of the first namespace, that of init.")
            .describe(
                    "Mounts are chosen by an address that has to do with them, by their device's name or by their directory.")
            .describe(
                    "crash has -f and -i for old kernels alone. Here -f goes through the open files of all tasks, and -i shows what is in "
                            + "the kernel's own lists of inodes to write.")
            .example("all mounts", "mount", """
                         MOUNT           SUPERBLK     TYPE   DEVNAME   DIRNAME
                    ff298c17526a98c0 ff298c174104a800 rootfs rootfs    /
                    ff298c17526a93c0 ff298c17412f2000 proc   proc      /proc
                    ff298c1742493c80 ff298c174104e000 devtmpfs dev     /dev""")
            .example("what process 139 sees", "mount -n 139", "")
            .example("who keeps this one busy", "mount -f /mnt/ext", "")
            .example("which file system is this inode of", "mount ff298c17411c4cd0", """
                         MOUNT           SUPERBLK     TYPE   DEVNAME   DIRNAME
                    ff298c1742493c80 ff298c174104e000 devtmpfs dev     /dev""")
            .build();

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    @Override
    public Result run(Invocation invocation) throws CommandException {
        Kernel kernel = invocation.kernel();
        Arguments arguments = invocation.arguments();
        List<Diagnostic> remarks = new ArrayList<>();
        MountRows reader = new MountRows(kernel);
        long namespace = namespace(invocation);
        List<Row> rows = new ArrayList<>();
        try {
            for (long mount : new Mounts(kernel, remarks).of(namespace)) {
                rows.add(reader.row(mount));
            }
        } catch (FaultException e) {
            throw CommandException.failed("mount: the namespace's mounts cannot be read: " + e.getMessage());
        }
        if (!arguments.operands().isEmpty()) {
            rows = new MountChoice(kernel, rows).of(arguments.operands());
        }
        if (arguments.has("f")) {
            MountedFiles files = new MountedFiles(kernel, invocation.progress());
            rows.forEach(row -> row.put("files", files.of(row)));
        }
        if (arguments.has("i")) {
            DirtyInodes inodes = new DirtyInodes(kernel, invocation.progress());
            rows.forEach(row -> row.put("dirty_inodes", inodes.of(row)));
        }
        return Result.of("mount/1", rows, remarks, new MountView(arguments.has("f"), arguments.has("i")));
    }

    private static long namespace(Invocation invocation) throws CommandException {
        Kernel kernel = invocation.kernel();
        String wanted = invocation.arguments().value("n").orElse(null);
        long task;
        if (wanted == null) {
            task = kernel.address("init_task")
                    .orElseThrow(() -> new MissingTypeException("the kernel's symbol init_task is not known"));
        } else {
            List<Task> tasks = TaskSelector.select(invocation, List.of(wanted));
            if (tasks.size() != 1) {
                throw CommandException.failed("mount: " + wanted + " means " + tasks.size()
                        + " tasks; give a pid or the " + "address of a task_struct");
            }
            task = tasks.getFirst().address();
        }
        try {
            long proxy = kernel.bind(Fs.TaskNamespaces.class).at(task).nsproxy();
            long mounts =
                    proxy == 0 ? 0 : kernel.bind(Fs.Namespaces.class).at(proxy).mounts();
            if (mounts == 0) {
                throw CommandException.failed(
                        "mount: the task " + wanted + " has given up its namespaces: it has exited");
            }
            return mounts;
        } catch (FaultException e) {
            throw CommandException.failed("mount: the task's namespaces cannot be read: " + e.getMessage());
        }
    }
}
