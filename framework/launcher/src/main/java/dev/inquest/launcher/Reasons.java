package dev.inquest.launcher;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.Version;
import org.osgi.framework.namespace.BundleNamespace;
import org.osgi.framework.namespace.ExecutionEnvironmentNamespace;
import org.osgi.framework.namespace.HostNamespace;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.FrameworkWiring;
import org.osgi.resource.Namespace;

/** Says in words why a bundle did not resolve: which requirement, and what was offered instead. */
final class Reasons {
    private static final int MOST = 3;
    private static final int DEEPEST = 20;
    private final FrameworkWiring wiring;
    private final Collection<Bundle> bundles;

    Reasons(FrameworkWiring wiring, Collection<Bundle> bundles) {
        this.wiring = wiring;
        this.bundles = bundles;
    }

    /** Returns the reason, to follow "it". */
    String unresolved(Bundle bundle) {
        BundleRevision revision = bundle.adapt(BundleRevision.class);
        if (revision == null) {
            return "was uninstalled";
        }
        List<String> missing = new ArrayList<>();
        List<String> chained = new ArrayList<>();
        for (BundleRequirement requirement : revision.getDeclaredRequirements(null)) {
            if (isWanted(requirement)) {
                judge(requirement, bundle, missing, chained);
            }
        }
        List<String> reasons = missing.isEmpty() ? chained : missing;
        return reasons.isEmpty() ? asked(bundle) : "needs " + joined(reasons);
    }

    private void judge(BundleRequirement requirement, Bundle bundle, List<String> missing, List<String> chained) {
        Collection<BundleCapability> providers = wiring.findProviders(requirement);
        if (providers.isEmpty()) {
            missing.add(wants(requirement) + offered(requirement));
            return;
        }
        Set<String> unusable = new TreeSet<>();
        for (BundleCapability provider : providers) {
            Bundle from = provider.getRevision().getBundle();
            if (from.equals(bundle) || from.getState() != Bundle.INSTALLED) {
                return;
            }
            unusable.add(from.getSymbolicName() + " " + from.getVersion());
        }
        chained.add(wants(requirement) + ", offered only by " + String.join(" and ", unusable)
                + ", which is not usable itself");
    }

    private static boolean isWanted(BundleRequirement requirement) {
        Map<String, String> directives = requirement.getDirectives();
        return !Namespace.RESOLUTION_OPTIONAL.equals(directives.get(Namespace.REQUIREMENT_RESOLUTION_DIRECTIVE))
                && !PackageNamespace.RESOLUTION_DYNAMIC.equals(
                        directives.get(Namespace.REQUIREMENT_RESOLUTION_DIRECTIVE))
                && !Namespace.EFFECTIVE_ACTIVE.equals(directives.get(Namespace.REQUIREMENT_EFFECTIVE_DIRECTIVE));
    }

    private static String wants(BundleRequirement requirement) {
        Filters filter = Filters.of(requirement);
        String namespace = requirement.getNamespace();
        return switch (namespace) {
            case PackageNamespace.PACKAGE_NAMESPACE -> "package " + filter.value(namespace) + filter.range();
            case BundleNamespace.BUNDLE_NAMESPACE, HostNamespace.HOST_NAMESPACE ->
                "bundle " + filter.value(namespace) + filter.range();
            case ExecutionEnvironmentNamespace.EXECUTION_ENVIRONMENT_NAMESPACE -> "Java " + filter.highestVersion();
            default -> namespace + " " + filter.text();
        };
    }

    private String offered(BundleRequirement requirement) {
        String namespace = requirement.getNamespace();
        if (namespace.equals(ExecutionEnvironmentNamespace.EXECUTION_ENVIRONMENT_NAMESPACE)) {
            return ", this is Java " + Runtime.version().feature();
        }
        String name = Filters.of(requirement).value(namespace);
        String attribute = namespace.equals(PackageNamespace.PACKAGE_NAMESPACE)
                ? PackageNamespace.CAPABILITY_VERSION_ATTRIBUTE
                : BundleNamespace.CAPABILITY_BUNDLE_VERSION_ATTRIBUTE;
        Set<String> offers = new TreeSet<>();
        for (Bundle bundle : bundles) {
            BundleRevision revision = bundle.adapt(BundleRevision.class);
            if (revision == null) {
                continue;
            }
            for (BundleCapability capability : revision.getDeclaredCapabilities(namespace)) {
                if (name.equals(capability.getAttributes().get(namespace))) {
                    Object version = capability.getAttributes().get(attribute);
                    offers.add((version instanceof Version v ? plain(v) : "without version") + " by "
                            + (bundle.getBundleId() == 0 ? "the framework" : bundle.getSymbolicName()));
                }
            }
        }
        return offers.isEmpty() ? ", which nothing offers" : ", offered " + String.join(" and ", offers);
    }

    private static String plain(Version version) {
        return version.toString();
    }

    /** Lets the framework say it: the requirements exclude each other. */
    private static String asked(Bundle bundle) {
        try {
            bundle.start(Bundle.START_TRANSIENT);
        } catch (BundleException e) {
            return "cannot be wired: " + oneLine(e.getMessage());
        }
        return "was not resolved";
    }

    private static String joined(List<String> reasons) {
        int shown = Math.min(MOST, reasons.size());
        String text = String.join("; ", reasons.subList(0, shown));
        return shown == reasons.size() ? text : text + "; and " + (reasons.size() - shown) + " more";
    }

    /** Returns why a bundle or a component did not start, to follow "it". */
    static String failed(Throwable problem) {
        Throwable cause = problem;
        for (int depth = 0; depth < DEEPEST; depth++) {
            Throwable next = cause.getCause();
            if (next == null) {
                break;
            }
            cause = next;
        }
        if (cause instanceof UnsupportedClassVersionError) {
            return newerJava(String.valueOf(cause.getMessage()));
        }
        return "did not start: " + described(cause);
    }

    private static String newerJava(String message) {
        int at = message.indexOf("class file version ");
        int end = message.indexOf('.', at + "class file version ".length());
        if (at >= 0 && end > at) {
            try {
                int version = Integer.parseInt(message.substring(at + "class file version ".length(), end));
                // Java SE n has class-file version n + 44 since 1.1, JVMS 25 table 4.1-A.
                return "is made for Java " + (version - 44) + ", this is Java "
                        + Runtime.version().feature();
            } catch (NumberFormatException e) {
                return "is made for a newer Java";
            }
        }
        return "is made for a newer Java";
    }

    private static String described(Throwable cause) {
        String message = cause.getMessage();
        String kind = cause.getClass().getSimpleName();
        return message == null ? kind : kind + ": " + oneLine(message);
    }

    static String oneLine(@Nullable String text) {
        if (text == null) {
            return "no reason given";
        }
        return text.strip().replaceAll("\\s+", " ");
    }
}
