package dev.inquest.core.open;

import dev.inquest.api.arch.Architecture;
import dev.inquest.api.image.DumpContainer;
import dev.inquest.api.image.DumpFormat;
import dev.inquest.api.image.DumpImage;
import dev.inquest.api.image.OpenException;
import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.kernel.KernelOpener;
import dev.inquest.api.layout.DebugFile;
import dev.inquest.api.layout.DebugFileFormat;
import dev.inquest.api.layout.DebugFinder;
import dev.inquest.api.layout.DumpLayout;
import dev.inquest.api.progress.Progress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.osgi.service.component.ComponentContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/**
 * The opener as a service. Plugins may come and go; an open session keeps those that it was opened with.
 *
 * <p>The services are asked of the component's context each time. Fields would do the same, but Java sets a field through method handles, for
 * which it makes classes when the first of them is set: 10 ms of every start.
 */
@Component(
        service = KernelOpener.class,
        reference = {
            @Reference(
                    name = OpenerComponent.CONTAINERS,
                    service = DumpContainer.class,
                    cardinality = ReferenceCardinality.MULTIPLE,
                    policy = ReferencePolicy.DYNAMIC,
                    policyOption = ReferencePolicyOption.GREEDY),
            @Reference(
                    name = OpenerComponent.FORMATS,
                    service = DumpFormat.class,
                    cardinality = ReferenceCardinality.MULTIPLE,
                    policy = ReferencePolicy.DYNAMIC,
                    policyOption = ReferencePolicyOption.GREEDY),
            @Reference(
                    name = OpenerComponent.ARCHITECTURES,
                    service = Architecture.class,
                    cardinality = ReferenceCardinality.MULTIPLE,
                    policy = ReferencePolicy.DYNAMIC,
                    policyOption = ReferencePolicyOption.GREEDY),
            @Reference(
                    name = OpenerComponent.DEBUG_FILES,
                    service = DebugFileFormat.class,
                    cardinality = ReferenceCardinality.MULTIPLE,
                    policy = ReferencePolicy.DYNAMIC,
                    policyOption = ReferencePolicyOption.GREEDY),
            @Reference(
                    name = OpenerComponent.LAYOUTS,
                    service = DumpLayout.class,
                    cardinality = ReferenceCardinality.MULTIPLE,
                    policy = ReferencePolicy.DYNAMIC,
                    policyOption = ReferencePolicyOption.GREEDY),
            @Reference(
                    name = OpenerComponent.FINDERS,
                    service = DebugFinder.class,
                    cardinality = ReferenceCardinality.MULTIPLE,
                    policy = ReferencePolicy.DYNAMIC,
                    policyOption = ReferencePolicyOption.GREEDY)
        })
public final class OpenerComponent implements KernelOpener {
    static final String CONTAINERS = "containers";
    static final String FORMATS = "formats";
    static final String ARCHITECTURES = "architectures";
    static final String DEBUG_FILES = "debugFiles";
    static final String LAYOUTS = "layouts";
    static final String FINDERS = "finders";

    private final ComponentContext context;
    private final Opener opener = new Opener(this::services);

    /** Made by the component runtime. */
    @Activate
    public OpenerComponent(ComponentContext context) {
        this.context = context;
    }

    private Services services() {
        return new Services(
                all(CONTAINERS, DumpContainer.class),
                all(FORMATS, DumpFormat.class),
                all(ARCHITECTURES, Architecture.class),
                all(DEBUG_FILES, DebugFileFormat.class),
                all(LAYOUTS, DumpLayout.class),
                all(FINDERS, DebugFinder.class));
    }

    /**
     * Returns the services of a reference, of equal ranks those first that were registered last: plugins that users added are asked before the
     * distribution's. Those that cannot be made are left out.
     */
    private <S> List<S> all(String reference, Class<S> type) {
        Object[] services = context.locateServices(reference);
        List<S> found = new ArrayList<>();
        if (services != null) {
            // The runtime gives them in the opposite order.
            for (int i = services.length - 1; i >= 0; i--) {
                found.add(type.cast(services[i]));
            }
        }
        return List.copyOf(found);
    }

    @Override
    public FileContent content(Path file, Progress progress) throws OpenException {
        return opener.content(file, progress);
    }

    @Override
    public DumpImage openImage(Request request) throws OpenException {
        return opener.openImage(request);
    }

    @Override
    public Kernel open(Request request) throws OpenException {
        return opener.open(request);
    }

    @Override
    public DebugFile openDebugFile(Path file, Progress progress) throws OpenException {
        return opener.openDebugFile(file, progress);
    }
}
