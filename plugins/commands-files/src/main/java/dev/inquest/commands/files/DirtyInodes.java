package dev.inquest.commands.files;

import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.kernel.StructLayout;
import dev.inquest.api.progress.Progress;
import dev.inquest.api.result.Address;
import dev.inquest.api.result.Cell;
import dev.inquest.api.result.Row;
import dev.inquest.api.types.Value;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the inodes of a file system that are to be written back: those that are in a list of their device's writeback
 * (fs/fs-writeback.c), whichever it is. Flags of an inode's state would say it, too, but their numbers changed in 6.12.
 */
final class DirtyInodes {
    private final Kernel kernel;
    private final Progress progress;
    private final StructLayout<Fs.SuperBlock> superBlocks;
    private final StructLayout<Fs.Written> written;
    private final StructLayout<Fs.Inode> inodes;

    DirtyInodes(Kernel kernel, Progress progress) {
        this.kernel = kernel;
        this.progress = progress;
        this.superBlocks = kernel.bind(Fs.SuperBlock.class);
        this.written = kernel.bind(Fs.Written.class);
        this.inodes = kernel.bind(Fs.Inode.class);
    }

    /** Returns the rows of a mount's dirty inodes, or why they cannot be told. */
    @Nullable
    Object of(Row mount) {
        return mount.get("superblk") instanceof Address superBlock
                ? Cell.of(() -> dirty(superBlock.value()))
                : mount.get("superblk");
    }

    private List<Row> dirty(long superBlock) {
        List<Row> rows = new ArrayList<>();
        long seen = 0;
        for (Value inode : kernel.list(superBlocks.at(superBlock).inodes(), "inode", "i_sb_list")) {
            if (++seen % 4096 == 0) {
                progress.report("reading inodes", seen, 0);
                if (progress.cancelled()) {
                    break;
                }
            }
            Fs.Written link = written.at(inode.address());
            if (link.next() != link.link()) {
                Fs.Inode one = inodes.at(inode.address());
                rows.add(new Row().put("inode", new Address(inode.address())).put("number", Cell.of(one::number)));
            }
        }
        return rows;
    }
}
