package dev.inquest.commands.files;

import dev.inquest.api.files.Paths;
import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.kernel.StructLayout;
import dev.inquest.api.result.Address;
import dev.inquest.api.result.Cell;
import dev.inquest.api.result.Row;

/** Makes a row of a mount. */
final class MountRows {
    private static final int LONGEST_NAME = 4096;
    private static final int LONGEST_TYPE = 64;

    // include/linux/mount.h and, for MNT_READONLY, its first definition.
    private static final int READ_ONLY = 0x40;

    private final Kernel kernel;
    private final StructLayout<Fs.MountedAs> mounts;
    private final StructLayout<Fs.SuperBlock> superBlocks;
    private final Paths paths;
    private final long inside;

    MountRows(Kernel kernel) {
        this.kernel = kernel;
        this.mounts = kernel.bind(Fs.MountedAs.class);
        this.superBlocks = kernel.bind(Fs.SuperBlock.class);
        this.paths = new Paths(kernel);
        this.inside = mounts.offset("vfsmount").orElse(0);
    }

    Row row(long address) {
        Fs.MountedAs mount = mounts.at(address);
        return new Row()
                .put("mount", new Address(address))
                .put("vfsmount", new Address(address + inside))
                .put("superblk", Cell.address(mount::superBlock))
                .put("type", Cell.of(() -> type(mount)))
                .put("devname", Cell.of(() -> mount.device() == 0 ? "" : text(mount.device(), LONGEST_NAME)))
                .put("dirname", Cell.of(() -> paths.ofMount(address)))
                .put("id", Cell.of(mount::id))
                .put("parent", Cell.address(mount::parent))
                .put("read_only", Cell.of(() -> (mount.flags() & READ_ONLY) != 0));
    }

    private String type(Fs.MountedAs mount) {
        return text(superBlocks.at(mount.superBlock()).type().name(), LONGEST_TYPE);
    }

    private String text(long address, int longest) {
        return kernel.memory().cString(address, longest);
    }
}
