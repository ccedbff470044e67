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
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** The opener as a service. Plugins may come and go; an open session keeps those that it was opened with. */
@Component(service = KernelOpener.class)
public final class OpenerComponent implements KernelOpener {
    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile List<DumpContainer> containers = List.of();

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile List<DumpFormat> formats = List.of();

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile List<Architecture> architectures = List.of();

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile List<DebugFileFormat> debugFiles = List.of();

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile List<DumpLayout> layouts = List.of();

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile List<DebugFinder> finders = List.of();

    private final Opener opener = new Opener(this::services);

    /** Makes the component; the framework sets its references. */
    @Activate
    public OpenerComponent() {}

    private Services services() {
        return new Services(
                List.copyOf(containers),
                List.copyOf(formats),
                List.copyOf(architectures),
                List.copyOf(debugFiles),
                List.copyOf(layouts),
                List.copyOf(finders));
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
