package dev.inquest.commands.tasks;

import dev.inquest.api.result.Row;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds runs of frames that repeat, as recursion leaves them: one to sixteen frames that return to the same places again and again. The
 * first and the last turn are shown, those between are told by their number.
 */
final class Repeats {
    private static final int LONGEST = 16;
    private static final int FEWEST = 4;

    private final Set<Integer> skipped = new HashSet<>();
    private final Map<Integer, String> told = new HashMap<>();

    private Repeats() {}

    /** Looks at the frames of a stack; those that were inlined go with the one that contains them. */
    static Repeats of(List<Row> frames) {
        List<Integer> real = new ArrayList<>();
        for (int i = 0; i < frames.size(); i++) {
            if (!frames.get(i).is("inline")) {
                real.add(i);
            }
        }
        Repeats repeats = new Repeats();
        int at = 0;
        while (at < real.size()) {
            at += repeats.from(frames, real, at);
        }
        return repeats;
    }

    /** Looks for a repetition that begins at a frame, and returns how many frames further to look next. */
    private int from(List<Row> frames, List<Integer> real, int at) {
        for (int length = 1; length <= LONGEST; length++) {
            int turns = 1;
            while (same(frames, real, at, at + turns * length, length)) {
                turns++;
            }
            if (turns >= FEWEST) {
                int first = at + length;
                int last = at + (turns - 1) * length;
                for (int i = first; i < last; i++) {
                    skipped.add(real.get(i));
                }
                told.put(
                        real.get(last - 1),
                        length == 1
                                ? "... " + (turns - 2) + " more frames of the same"
                                : "... the " + length + " frames above, " + (turns - 2) + " more times");
                return turns * length;
            }
        }
        return 1;
    }

    private static boolean same(List<Row> frames, List<Integer> real, int one, int other, int length) {
        if (other + length > real.size()) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            Row here = frames.get(real.get(one + i));
            Row there = frames.get(real.get(other + i));
            if (!here.text("pc").equals(there.text("pc"))
                    || here.get("saved_at") != null
                    || there.get("saved_at") != null) {
                return false;
            }
        }
        return true;
    }

    boolean skips(int index) {
        return skipped.contains(index);
    }

    /** Returns what to say in place of a skipped frame, once for a run of them. */
    @Nullable
    String told(int index) {
        return told.get(index);
    }
}
