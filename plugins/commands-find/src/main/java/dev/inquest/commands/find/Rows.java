package dev.inquest.commands.find;

import dev.inquest.api.result.Row;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes rows of what was found. */
final class Rows {
    private Rows() {}

    /** Returns the row of a dump. */
    static Row of(Crash crash, Remedies.Need need) {
        Place place = crash.place();
        Headers headers = crash.headers();
        List<Row> files = new ArrayList<>();
        for (Remedies.File file : need.files()) {
            files.add(new Row()
                    .put("kind", file.kind())
                    .put("file", file.file())
                    .put("found_by", file.foundBy())
                    .put("by_build_id", file.sure()));
        }
        long seconds = crash.crashSeconds();
        return new Row()
                .put("kind", "dump")
                .put("file", place.file().toString())
                .put("entry", place.archived() ? place.entry() : null)
                .put(
                        "parts",
                        crash.parts().stream()
                                .map(part -> part.archived()
                                        ? part.entry()
                                        : part.file().toString())
                                .toList())
                .put("format", headers == null ? null : headers.format() + (crash.packed() ? ", packed" : ""))
                .put("release", crash.release())
                .put("architecture", crash.architecture())
                .put("build_id", crash.buildId())
                .put("host", crash.host())
                .put("size", crash.size())
                .put("complete", crash.complete())
                .put("remarks", remarks(crash))
                .put("panic", crash.panic())
                .put("panic_from", crash.panicFrom())
                .put("crash_time", seconds == 0 ? null : seconds)
                .put("named_time", crash.namedTime())
                .put("types", crash.layouts() == null ? null : crash.layouts().types())
                .put("needs", need.answer().words())
                .put("advice", need.words())
                .put("at_hand", files)
                .put("get_out", getOut(crash))
                .put("problem", crash.problem());
    }

    private static List<String> remarks(Crash crash) {
        List<String> remarks = new ArrayList<>();
        if (Names.incomplete(crash.place().name())) {
            remarks.add("Its name says that the capture did not end.");
        }
        if (crash.headers() != null) {
            remarks.addAll(crash.headers().remarks());
        }
        return remarks;
    }

    /** Returns what to type to have the dump as a file of its own; null where it is one. */
    private static @Nullable String getOut(Crash crash) {
        Place place = crash.place();
        if (!place.archived()) {
            return null;
        }
        StringBuilder command =
                new StringBuilder("tar -xf " + quoted(place.file().toString()));
        List<String> names = new ArrayList<>(place.inside());
        if (names.size() == 1) {
            for (Place part : crash.parts()) {
                command.append(' ').append(quoted(part.inside().getFirst()));
            }
        } else {
            // The archive in the archive comes out first.
            command.append(' ').append(quoted(names.getFirst()));
            for (int i = 1; i < names.size(); i++) {
                command.append("; tar -xf ")
                        .append(quoted(names.get(i - 1)))
                        .append(' ')
                        .append(quoted(names.get(i)));
            }
        }
        return command.toString();
    }

    private static String quoted(String word) {
        return word.matches("[A-Za-z0-9_./:+@%,=-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }

    /** Returns the row of a log beside which there is no dump. */
    static Row of(Found.Log log) {
        Place place = log.place();
        String time = Names.time(place.folderName());
        return new Row()
                .put("kind", "log")
                .put("file", place.file().toString())
                .put("entry", place.archived() ? place.entry() : null)
                .put("release", log.look().release())
                .put("host", Names.host(place.folderName()))
                .put("panic", log.look().panic())
                .put("panic_from", place.name())
                .put("named_time", time == null ? Names.time(place.name()) : time);
    }

    /** Returns the row of a file with debug information; {@code dumps} are those that it is of use for. */
    static Row of(Found.Debug debug, List<String> dumps) {
        return new Row()
                .put("kind", debug.kind().words())
                .put("file", debug.place().file().toString())
                .put("entry", debug.place().archived() ? debug.place().entry() : null)
                .put("release", debug.release())
                .put("build_id", debug.buildId())
                .put("size", debug.size())
                .put("dumps", dumps);
    }
}
