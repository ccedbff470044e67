package dev.inquest.api.progress;

import org.osgi.annotation.versioning.ProviderType;

/** Where long work reports how far it has come, and asks whether it should stop. Safe for use by many threads. */
@ProviderType
public interface Progress {

    /** A progress that shows nothing and is never cancelled. */
    Progress NONE = new Progress() {
        @Override
        public void report(String activity, long done, long total) {}

        @Override
        public boolean cancelled() {
            return false;
        }
    };

    /**
     * Reports the state of the work. Cheap: implementations draw a few times a second at most.
     *
     * @param activity what is being done, for instance {@code "unpacking vmcore.zst"}
     * @param done how much is done, in any unit
     * @param total how much there is in the same unit, or a number ≤ 0 when not known
     */
    void report(String activity, long done, long total);

    /** Returns whether the user asked to stop (Ctrl-C). Work then returns what it has, marked as partial. */
    boolean cancelled();
}
