package dev.inquest.launcher;

import dev.inquest.api.arch.Architecture;
import dev.inquest.api.command.Command;
import dev.inquest.api.disassembly.Disassembler;
import dev.inquest.api.host.PluginCapability;
import dev.inquest.api.host.PluginInfo;
import dev.inquest.api.host.PluginInfo.State;
import dev.inquest.api.image.DumpContainer;
import dev.inquest.api.image.DumpFormat;
import dev.inquest.api.layout.DebugFileFormat;
import dev.inquest.api.layout.DumpLayout;
import dev.inquest.api.result.Renderer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.Version;

/** Tells what a bundle is for and what it adds, by the services that it registered. */
final class Description {
    private Description() {}

    /** Describes a bundle as seen from the host's context. */
    static PluginInfo of(Installed one, BundleContext host) {
        Set<String> kinds = new TreeSet<>();
        List<String> provides = new ArrayList<>();
        Bundle bundle = one.bundle();
        if (bundle != null) {
            services(bundle, host, kinds, provides);
        }
        BundleFile file = one.file();
        String version = file.version().equals(Version.emptyVersion)
                ? ""
                : file.version().toString();
        String problem = one.problem();
        State state = state(one);
        if (problem == null && bundle != null) {
            List<String> problems = Components.problems(host, bundle);
            if (!problems.isEmpty()) {
                problem = problems.get(0);
                state = State.FAILED;
            }
        }
        return new PluginInfo(
                file.name(),
                version,
                kind(file, kinds),
                one.isLayout() ? layouts(file) : provides.isEmpty() ? packages(file) : provides,
                state,
                file.path().toString(),
                problem == null ? null : "it " + problem);
    }

    private static State state(Installed one) {
        return switch (one.fate()) {
            case SERVES -> State.ACTIVE;
            case SUPERSEDED -> State.SUPERSEDED;
            case UNRESOLVED -> State.UNRESOLVED;
            case FAILED -> State.FAILED;
            case INVALID -> State.INVALID;
        };
    }

    private static String kind(BundleFile file, Set<String> kinds) {
        if (!kinds.isEmpty()) {
            return String.join(", ", kinds);
        }
        if (file.role() == BundleFile.Role.FRAMEWORK) {
            return "framework";
        }
        if (file.isLayout()) {
            return "layout";
        }
        boolean lends = file.lendsOnly() && file.problem() == null;
        return lends ? "library" : "unknown";
    }

    private static List<String> layouts(BundleFile file) {
        List<String> kernels = new ArrayList<>();
        for (PluginCapability kernel : Capabilities.of(file, Capabilities.LAYOUT)) {
            String release = kernel.attributes().getOrDefault("release", "");
            String machine = kernel.attributes().getOrDefault("arch", "");
            kernels.add(("Linux " + release + " " + machine).strip());
        }
        return kernels;
    }

    private static List<String> packages(BundleFile file) {
        String exported = file.headers().get(Constants.EXPORT_PACKAGE);
        return exported == null || !file.lendsOnly() ? List.of() : Headers.names(exported);
    }

    private static void services(Bundle bundle, BundleContext context, Set<String> kinds, List<String> provides) {
        ServiceReference<?>[] references = bundle.getRegisteredServices();
        if (references == null) {
            return;
        }
        for (ServiceReference<?> reference : references) {
            Object service = context.getService(reference);
            String kind = service == null ? null : kindOf(service);
            if (service != null && kind != null) {
                kinds.add(kind);
                provides.add(nameOf(service));
            }
        }
    }

    private static @Nullable String kindOf(Object service) {
        return switch (service) {
            case Command command -> "command";
            case DumpFormat format -> "format";
            case DumpContainer container -> "container";
            case Architecture architecture -> "arch";
            case DebugFileFormat format -> "layout";
            case DumpLayout layout -> "layout";
            case Renderer renderer -> "renderer";
            case Disassembler disassembler -> "disassembler";
            default -> null;
        };
    }

    private static String nameOf(Object service) {
        return switch (service) {
            case Command command -> command.spec().name();
            case DumpFormat format -> format.name();
            case DumpContainer container -> container.name();
            case Architecture architecture -> architecture.name();
            case DebugFileFormat format -> format.name();
            case DumpLayout layout -> layout.name();
            case Renderer renderer -> renderer.name();
            default -> service.getClass().getSimpleName();
        };
    }
}
