package dev.inquest.commands.files;

import dev.inquest.api.command.CommandException;
import dev.inquest.api.files.NamedFiles;
import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.kernel.StructLayout;
import dev.inquest.api.memory.FaultException;
import dev.inquest.api.result.Address;
import dev.inquest.api.result.Row;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Chooses mounts by what users type: the device's name or the directory, else an address: of the mount, its vfsmount, its super_block, or of
 * a dentry or inode, which is recognised by leading to a mounted super_block.
 */
final class MountChoice {
    private final StructLayout<NamedFiles.Dentry> dentries;
    private final StructLayout<Fs.Inode> inodes;
    private final List<Row> mounts;

    MountChoice(Kernel kernel, List<Row> mounts) {
        this.dentries = kernel.bind(NamedFiles.Dentry.class);
        this.inodes = kernel.bind(Fs.Inode.class);
        this.mounts = mounts;
    }

    List<Row> of(List<String> operands) throws CommandException {
        Set<Row> chosen = new LinkedHashSet<>();
        for (String operand : operands) {
            List<Row> found = of(operand);
            if (found.isEmpty()) {
                throw CommandException.failed("mount: nothing is mounted that " + operand
                        + " belongs to: give a device's name, a directory, or the address of a mount, vfsmount, super_block, dentry or "
                        + "inode");
            }
            chosen.addAll(found);
        }
        return List.copyOf(chosen);
    }

    private List<Row> of(String operand) {
        List<Row> found = new ArrayList<>();
        for (Row mount : mounts) {
            if (operand.equals(mount.get("devname")) || operand.equals(mount.get("dirname"))) {
                found.add(mount);
            }
        }
        if (!found.isEmpty()) {
            return found;
        }
        long address;
        try {
            address = Long.parseUnsignedLong(operand.startsWith("0x") ? operand.substring(2) : operand, 16);
        } catch (NumberFormatException e) {
            return found;
        }
        find(address, found, "mount", "vfsmount", "superblk");
        if (found.isEmpty()) {
            try {
                find(dentries.at(address).superBlock(), found, "superblk");
                if (found.isEmpty()) {
                    find(inodes.at(address).superBlock(), found, "superblk");
                }
            } catch (FaultException e) {
                // Nothing is there; so it is neither.
                return found;
            }
        }
        return found;
    }

    private void find(long address, List<Row> found, String... cells) {
        for (Row mount : mounts) {
            for (String cell : cells) {
                if (mount.get(cell) instanceof Address at && at.value() == address && !found.contains(mount)) {
                    found.add(mount);
                }
            }
        }
    }
}
