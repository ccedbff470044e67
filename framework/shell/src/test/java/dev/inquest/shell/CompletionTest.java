package dev.inquest.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inquest.api.command.CommandSpec;
import dev.inquest.api.image.OpenException;
import dev.inquest.api.kernel.KernelOpener;
import dev.inquest.api.progress.Progress;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CompletionTest {
    private final Session session = new Session(
            new FakeServices()
                    .add(new FakeCommand(
                            CommandSpec.of("sym", "symbols")
                                    .flag("l", "list")
                                    .option("m", "module", "of a module")
                                    .operands("symbol")
                                    .build(),
                            false,
                            i -> FakeCommand.words("sym", List.of())))
                    .add(FakeCommand.echo("sys")),
            new Messages(OutputStream.nullOutputStream(), false, false, false),
            new ShellProgress(null));
    private final Completion completion = new Completion(session);

    @BeforeEach
    void open() throws OpenException {
        session.kernel(new FakeKernel("")
                .open(new KernelOpener.Request(List.of(Path.of("vmcore")), false, Map.of(), Progress.NONE)));
    }

    @Test
    void commands() {
        assertEquals(List.of("sym", "sys"), completion.candidates("sy"));
        assertEquals(List.of("sym", "sys"), completion.candidates("bt | grep x; sy"));
        assertTrue(completion.candidates("").contains("help"));
    }

    @Test
    void options() {
        assertEquals(List.of("-l", "-m"), completion.candidates("sym -"));
        assertEquals(List.of("--markdown"), completion.candidates("help --"));
    }

    @Test
    void operands() {
        assertEquals(List.of("jiffies", "jiffies_lock"), completion.candidates("sym jif"));
        assertEquals(List.of(), completion.candidates("sym j"));
        assertEquals(List.of("sym", "sys"), completion.candidates("help sy"));
        assertEquals(List.of("install"), completion.candidates("plugin in"));
    }

    @Test
    void nothingBehindPipesAndInOtherShells() {
        assertEquals(List.of(), completion.candidates("sym | sy"));
        assertEquals(List.of(), completion.candidates("!sy"));
    }
}
