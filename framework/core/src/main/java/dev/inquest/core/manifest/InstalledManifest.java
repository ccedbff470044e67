package dev.inquest.core.manifest;

import dev.inquest.api.arch.Architecture;
import dev.inquest.api.command.Command;
import dev.inquest.api.host.PluginHost;
import dev.inquest.api.image.Machine;
import dev.inquest.api.kernel.FieldManifest;
import dev.inquest.api.kernel.KernelStruct;
import dev.inquest.api.layout.TypeSource;
import dev.inquest.api.memory.Fault;
import dev.inquest.api.memory.Memory;
import dev.inquest.api.types.MissingTypeException;
import dev.inquest.api.types.StructType;
import dev.inquest.api.types.Type;
import dev.inquest.core.bind.Binder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** The field manifest of the bundles that are installed. */
@Component(service = FieldManifest.class)
public final class InstalledManifest implements FieldManifest {
    private static final String API = "dev.inquest.api.";
    private final BundleContext context;

    /** Makes the manifest of the bundles beside that of a context. */
    @Activate
    public InstalledManifest(BundleContext context) {
        this.context = context;
    }

    /** A part with where its declarations are. */
    private record Found(Part part, Bundle bundle, @Nullable Architecture architecture) {}

    /** A class that does something for users, and what that is called. */
    private record Root(
            String name, String className, @Nullable Architecture architecture) {}

    @Override
    public List<Part> parts() {
        List<Part> parts = new ArrayList<>();
        for (Found found : find()) {
            parts.add(found.part);
        }
        return List.copyOf(parts);
    }

    @Override
    public List<Verdict> check(List<TypeSource> types, Machine machine) {
        Binder binder = new Binder(new NoMemory(), (kind, name) -> find(types, kind, name));
        List<Verdict> verdicts = new ArrayList<>();
        for (Found found : find()) {
            if (found.architecture == null || found.architecture.matches(machine)) {
                Checker checker = new Checker(
                        tags -> binder.find(tags.toArray(new String[0])), struct -> problem(binder, found, struct));
                verdicts.add(checker.check(found.part));
            }
        }
        return List.copyOf(verdicts);
    }

    private static @Nullable Type find(List<TypeSource> types, TypeSource.Kind kind, String name) {
        for (TypeSource source : types) {
            Type type = source.find(kind, name);
            if (type instanceof StructType struct && struct.size() < 0) {
                continue;
            }
            if (type != null) {
                return type;
            }
        }
        return null;
    }

    private String problem(Binder binder, Found found, Struct struct) {
        try {
            Class<?> type = load(found.bundle, struct.declaredBy());
            type = type == null ? load(context.getBundle(), struct.declaredBy()) : type;
            if (type != null && type.isAnnotationPresent(KernelStruct.class)) {
                binder.bind(type);
            }
            return "";
        } catch (MissingTypeException e) {
            return Objects.requireNonNullElse(e.getMessage(), "it cannot be bound");
        }
    }

    private List<Found> find() {
        Bundle own = context.getBundle();
        Map<String, List<Struct>> model = new TreeMap<>();
        List<Found> found = new ArrayList<>();
        ClassGraph core = graph(own);
        ModelParts.PARTS.forEach((name, type) -> {
            List<Struct> structs = structs(own, own, core.from(type.getName()).classes());
            model.put(name, structs);
            found.add(new Found(new Part(own.getSymbolicName(), "(" + name + ")", structs), own, null));
        });
        ServiceReference<PluginHost> host = context.getServiceReference(PluginHost.class);
        if (host != null) {
            context.getService(host).startAll();
        }
        for (Bundle bundle : context.getBundles()) {
            if (bundle.getBundleId() != 0 && !bundle.equals(own) && usesApi(bundle)) {
                addParts(bundle, model, found);
            }
        }
        found.sort(Comparator.<Found, String>comparing(one -> one.part.plugin()).thenComparing(one -> one.part.name()));
        return found;
    }

    private static boolean usesApi(Bundle bundle) {
        String imports = bundle.getHeaders("").get(Constants.IMPORT_PACKAGE);
        return bundle.getState() == Bundle.ACTIVE && imports != null && imports.contains(API);
    }

    private void addParts(Bundle bundle, Map<String, List<Struct>> model, List<Found> into) {
        List<Root> roots = roots(bundle);
        if (roots.isEmpty()) {
            return;
        }
        ClassGraph graph = graph(bundle);
        // Walks that every plugin may use stand in the api, and read structures, too.
        Bundle api = api();
        addClasses(api, graph::addApi);
        for (Root root : roots) {
            ClassGraph.Reach reach = graph.from(root.className);
            List<Struct> structs = new ArrayList<>(structs(bundle, api, reach.classes()));
            Set<String> used = new TreeSet<>();
            for (String method : reach.kernelMethods()) {
                used.addAll(ModelParts.of(method));
            }
            for (String part : used) {
                structs.addAll(Objects.requireNonNull(model.get(part)));
            }
            if (!structs.isEmpty()) {
                structs.sort(Comparator.comparing(struct -> struct.tags().getFirst()));
                into.add(new Found(new Part(bundle.getSymbolicName(), root.name, structs), bundle, root.architecture));
            }
        }
    }

    /** Returns the implementations of a bundle's services: declarative services name them. */
    private List<Root> roots(Bundle bundle) {
        List<Root> roots = new ArrayList<>();
        ServiceReference<?>[] services = bundle.getRegisteredServices();
        for (ServiceReference<?> service : services == null ? new ServiceReference<?>[0] : services) {
            if (service.getProperty("component.name") instanceof String className) {
                roots.add(new Root(name(service, className), className, architecture(service)));
            }
        }
        return roots;
    }

    private static String name(ServiceReference<?> service, String className) {
        Object command = service.getProperty(Command.NAME);
        if (command instanceof String one) {
            return one;
        }
        if (command instanceof String[] several && several.length > 0) {
            return several[0];
        }
        return "(" + className.substring(className.lastIndexOf('.') + 1) + ")";
    }

    private @Nullable Architecture architecture(ServiceReference<?> service) {
        boolean one = service.getProperty(Constants.OBJECTCLASS) instanceof String[] classes
                && Arrays.asList(classes).contains(Architecture.class.getName());
        return one && context.getService(service) instanceof Architecture architecture ? architecture : null;
    }

    private Bundle api() {
        for (Bundle bundle : context.getBundles()) {
            if (Arrays.asList(String.valueOf(bundle.getHeaders("").get(Constants.EXPORT_PACKAGE))
                            .split("[,;]"))
                    .contains(Command.class.getPackageName())) {
                return bundle;
            }
        }
        return context.getBundle();
    }

    private static ClassGraph graph(Bundle bundle) {
        ClassGraph graph = new ClassGraph();
        addClasses(bundle, graph::add);
        return graph;
    }

    private static void addClasses(Bundle bundle, Consumer<byte[]> graph) {
        Enumeration<URL> files = bundle.findEntries("/", "*.class", true);
        for (URL file : files == null ? List.<URL>of() : Collections.list(files)) {
            try (InputStream in = file.openStream()) {
                graph.accept(in.readAllBytes());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static List<Struct> structs(Bundle bundle, Bundle otherwise, Set<String> classes) {
        List<Struct> structs = new ArrayList<>();
        for (String name : classes) {
            Class<?> type = load(bundle, name);
            type = type == null ? load(otherwise, name) : type;
            if (type != null) {
                structs.addAll(Declarations.of(type));
            }
        }
        structs.sort(Comparator.comparing(struct -> struct.tags().getFirst()));
        return structs;
    }

    private static @Nullable Class<?> load(Bundle bundle, String name) {
        try {
            return bundle.loadClass(name);
        } catch (ClassNotFoundException | LinkageError e) {
            // A class that cannot be loaded cannot read anything either; the plugin list says what is wrong with its
            // bundle.
            return null;
        }
    }

    /** There is no memory in a check without a dump. */
    private static final class NoMemory implements Memory {
        @Override
        public ByteOrder order() {
            return ByteOrder.LITTLE_ENDIAN;
        }

        @Override
        public Fault tryRead(long address, byte[] destination, int offset, int length) {
            return new Fault(Fault.Kind.NOT_MAPPED, address, "there is no dump");
        }
    }
}
