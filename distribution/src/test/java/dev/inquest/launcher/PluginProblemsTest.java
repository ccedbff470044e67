package dev.inquest.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import acme.queues.BrokenCommand;
import acme.queues.FailingActivator;
import acme.queues.QueuesCommand;
import dev.inquest.api.command.Command;
import dev.inquest.api.host.PluginInfo;
import dev.inquest.api.host.PluginInfo.State;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Plugins that do not work are named with the reason, and the rest goes on. */
class PluginProblemsTest {
    private static final String RANGE = "dev.inquest.api.command;version=\"[2.0,3.0)\"";

    @RegisterExtension
    final HostFixture fixture = new HostFixture();

    @TempDir
    Path base;

    private Path userFolder() {
        return HostFixture.folders(base).user();
    }

    private Host start() throws Exception {
        return fixture.start(HostFixture.folders(base));
    }

    private static PluginJar queues(String version) throws Exception {
        return PluginJar.of("acme.queues", version).component(QueuesCommand.class, "queues");
    }

    /** Checks the only problem and that everything else works. */
    private static PluginInfo onlyProblem(Host host, String name, String version, State state, String reason) {
        assertEquals(1, host.problems().size(), host.problems().toString());
        String problem = host.problems().get(0);
        assertTrue(problem.startsWith(name), problem);
        assertTrue(problem.contains(reason), problem);
        PluginInfo info = HostFixture.info(host, name, version);
        assertEquals(state, info.state());
        assertTrue(String.valueOf(info.problem()).contains(reason), String.valueOf(info.problem()));
        assertEquals(
                State.ACTIVE, HostFixture.info(host, "inquest.shell", "0.1.0").state());
        return info;
    }

    @Test
    void aPluginOfTheUserServes() throws Exception {
        Path jar = queues("1.0.0").write(userFolder(), "queues + more 100%.jar");
        Host host = start();
        assertEquals(List.of(), host.problems());
        PluginInfo info = HostFixture.info(host, "acme.queues", "1.0.0");
        assertEquals(State.ACTIVE, info.state());
        assertEquals("command", info.kind());
        assertEquals(List.of("queues"), info.provides());
        assertEquals(jar.toString(), info.origin());
        assertNull(info.problem());
    }

    @Test
    void theApiIsTooOld() throws Exception {
        queues("1.4.0").header("Import-Package", RANGE).write(userFolder(), "queues.jar");
        String offered = HostFixture.apiVersion("dev.inquest.api.command");
        onlyProblem(
                start(),
                "acme.queues",
                "1.4.0",
                State.UNRESOLVED,
                "needs package dev.inquest.api.command [2.0.0,3.0.0), offered " + offered + " by inquest.api");
    }

    @Test
    void aPackageIsMissing() throws Exception {
        queues("1.0.0").header("Import-Package", "acme.bus;version=\"1.2\"").write(userFolder(), "queues.jar");
        onlyProblem(
                start(),
                "acme.queues",
                "1.0.0",
                State.UNRESOLVED,
                "needs package acme.bus 1.2.0 or higher, which nothing offers");
    }

    @Test
    void whatOneNeedsIsUnusableItself() throws Exception {
        PluginJar.of("acme.bus", "1.2.0")
                .header("Import-Package", "acme.wire")
                .header("Export-Package", "acme.bus;version=1.2")
                .write(userFolder(), "bus.jar");
        queues("1.0.0").header("Import-Package", "acme.bus;version=\"1.2\"").write(userFolder(), "queues.jar");
        Host host = start();
        assertEquals(2, host.problems().size(), host.problems().toString());
        String problem =
                String.valueOf(HostFixture.info(host, "acme.queues", "1.0.0").problem());
        assertTrue(problem.contains("offered only by acme.bus 1.2.0, which is not usable itself"), problem);
    }

    @Test
    void aRequiredJavaIsNewer() throws Exception {
        queues("1.0.0")
                .header("Require-Capability", "osgi.ee;filter:=\"(&(osgi.ee=JavaSE)(version=99))\"")
                .write(userFolder(), "queues.jar");
        onlyProblem(
                start(),
                "acme.queues",
                "1.0.0",
                State.UNRESOLVED,
                "needs Java 99, this is Java " + Runtime.version().feature());
    }

    @Test
    void classesAreForANewerJava() throws Exception {
        PluginJar.of("acme.licensed", "1.0.0")
                .classFileVersion(99 + 44)
                .add(FailingActivator.class)
                .header("Import-Package", "org.osgi.framework")
                .header("Bundle-Activator", FailingActivator.class.getName())
                .write(userFolder(), "licensed.jar");
        onlyProblem(start(), "acme.licensed", "1.0.0", State.FAILED, "is made for Java 99");
    }

    @Test
    void anActivatorFails() throws Exception {
        PluginJar.of("acme.licensed", "1.0.0")
                .add(FailingActivator.class)
                .header("Import-Package", "org.osgi.framework")
                .header("Bundle-Activator", FailingActivator.class.getName())
                .write(userFolder(), "licensed.jar");
        onlyProblem(
                start(),
                "acme.licensed",
                "1.0.0",
                State.FAILED,
                "did not start: UnsupportedOperationException: the licence has run out");
    }

    @Test
    void aServiceCannotBeMade() throws Exception {
        PluginJar.of("acme.broken", "1.0.0")
                .component(BrokenCommand.class, "broken")
                .write(userFolder(), "broken.jar");
        Host host = start();
        assertEquals(List.of(), host.problems());
        assertEquals(List.of(), HostFixture.services(host, Command.class, HostFixture.commandFilter("broken")));
        PluginInfo info = HostFixture.info(host, "acme.broken", "1.0.0");
        assertEquals(State.FAILED, info.state());
        String reason = "did not start: BrokenCommand: IllegalStateException: no queues here";
        assertTrue(String.valueOf(info.problem()).contains(reason), info.problem());
        for (int i = 0; i < 100 && host.problems().isEmpty(); i++) {
            Thread.sleep(20);
        }
        assertEquals(1, host.problems().size());
        assertTrue(fixture.said().contains("acme.broken 1.0.0: it " + reason), fixture.said());
    }

    @Test
    void aNeededServiceIsMissing() throws Exception {
        PluginJar.of("acme.queues", "1.0.0")
                .component(QueuesCommand.class, "queues", "dev.inquest.api.command.Absent")
                .write(userFolder(), "queues.jar");
        PluginInfo info = HostFixture.info(start(), "acme.queues", "1.0.0");
        assertEquals(State.FAILED, info.state());
        assertEquals("it waits: QueuesCommand needs a service Absent, which nothing offers", info.problem());
    }

    @Test
    void filesThatAreNoBundles() throws Exception {
        Files.createDirectories(userFolder());
        Files.writeString(userFolder().resolve("text.jar"), "hello");
        Path whole = queues("1.0.0").write(base, "whole.jar");
        byte[] bytes = Files.readAllBytes(whole);
        Files.write(userFolder().resolve("short.jar"), java.util.Arrays.copyOf(bytes, bytes.length / 2));
        Files.write(userFolder().resolve("empty.jar"), new byte[0]);
        queues("1.0.0").header("Bundle-SymbolicName", null).write(userFolder(), "plain.jar");
        queues("one").header("Bundle-SymbolicName", "acme.one").write(userFolder(), "version.jar");
        Files.writeString(userFolder().resolve("readme.txt"), "is not looked at");
        Host host = start();
        List<String> problems = host.problems();
        assertEquals(5, problems.size(), problems.toString());
        assertTrue(problems.get(0).startsWith("empty.jar is not used: it is damaged or no jar"), problems.get(0));
        assertTrue(
                problems.get(1).startsWith("plain.jar is not used: it is a jar but no OSGi bundle"), problems.get(1));
        assertTrue(problems.get(2).startsWith("short.jar is not used: it is damaged or no jar"), problems.get(2));
        assertTrue(problems.get(3).startsWith("text.jar is not used: it is damaged or no jar"), problems.get(3));
        assertTrue(problems.get(4).contains("has a malformed Bundle-Version: \"one\""), problems.get(4));
        assertEquals(State.INVALID, HostFixture.info(host, "text.jar", "").state());
    }

    @Test
    void aNamedFileIsMissing() throws Exception {
        Host host = fixture.start(HostFixture.folders(base), base.resolve("absent.jar"));
        onlyProblem(host, "absent.jar", "", State.INVALID, "does not exist");
    }

    @Test
    void theSameTwice() throws Exception {
        Path first = queues("1.0.0").write(userFolder(), "a.jar");
        queues("1.0.0").write(userFolder(), "b.jar");
        Host host = start();
        assertEquals(1, host.problems().size());
        assertTrue(
                host.problems().get(0).contains("has the same name and version as " + first),
                host.problems().get(0));
        assertEquals(
                1,
                HostFixture.services(host, Command.class, HostFixture.commandFilter("queues"))
                        .size());
    }

    @Test
    void theHighestVersionServes() throws Exception {
        queues("1.10.0").write(userFolder(), "a.jar");
        queues("1.9.0").write(userFolder(), "b.jar");
        Host host = start();
        assertEquals(List.of(), host.problems());
        assertEquals(
                State.ACTIVE, HostFixture.info(host, "acme.queues", "1.10.0").state());
        PluginInfo older = HostFixture.info(host, "acme.queues", "1.9.0");
        assertEquals(State.SUPERSEDED, older.state());
        assertEquals("it gives way to version 1.10.0", older.problem());
        assertEquals(
                1,
                HostFixture.services(host, Command.class, HostFixture.commandFilter("queues"))
                        .size());
    }

    @Test
    void theNextVersionServesWhenTheHighestDoesNotResolve() throws Exception {
        queues("2.0.0").header("Import-Package", RANGE).write(userFolder(), "a.jar");
        queues("1.9.0").write(userFolder(), "b.jar");
        Host host = start();
        onlyProblem(host, "acme.queues", "2.0.0", State.UNRESOLVED, "needs package dev.inquest.api.command");
        assertEquals(
                State.ACTIVE, HostFixture.info(host, "acme.queues", "1.9.0").state());
    }
}
