package dev.inquest.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inquest.api.command.CommandException;
import dev.inquest.api.command.CommandSpec;
import dev.inquest.api.command.SessionContext;
import dev.inquest.api.kernel.KernelOpener;
import dev.inquest.api.memory.Fault;
import dev.inquest.api.memory.FaultException;
import dev.inquest.api.result.Diagnostic;
import dev.inquest.api.result.Result;
import dev.inquest.api.result.Row;
import dev.inquest.api.result.Unavailable;
import dev.inquest.api.types.MissingTypeException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgramTest {
    private static final Diagnostic FORCED = new Diagnostic(Diagnostic.Severity.WARNING, "vmlinux was forced");

    private final FakeKernel kernel = new FakeKernel(FakeKernel.VMCOREINFO, FORCED);
    private final FakeServices services = new FakeServices()
            .add(KernelOpener.class, kernel)
            .add(FakeCommand.echo("echo"))
            .add(FakeCommand.of(
                    "half",
                    i -> Result.of(
                            "half/1",
                            List.of(new Row().put("a", new Unavailable("lost", "cut"))),
                            (r, o) -> o.line("half"))))
            .add(FakeCommand.of("refuse", i -> {
                throw CommandException.failed("no such task");
            }))
            .add(FakeCommand.of("fault", i -> {
                throw new FaultException(new Fault(Fault.Kind.EXCLUDED, 0x10, "dump level 31"));
            }))
            .add(FakeCommand.of("type", i -> {
                throw new MissingTypeException("struct x has no member y");
            }))
            .add(FakeCommand.of("bug", i -> {
                throw new IllegalStateException("two\nlines");
            }))
            .add(FakeCommand.of("deep", ProgramTest::deep));

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    Path folder = Path.of("");

    private static Result deep(dev.inquest.api.command.Invocation invocation) throws CommandException {
        return invocation.run(List.of("deep"), new SessionContext());
    }

    private int run(String... arguments) {
        return runWith("", out, arguments);
    }

    private int runWith(String input, OutputStream stream, String... arguments) {
        Console console = new Console(
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                stream,
                err,
                false,
                false,
                false,
                false,
                false,
                Map.of());
        return new Program(console, services, "1.2.3").run(List.of(arguments));
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void oneCommandPrintsItsResultAlone() {
        assertEquals(0, run("vmcore", "-c", "echo a 'b c'"));
        assertEquals("a\n'b c'\n", out());
        assertEquals("inquest: warning: vmlinux was forced\n", err());
        assertTrue(kernel.closed.get() > 0);
    }

    @Test
    void severalCommandsAreShown() {
        assertEquals(0, run("-c", "echo a; echo b", "vmcore", "vmlinux"));
        assertEquals("inquest> echo a\na\n\ninquest> echo b\nb\n\n", out());
        assertEquals("inquest: warning: vmlinux was forced\n", err());
    }

    @Test
    void silentShowsResultsAlone() {
        assertEquals(0, run("-s", "-c", "echo a", "-c", "echo b", "vmcore"));
        assertEquals("a\nb\n", out());
    }

    @Test
    void standardInputGivesCommands() {
        assertEquals(0, runWith("echo a\n# no\n\necho b", out, "vmcore"));
        assertEquals("inquest> echo a\na\n\ninquest> echo b\nb\n\n", out());
    }

    @Test
    void exitEndsAll() {
        assertEquals(0, run("-s", "vmcore", "-c", "echo a; q; echo b", "-c", "echo c"));
        assertEquals("a\n", out());
    }

    @Test
    void worstCommandGivesTheCode() {
        assertEquals(5, run("-s", "vmcore", "-c", "half; echo a"));
        assertEquals(4, run("-s", "vmcore", "-c", "half; refuse; half"));
        assertEquals(4, run("-s", "vmcore", "-c", "refuse; half"));
    }

    @Test
    void helpIsAlsoAnOptionOfEveryCommand() {
        assertEquals(0, run("-s", "vmcore", "-c", "echo --help"));
        String page = out();
        out.reset();
        assertEquals(0, run("-s", "vmcore", "-c", "help echo"));
        assertEquals(out(), page);
        assertTrue(page.contains("echo"), page);
        out.reset();
        assertEquals(0, run("-s", "vmcore", "-c", "echo -- --help"));
        assertTrue(out().contains("--help"), out());
    }

    @Test
    void failuresAreOneLineEach() {
        assertEquals(4, run("-s", "vmcore", "-c", "refuse; fault; type; bug; deep; echo -x; echo ok"));
        assertEquals("ok\n", out());
        assertEquals(
                """
                inquest: warning: vmlinux was forced
                refuse: no such task
                fault: cannot be read: 0x10: excluded (dump level 31)
                type: does not work with this kernel and its debug information: struct x has no member y
                bug: internal error: IllegalStateException: two (--debug prints where)
                deep: too many commands inside one another
                echo: unknown option -x; try 'help echo'
                """,
                // The session's warning is said once, behind the first result.
                err());
    }

    @Test
    void debugPrintsStacks() {
        assertEquals(4, run("--debug", "vmcore", "-c", "bug"));
        assertTrue(err().contains("\tat dev.inquest.shell."), err());
    }

    @Test
    void unknownCommandsNameTheNearest() {
        assertEquals(4, run("vmcore", "-c", "ehco x"));
        assertTrue(err().contains("ehco: no such command; did you mean echo? 'help' lists the commands\n"), err());
    }

    @Test
    void unknownWordsThatAreSymbolsArePrinted() {
        services.add(FakeCommand.echo("p"));
        assertEquals(0, run("vmcore", "-c", "jiffies + 1"));
        assertEquals("jiffies\n+\n1\n", out());
        assertEquals(4, run("vmcore", "-c", "nosuch + 1"));
    }

    @Test
    void aFormatMayStandBehindASlashAsInGdb() {
        services.add(new FakeCommand(
                CommandSpec.of("p", "prints").option("/", "format", "how").build(),
                true,
                i -> FakeCommand.words(
                        "p",
                        List.of(
                                i.arguments().value("/").orElse("none"),
                                String.join(" ", i.arguments().operands())))));
        assertEquals(0, run("vmcore", "-c", "p/x -1 / 2"));
        assertEquals("x\n-1 / 2\n", out());
        assertEquals(4, run("vmcore", "-c", "echo/x 1"), "echo takes none");
    }

    @Test
    void jsonHasSessionDiagnosticsInEveryResult() {
        assertEquals(4, run("--format", "json", "vmcore", "vmlinux", "-c", "echo a; refuse"));
        assertEquals("""
                {"schema":"inquest/1","dump":{"files":["vmcore","vmlinux"],"format":"kdump-compressed v6",\
                "release":"6.1.0-56-cloud-amd64","architecture":"x86_64","complete":true,"partial":true,"dump_level":31,\
                "crash_time":1795240939},"results":[
                {"command":"echo a","schema":"echo/1","status":"ok","rows":[{"word":"a"}],"diagnostics":[\
                {"severity":"warning","message":"vmlinux was forced"}]},
                {"command":"refuse","schema":"refuse/1","status":"failed","rows":[],"diagnostics":[\
                {"severity":"warning","message":"vmlinux was forced"},{"severity":"error","message":"no such task"}]}]}
                """, out());
        assertEquals("", err());
    }

    @Test
    void releaseAndBuildId() {
        assertEquals(0, run("--osrelease", "vmcore"));
        assertEquals(0, run("--build-id", "vmcore"));
        assertEquals("6.1.0-56-cloud-amd64\n0123abcd\n", out());
        assertEquals("", err());
    }

    @Test
    void releaseFromTheKernelAndUnknownBuildId() {
        services.add(KernelOpener.class, new FakeKernel(""));
        assertEquals(0, run("--osrelease", "vmcore"));
        assertEquals(3, run("--build-id", "vmcore"));
        assertEquals("6.1.0-of-uts\nunknown\n", out());
    }

    @Test
    void whatCannotBeOpenedIsSaidInALine() {
        assertEquals(3, run("passwd", "-c", "echo a"));
        assertEquals("inquest: passwd: no known dump format\n", err());
        assertEquals("", out());
    }

    @Test
    void wrongUse() {
        assertEquals(2, run("--frob", "vmcore"));
        assertEquals(2, run());
        assertEquals(2, run("--format", "xml", "vmcore", "-c", "echo"));
        assertEquals("""
                inquest: unknown option --frob; try 'inquest --help'
                inquest: no dump given; try 'inquest --help'
                inquest: unknown format xml; there are csv, html, json, ndjson, text; try 'inquest --help'
                """, err());
    }

    @Test
    void helpAndVersionNeedNothing() {
        assertEquals(0, run("--version"));
        assertEquals("inquest 1.2.3\n", out());
        assertEquals(0, run("--help"));
        assertTrue(out().contains("usage: inquest"));
    }

    @Test
    void commandsWithoutDumpStandAlone() {
        assertEquals(0, run("help", "echo"));
        assertEquals("""
                NAME
                  echo - does echo

                SYNOPSIS
                  echo [-v] [word] ...

                OPTIONS
                  -v  more
                """, out());
    }

    @Test
    void commandsThatNeedADumpSayso() {
        assertEquals(4, run("-c", "echo a"));
        assertEquals("echo: needs a dump; start as: inquest VMCORE VMLINUX\n", err());
    }

    @Test
    void aCommandThatIsCalledByAnotherNameIsToldByThatAlone() {
        services.add(new FakeCommand(
                CommandSpec.of("struct", "shows").alias("union").build(),
                false,
                i -> Result.failed("struct/1", "struct: nobody knows it")));
        run("-s", "vmcore", "-c", "union a; struct a");
        assertTrue(err().endsWith("union: nobody knows it\nstruct: nobody knows it\n"), err());
    }

    @Test
    void markdownReference() {
        services.add(new FakeCommand(
                CommandSpec.of("bt", "show <stacks>")
                        .alias("stack")
                        .option("c", "cpu|a", "those cpus")
                        .describe("Shows a_b.")
                        .example("all", "bt -a", "#0 x\n#1 y")
                        .build(),
                false,
                i -> FakeCommand.words("bt", List.of())));
        assertEquals(0, run("help", "bt", "--markdown"));
        assertTrue(out().endsWith("""
                                ## bt

                                Show <stacks>.

                                ```text
                                bt [-c cpu|a]
                                ```

                                Also called: stack.

                                Shows a\\_b.

                                | option | |
                                |---|---|
                                | `-c cpu\\|a` | those cpus |

                                All:

                                ```text
                                inquest> bt -a
                                #0 x
                                #1 y
                                ```
                                """.replace("Show <", "Show &lt;")), out());
    }

    @Test
    void pipesAndFiles() throws IOException {
        Path file = folder.resolve("f g");
        assertEquals(
                0,
                run(
                        "-s",
                        "vmcore",
                        "-c",
                        "echo c a b | sort; echo x > '" + file + "'; echo y >> \"" + file + "\"; !echo shell"));
        assertEquals("a\nb\nc\nshell\n", out());
        assertEquals("x\ny\n", Files.readString(file));
    }

    @Test
    void pipedCommandsAreShownToo() {
        assertEquals(0, run("vmcore", "-c", "echo b a | sort; echo c"));
        assertEquals("inquest> echo b a | sort\na\nb\n\ninquest> echo c\nc\n\n", out());
    }

    @Test
    void pipesThatCloseEarlyAreNoFailure() {
        services.add(FakeCommand.of("many", i -> {
            List<String> words = new ArrayList<>();
            for (int n = 0; n < 200_000; n++) {
                words.add("word" + n);
            }
            return FakeCommand.words("many", words);
        }));
        assertEquals(0, run("-s", "vmcore", "-c", "many | head -1; echo z"));
        assertEquals("word0\nz\n", out());
    }

    @Test
    void aReaderThatHasGoneEndsTheProgramQuietly() {
        OutputStream gone = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("Broken pipe");
            }
        };
        assertEquals(0, runWith("", gone, "-s", "vmcore", "-c", "echo a; refuse"));
        assertFalse(err().contains("Broken"), err());
    }

    @Test
    void aFullDiskIsSaid() {
        OutputStream full = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("No space left on device");
            }
        };
        assertEquals(4, runWith("", full, "-s", "vmcore", "-c", "echo a"));
        assertTrue(err().contains("No space left on device"), err());
    }

    @Test
    void scriptsAndIncludes() throws IOException {
        Path inner = Files.writeString(folder.resolve("inner"), "echo inner\n");
        Path script = Files.writeString(folder.resolve("script"), "echo a\n# c\n< " + inner + "\n");
        Path arguments = Files.writeString(folder.resolve("arguments"), "1 2\n\n\"3 4\"\n");
        assertEquals(0, run("-s", "vmcore", "-i", script.toString(), "-c", "echo < " + arguments));
        assertEquals("a\ninner\n1\n2\n3 4\n", out());
        assertEquals(4, run("-s", "vmcore", "-i", folder.resolve("none").toString()));
        assertTrue(err().contains("none: no such file"), err());
    }

    @Test
    void aFileThatIncludesItselfEnds() throws IOException {
        Path self = folder.resolve("self");
        Files.writeString(self, "< " + self + "\n");
        assertEquals(4, run("-s", "vmcore", "-i", self.toString()));
        assertTrue(err().contains("too many files inside one another"), err());
    }

    @Test
    void outputFile() throws IOException {
        Path file = folder.resolve("result.json");
        assertEquals(0, run("vmcore", "-c", "echo a", "-o", file.toString(), "--format=ndjson"));
        assertEquals("", out());
        assertEquals(3, Files.readAllLines(file).size());
        assertEquals(
                3,
                run("vmcore", "-c", "echo a", "-o", folder.resolve("no/where").toString()));
    }

    @Test
    void aliases() {
        assertEquals(0, run("-s", "vmcore", "-c", "alias say \"echo hello\"; say you; alias say \"\"; echo end"));
        assertEquals("hello\nyou\nend\n", out());
    }

    @Test
    void commandsRunCommands() {
        services.add(new FakeCommand(
                CommandSpec.of("twice", "runs a command twice")
                        .flag("v", "more")
                        .build(),
                true,
                i -> {
                    List<Row> rows = new ArrayList<>();
                    for (int n = 0; n < 2; n++) {
                        rows.addAll(i.run(i.arguments().operands(), i.context()).rows());
                    }
                    return FakeCommand.words(
                            "twice", rows.stream().map(r -> r.text("word")).toList());
                }));
        assertEquals(0, run("-s", "vmcore", "-c", "twice -v echo -v a"));
        assertEquals("a\na\n", out());
    }

    @Test
    void commandsComeAndGo() {
        services.add(FakeCommand.of("install", i -> {
            services.add(FakeCommand.echo("late"));
            services.remove("half");
            return FakeCommand.words("install", List.of());
        }));
        assertEquals(4, run("-s", "vmcore", "-c", "install; late x; half"));
        assertEquals("x\n", out());
        assertTrue(err().contains("half: no such command"), err());
    }

    @Test
    void viewsThatFailCostTheirResultAlone() {
        services.add(FakeCommand.of(
                "view",
                i -> Result.of("view/1", List.of(), (r, o) -> {
                    throw new IllegalStateException("no");
                })));
        assertEquals(4, run("-s", "vmcore", "-c", "view; echo a"));
        assertEquals("a\n", out());
        assertTrue(err().contains("view: internal error while writing the result: "), err());
    }

    @Test
    void messagesDriveNoTerminal() {
        services.add(FakeCommand.of("evil", i -> Result.failed("evil/1", "comm \u001b[2J\u0007")));
        assertEquals(4, run("-s", "vmcore", "-c", "evil"));
        assertTrue(err().endsWith("evil: comm .[2J.\n"), err());
    }
}
