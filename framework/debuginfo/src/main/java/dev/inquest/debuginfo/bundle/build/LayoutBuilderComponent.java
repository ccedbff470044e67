package dev.inquest.debuginfo.bundle.build;

import dev.inquest.api.image.OpenException;
import dev.inquest.api.layout.LayoutBuilder;
import dev.inquest.api.progress.Progress;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** The builder of layout bundles as a service. */
@Component(service = LayoutBuilder.class)
public final class LayoutBuilderComponent implements LayoutBuilder {

    /** Makes the component. */
    @Activate
    public LayoutBuilderComponent() {}

    @Override
    public @Nullable Built build(Request request, Progress progress) throws OpenException {
        try {
            return new Build(request, progress).run();
        } catch (BlockWriter.TooLargeException e) {
            throw new OpenException(request.kernel() + ": is damaged: " + e.getMessage(), e);
        }
    }
}
