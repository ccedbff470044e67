package dev.inquest.launcher;

import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;

/** A file that was found, the bundle that it became, and what happened to it. */
final class Installed {
    private final BundleFile file;
    private final @Nullable Bundle bundle;
    private volatile Fate fate;
    private volatile @Nullable String problem;

    /** What became of a file. */
    enum Fate {
        SERVES,
        SUPERSEDED,
        UNRESOLVED,
        FAILED,
        INVALID
    }

    private Installed(BundleFile file, @Nullable Bundle bundle, Fate fate, @Nullable String problem) {
        this.file = file;
        this.bundle = bundle;
        this.fate = fate;
        this.problem = problem;
    }

    static Installed of(BundleFile file, Bundle bundle) {
        return new Installed(file, bundle, Fate.SERVES, null);
    }

    /** For a layout bundle, which serves without the framework. */
    static Installed layout(BundleFile file) {
        return new Installed(file, null, Fate.SERVES, null);
    }

    /** Returns whether it is a layout bundle that serves. */
    boolean isLayout() {
        return bundle == null && fate == Fate.SERVES;
    }

    /** For a file that the framework does not have. */
    static Installed rejected(BundleFile file, Fate fate, String problem) {
        return new Installed(file, null, fate, problem);
    }

    BundleFile file() {
        return file;
    }

    @Nullable
    Bundle bundle() {
        return bundle;
    }

    Fate fate() {
        return fate;
    }

    /** Returns why it does not serve, to follow "it"; null when it does. */
    @Nullable
    String problem() {
        return problem;
    }

    void set(Fate newFate, @Nullable String newProblem) {
        problem = newProblem;
        fate = newFate;
    }

    /** Returns whether the framework has it and could wire it. */
    boolean isResolved() {
        Bundle it = bundle;
        return it != null
                && switch (it.getState()) {
                    case Bundle.RESOLVED, Bundle.STARTING, Bundle.ACTIVE, Bundle.STOPPING -> true;
                    default -> false;
                };
    }
}
