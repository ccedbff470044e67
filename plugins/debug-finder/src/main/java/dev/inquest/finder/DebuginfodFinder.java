package dev.inquest.finder;

import dev.inquest.api.image.OpenException;
import dev.inquest.api.layout.DebugFinder;
import dev.inquest.finder.debuginfod.Client;
import dev.inquest.finder.debuginfod.ClientSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/**
 * Asks debuginfod servers, by build ID. Only where the user wants it: with {@code DEBUGINFOD_URLS} in the environment, or a setting
 * {@code debuginfod} that names servers ({@code no} for none).
 */
@Component(service = DebugFinder.class)
public final class DebuginfodFinder implements DebugFinder {
    private static final String URLS = "DEBUGINFOD_URLS";
    private static final String SETTING = "debuginfod";

    private final Map<String, String> environment;

    /** Uses the process's environment. */
    @Activate
    public DebuginfodFinder() {
        this(System.getenv());
    }

    DebuginfodFinder(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public String name() {
        return "debuginfod";
    }

    @Override
    public int rank() {
        return 40;
    }

    @Override
    public @Nullable Path find(Query query, Context context) throws OpenException {
        String buildId = query.buildId();
        if (buildId == null || buildId.isEmpty()) {
            return null;
        }
        String urls = context.settings().get(SETTING);
        urls = urls == null ? environment.get(URLS) : urls;
        if (urls == null || urls.isBlank() || urls.equals("no")) {
            return null;
        }
        ClientSettings settings =
                ClientSettings.of(List.of(urls.strip().split("\\s+")), context.settings(), environment);
        String what = query.kind() == Kind.KERNEL ? "vmlinux" : query.name();
        return new Client(settings, context).find(buildId, what);
    }
}
