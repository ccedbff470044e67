package dev.inquest.commands.files;

import dev.inquest.api.result.Address;
import dev.inquest.api.result.Result;
import dev.inquest.api.result.Row;
import dev.inquest.api.result.TextOut;
import dev.inquest.api.result.TextView;
import dev.inquest.api.result.Unavailable;
import java.util.List;

/** Shows mounts as crash does: one table, or each mount for itself where its files or inodes follow. */
record MountView(boolean files, boolean inodes) implements TextView {
    private static final int TYPE = 6;
    private static final int WHAT = 16;

    @Override
    public void write(Result result, TextOut out) {
        if (!files && !inodes) {
            header(out);
        }
        boolean first = true;
        for (Row row : result.rows()) {
            if (files || inodes) {
                if (!first) {
                    out.line();
                }
                header(out);
            }
            first = false;
            String what = pad(text(row, "type"), TYPE) + " " + text(row, "devname");
            out.line((text(row, "mount") + " " + text(row, "superblk") + " " + pad(what, WHAT) + " "
                            + text(row, "dirname"))
                    .stripTrailing());
            if (files) {
                files(row.rows("files"), out);
            }
            if (inodes) {
                inodes(row, out);
            }
        }
    }

    private static void header(TextOut out) {
        out.line("     MOUNT           SUPERBLK     TYPE   DEVNAME   DIRNAME");
    }

    private static void files(List<Row> files, TextOut out) {
        out.line("OPEN FILES:");
        if (files.isEmpty()) {
            out.line("No open files found");
            return;
        }
        out.line("     DENTRY           INODE       TYPE PATH");
        for (Row file : files) {
            out.line(text(file, "dentry") + " " + text(file, "inode") + " " + pad(text(file, "type"), 4) + " "
                    + text(file, "path"));
        }
    }

    private static void inodes(Row row, TextOut out) {
        out.line("DIRTY INODES");
        if (row.get("dirty_inodes") instanceof Unavailable reason) {
            out.line("(" + reason.reason() + ")");
            return;
        }
        List<Row> inodes = row.rows("dirty_inodes");
        if (inodes.isEmpty()) {
            out.line("No dirty inodes found");
        }
        inodes.forEach(inode -> out.line(text(inode, "inode")));
    }

    private static String text(Row row, String cell) {
        return switch (row.get(cell)) {
            case null -> "";
            case Address address -> address.digits();
            case Unavailable reason -> pad("(" + reason.kind() + ")", 16);
            case Object value -> value.toString();
        };
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }
}
