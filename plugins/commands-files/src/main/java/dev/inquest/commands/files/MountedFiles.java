package dev.inquest.commands.files;

import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.kernel.Task;
import dev.inquest.api.progress.Progress;
import dev.inquest.api.result.Address;
import dev.inquest.api.result.Row;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The open files of all tasks by the mounts that they were opened on; each file once, with those who have it open. */
final class MountedFiles {
    private final Map<Long, Map<Long, Row>> files = new HashMap<>();

    MountedFiles(Kernel kernel, Progress progress) {
        OpenFiles reader = new OpenFiles(kernel);
        List<Task> tasks = kernel.tasks();
        for (int i = 0; i < tasks.size() && !progress.cancelled(); i++) {
            progress.report("reading open files", i, tasks.size());
            Row task = reader.row(tasks.get(i));
            for (Row file : task.rows("files")) {
                add(task, file);
            }
        }
    }

    private void add(Row task, Row file) {
        if (!(file.get("vfsmount") instanceof Address mount) || !(file.get("file") instanceof Address address)) {
            return;
        }
        Row known = files.computeIfAbsent(mount.value(), key -> new java.util.LinkedHashMap<>())
                .computeIfAbsent(address.value(), key -> entry(file));
        List<Row> users = new ArrayList<>(known.rows("users"));
        users.add(new Row()
                .put("pid", task.get("pid"))
                .put("comm", task.get("comm"))
                .put("fd", file.get("fd")));
        known.put("users", users);
    }

    private static Row entry(Row file) {
        Row row = new Row();
        for (String cell : List.of("file", "dentry", "inode", "type", "path", "deleted")) {
            row.put(cell, file.get(cell));
        }
        return row;
    }

    /** Returns the files that were opened on a mount. */
    List<Row> of(Row mount) {
        @Nullable Map<Long, Row> found = files.get(mount.number("vfsmount"));
        return found == null ? List.of() : List.copyOf(found.values());
    }
}
