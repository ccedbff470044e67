package dev.inquest.launcher;

import dev.inquest.api.command.Command;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;
import org.osgi.service.component.runtime.dto.ReferenceDTO;
import org.osgi.service.component.runtime.dto.UnsatisfiedReferenceDTO;

/** Asks the component runtime what is wrong with a bundle's declared services (OSGi Compendium 8, section 112.9). */
final class Components {
    private Components() {}

    /** Returns what is wrong, each to follow "it"; empty when nothing is, or when there are no components. */
    static List<String> problems(BundleContext context, Bundle bundle) {
        ServiceComponentRuntime runtime = runtime(context);
        if (runtime == null) {
            return List.of();
        }
        Set<String> problems = new TreeSet<>();
        for (ComponentDescriptionDTO component : runtime.getComponentDescriptionDTOs(bundle)) {
            for (ComponentConfigurationDTO configuration : runtime.getComponentConfigurationDTOs(component)) {
                switch (configuration.state) {
                    case ComponentConfigurationDTO.FAILED_ACTIVATION ->
                        problems.add("did not start: " + simple(component.implementationClass) + ": "
                                + cause(configuration.failure));
                    case ComponentConfigurationDTO.UNSATISFIED_REFERENCE -> waiting(component, configuration, problems);
                    default -> {
                        // It is there, or would be as soon as somebody asks for it.
                    }
                }
            }
        }
        return new ArrayList<>(problems);
    }

    /** Returns the names and aliases of a bundle's commands, when it offers nothing else and each command tells its names; else nothing. */
    static List<String> commands(BundleContext context, Bundle bundle) {
        ServiceComponentRuntime runtime = runtime(context);
        if (runtime == null) {
            return List.of();
        }
        List<String> names = new ArrayList<>();
        for (ComponentDescriptionDTO component : runtime.getComponentDescriptionDTOs(bundle)) {
            if (component.immediate
                    || component.serviceInterfaces.length != 1
                    || !component.serviceInterfaces[0].equals(Command.class.getName())) {
                return List.of();
            }
            Object told = component.properties.get(Command.NAME);
            if (told instanceof String one) {
                names.add(one);
            } else if (told instanceof String[] several && several.length > 0) {
                names.addAll(List.of(several));
            } else {
                return List.of();
            }
        }
        return names;
    }

    private static @Nullable ServiceComponentRuntime runtime(BundleContext context) {
        ServiceReference<ServiceComponentRuntime> reference =
                context.getServiceReference(ServiceComponentRuntime.class);
        return reference == null ? null : context.getService(reference);
    }

    private static void waiting(
            ComponentDescriptionDTO component, ComponentConfigurationDTO configuration, Set<String> problems) {
        for (UnsatisfiedReferenceDTO missing : configuration.unsatisfiedReferences) {
            for (ReferenceDTO reference : component.references) {
                if (reference.name.equals(missing.name)) {
                    problems.add("waits: " + simple(component.implementationClass) + " needs a service "
                            + simple(reference.interfaceName) + ", which nothing offers");
                }
            }
        }
    }

    private static String simple(@Nullable String className) {
        return className == null ? "?" : className.substring(className.lastIndexOf('.') + 1);
    }

    /** Returns the innermost cause from a printed stack trace, with the exception's simple name. */
    private static String cause(@Nullable String trace) {
        if (trace == null || trace.isBlank()) {
            return "no reason given";
        }
        String line = trace.lines().findFirst().orElse("");
        for (String next : trace.lines().toList()) {
            if (next.startsWith("Caused by: ")) {
                line = next.substring("Caused by: ".length());
            }
        }
        int colon = line.indexOf(':');
        String kind = colon < 0 ? line : line.substring(0, colon);
        return Reasons.oneLine(simple(kind) + (colon < 0 ? "" : line.substring(colon)));
    }
}
