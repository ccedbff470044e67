package dev.inquest.debuginfo.bundle;

import dev.inquest.api.host.PluginCapability;
import dev.inquest.api.host.PluginHost;
import dev.inquest.api.layout.DebugFinder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Finds the layout bundle of a kernel among the installed ones by what their manifests say: by build ID, or by release where the dump does
 * not tell its build ID. Of several the one with most in it comes first.
 */
@Component(service = DebugFinder.class)
public final class InstalledBundles implements DebugFinder {
    private static final String NAMESPACE = "inquest.layout";

    private final PluginHost host;

    /** Makes the component. */
    @Activate
    public InstalledBundles(@Reference PluginHost host) {
        this.host = host;
    }

    @Override
    public String name() {
        return "installed layout bundles";
    }

    @Override
    public int rank() {
        return 10;
    }

    @Override
    public @Nullable Path find(Query query, Context context) {
        if (query.kind() != Kind.KERNEL) {
            // Modules are inside the kernel's bundle.
            return null;
        }
        List<PluginCapability> found = new ArrayList<>();
        for (PluginCapability capability : host.capabilities(NAMESPACE)) {
            if (fits(capability.attributes(), query) && !context.refused(capability.file())) {
                found.add(capability);
            }
        }
        found.sort(InstalledBundles::largestFirst);
        return found.isEmpty() ? null : found.getFirst().file();
    }

    // Written out: what Comparator's methods put together is made by Java at every start.
    private static int largestFirst(PluginCapability a, PluginCapability b) {
        int order = Integer.compare(size(b), size(a));
        return order != 0 ? order : a.plugin().compareTo(b.plugin());
    }

    private static boolean fits(Map<String, String> attributes, Query query) {
        String id = attributes.getOrDefault("build-id", "");
        if (query.buildId() != null && !id.isEmpty()) {
            return id.equals(query.buildId());
        }
        return query.release() != null && query.release().equals(attributes.get("release"));
    }

    /** Returns how many parts it has, and whether modules are among them. */
    private static int size(PluginCapability capability) {
        Map<String, String> attributes = capability.attributes();
        int parts = attributes.getOrDefault("parts", "").split(",", -1).length;
        return parts * 2 + (attributes.getOrDefault("modules", "0").equals("0") ? 0 : 1);
    }
}
