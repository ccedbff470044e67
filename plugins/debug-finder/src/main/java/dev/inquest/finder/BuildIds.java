package dev.inquest.finder;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Folders of files by build ID: {@code xx/yyyy.debug}, and {@code xx/yyyy} for what the debug information belongs to. */
final class BuildIds {
    private BuildIds() {}

    /** Returns where a file of this build ID would be, with debug information first. */
    static List<Path> below(Path tree, @Nullable String buildId) {
        List<Path> places = new ArrayList<>(2);
        if (buildId != null && buildId.length() > 2) {
            Path folder = tree.resolve(buildId.substring(0, 2));
            places.add(folder.resolve(buildId.substring(2) + ".debug"));
            places.add(folder.resolve(buildId.substring(2)));
        }
        return places;
    }
}
