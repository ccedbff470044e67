package dev.inquest.shell;

import java.util.List;
import java.util.function.ToIntFunction;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Version;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** The program that the launcher calls with the command line's arguments; its result is the process's exit code. */
@Component(service = ToIntFunction.class, property = "inquest.main=true")
public final class Main implements ToIntFunction<String[]> {
    private final BundleContext context;

    /** Makes the program. */
    @Activate
    public Main(BundleContext context) {
        this.context = context;
    }

    @Override
    public int applyAsInt(String[] arguments) {
        Console console = Console.system();
        Messages messages = new Messages(console.err(), false, false, false);
        Services services = new OsgiServices(context, problem -> messages.warning("inquest", problem));
        Version version = context.getBundle().getVersion();
        return new Program(console, services, version.getMajor() + "." + version.getMinor() + "." + version.getMicro())
                .run(List.of(arguments));
    }
}
