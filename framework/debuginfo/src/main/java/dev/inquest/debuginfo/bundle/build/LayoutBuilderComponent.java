package dev.inquest.debuginfo.bundle.build;

import dev.inquest.api.image.DumpContainer;
import dev.inquest.api.image.OpenException;
import dev.inquest.api.layout.LayoutBuilder;
import dev.inquest.api.progress.Progress;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The builder of layout bundles as a service. */
@Component(service = LayoutBuilder.class)
public final class LayoutBuilderComponent implements LayoutBuilder {

    private final Unpacking unpacking;

    /**
     * Makes the component.
     *
     * @param containers the wrappings in which modules may be
     */
    @Activate
    public LayoutBuilderComponent(@Reference List<DumpContainer> containers) {
        this.unpacking = new Unpacking(containers);
    }

    @Override
    public @Nullable Built build(Request request, Progress progress) throws OpenException {
        try {
            return new Build(request, progress, unpacking).run();
        } catch (BlockWriter.TooLargeException e) {
            throw new OpenException(request.kernel() + ": is damaged: " + e.getMessage(), e);
        }
    }
}
