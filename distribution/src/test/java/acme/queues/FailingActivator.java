package acme.queues;

import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** An activator that fails. */
public final class FailingActivator implements BundleActivator {
    /** Made by the framework. */
    public FailingActivator() {}

    @Override
    public void start(BundleContext context) {
        throw new UnsupportedOperationException("the licence has run out");
    }

    @Override
    public void stop(BundleContext context) {
        // Nothing was started.
    }
}
