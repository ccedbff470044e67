package dev.inquest.launcher;

import dev.inquest.api.host.PluginHost;
import dev.inquest.api.host.PluginInfo;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;

/** Starts the distribution in this process, with folders of its own for each test, and stops it afterwards. */
final class HostFixture implements BeforeEachCallback, AfterEachCallback {
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private final List<Host> hosts = new ArrayList<>();

    static Path image() {
        return Path.of(System.getProperty("inquest.root"), "distribution", "target", "inquest");
    }

    static Folders folders(Path base) {
        return new Folders(image(), base.resolve("user"), base.resolve("cache"));
    }

    Host start(Folders folders, Path... given) throws Exception {
        Host host = Host.start(
                folders, List.of(given), new HostLog(false, new PrintStream(said, true, StandardCharsets.UTF_8)));
        hosts.add(host);
        return host;
    }

    /** Returns what the host told users. */
    String said() {
        return said.toString(StandardCharsets.UTF_8);
    }

    static PluginHost service(Host host) {
        BundleContext context = host.context();
        ServiceReference<PluginHost> reference = context.getServiceReference(PluginHost.class);
        return context.getService(reference);
    }

    /** Returns the version of a package of the api, as its bundle exports it. */
    static String apiVersion(String name) {
        BundleFile api =
                BundleFile.read(image().resolve("bundles/framework/inquest.api-0.1.0.jar"), BundleFile.Role.FRAMEWORK);
        for (String clause : Headers.split(String.valueOf(api.headers().get("Export-Package")), ',')) {
            if (Headers.firstName(clause).equals(name)) {
                int at = clause.indexOf("version=\"") + "version=\"".length();
                return clause.substring(at, clause.indexOf('"', at));
            }
        }
        throw new AssertionError("the api has no package " + name);
    }

    static PluginInfo info(Host host, String name, String version) {
        return service(host).plugins().stream()
                .filter(one -> one.name().equals(name) && one.version().equals(version))
                .findFirst()
                .orElseThrow(() -> new AssertionError(
                        "no " + name + " " + version + " in " + service(host).plugins()));
    }

    /** Returns the services of a type that a filter selects. */
    static <T> List<T> services(Host host, Class<T> type, String filter) {
        BundleContext context = host.context();
        List<T> found = new ArrayList<>();
        try {
            for (ServiceReference<T> reference : context.getServiceReferences(type, filter)) {
                T service = context.getService(reference);
                if (service != null) {
                    found.add(service);
                }
            }
        } catch (InvalidSyntaxException e) {
            throw new AssertionError(e);
        }
        return found;
    }

    static String commandFilter(String command) throws InvalidSyntaxException {
        return FrameworkUtil.createFilter("(inquest.command=" + command + ")").toString();
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        said.reset();
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        for (Host host : hosts) {
            host.stop();
        }
        hosts.clear();
    }
}
