package dev.inquest.finder;

import dev.inquest.api.layout.DebugFinder;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Looks where distributions put debug information, and where a kernel that was built here has its own. */
@Component(service = DebugFinder.class)
public final class UsualPlaces implements DebugFinder {
    private final Path root;
    private @Nullable Place place;

    /** Looks below the machine's root folder. */
    @Activate
    public UsualPlaces() {
        this(Path.of("/"));
    }

    UsualPlaces(Path root) {
        this.root = root;
    }

    @Override
    public String name() {
        return "the usual places";
    }

    @Override
    public int rank() {
        return 30;
    }

    @Override
    public @Nullable Path find(Query query, Context context) {
        return place().find(query, context, false);
    }

    private synchronized Place place() {
        Place known = place;
        if (known == null) {
            known = new Place(root);
            place = known;
        }
        return known;
    }
}
