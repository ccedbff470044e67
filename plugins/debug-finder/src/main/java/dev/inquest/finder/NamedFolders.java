package dev.inquest.finder;

import dev.inquest.api.layout.DebugFinder;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Looks into the folders that the user named: unpacked packages, folders by build ID, or simply files under their own names. */
@Component(service = DebugFinder.class)
public final class NamedFolders implements DebugFinder {
    private final Map<Path, Place> places = new ConcurrentHashMap<>();

    /** Makes the finder. */
    @Activate
    public NamedFolders() {}

    @Override
    public String name() {
        return "the folders given";
    }

    @Override
    public int rank() {
        return 20;
    }

    @Override
    public @Nullable Path find(Query query, Context context) {
        for (Path folder : context.folders()) {
            Path found = places.computeIfAbsent(folder, Place::new).find(query, context, true);
            if (found != null) {
                return found;
            }
        }
        return null;
    }
}
