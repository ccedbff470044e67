package dev.inquest.launcher.log;

import org.slf4j.ILoggerFactory;
import org.slf4j.IMarkerFactory;
import org.slf4j.event.Level;
import org.slf4j.helpers.BasicMarkerFactory;
import org.slf4j.helpers.NOPMDCAdapter;
import org.slf4j.spi.MDCAdapter;
import org.slf4j.spi.SLF4JServiceProvider;

/**
 * The provider that slf4j finds. The level is that of the environment variable {@code INQUEST_LOG}: {@code error}, {@code warn},
 * {@code info}, {@code debug} or {@code trace}; without it, or with another word, nothing is logged. {@code --debug} asks for
 * {@code debug}.
 */
public final class StandardErrorProvider implements SLF4JServiceProvider {
    private final BasicMarkerFactory markers = new BasicMarkerFactory();
    private final NOPMDCAdapter contexts = new NOPMDCAdapter();
    private final int lowest = lowest(System.getenv("INQUEST_LOG"), Boolean.getBoolean("inquest.debug"));

    /** Made by slf4j. */
    public StandardErrorProvider() {}

    /** Returns the lowest level that is logged, as slf4j numbers them; above all of them for none. */
    static int lowest(@org.jspecify.annotations.Nullable String word, boolean debug) {
        if (word != null) {
            for (Level level : Level.values()) {
                if (level.name().equalsIgnoreCase(word)) {
                    return level.toInt();
                }
            }
        }
        return debug ? Level.DEBUG.toInt() : Integer.MAX_VALUE;
    }

    @Override
    public ILoggerFactory getLoggerFactory() {
        return name -> new StandardErrorLogger(name, lowest, System.err);
    }

    @Override
    public IMarkerFactory getMarkerFactory() {
        return markers;
    }

    @Override
    public MDCAdapter getMDCAdapter() {
        return contexts;
    }

    @Override
    public String getRequestedApiVersion() {
        return "2.0.99";
    }

    @Override
    public void initialize() {
        // All of it is made with the object.
    }
}
