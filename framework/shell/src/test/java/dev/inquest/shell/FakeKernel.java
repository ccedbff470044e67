package dev.inquest.shell;

import dev.inquest.api.arch.ArchSession;
import dev.inquest.api.arch.Architecture;
import dev.inquest.api.image.DumpFacts;
import dev.inquest.api.image.DumpImage;
import dev.inquest.api.image.OpenException;
import dev.inquest.api.image.VmcoreInfo;
import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.kernel.KernelOpener;
import dev.inquest.api.layout.DebugFile;
import dev.inquest.api.layout.Symbol;
import dev.inquest.api.progress.Progress;
import dev.inquest.api.result.Diagnostic;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** A kernel that knows just what the shell itself asks for. */
final class FakeKernel implements KernelOpener {
    static final String VMCOREINFO = "OSRELEASE=6.1.0-56-cloud-amd64\nBUILD-ID=0123abcd\nCRASHTIME=1795240939\n";

    private final List<Diagnostic> diagnostics;
    private final Optional<VmcoreInfo> info;
    final AtomicInteger closed = new AtomicInteger();

    FakeKernel(String vmcoreInfo, Diagnostic... diagnostics) {
        this.info = vmcoreInfo.isEmpty() ? Optional.empty() : Optional.of(VmcoreInfo.parse(vmcoreInfo));
        this.diagnostics = List.of(diagnostics);
    }

    @Override
    public DumpImage openImage(Request request) throws OpenException {
        String name = request.files().getFirst().toString();
        if (!name.startsWith("vmcore")) {
            throw new OpenException(name + ": no known dump format");
        }
        DumpFacts facts = new DumpFacts(
                "kdump-compressed v6", OptionalInt.of(31), true, true, 0, null, OptionalInt.empty(), List.of());
        return proxy(
                DumpImage.class,
                Map.of(
                        "names",
                        request.files().stream().map(Object::toString).toList(),
                        "facts",
                        facts,
                        "vmcoreInfo",
                        info));
    }

    @Override
    public FileContent content(Path file, Progress progress) {
        return new FileContent(FileKind.DUMP, "test", "");
    }

    @Override
    public DebugFile openDebugFile(Path file, Progress progress) throws OpenException {
        throw new OpenException(file + ": is no file with debug information");
    }

    @Override
    public Kernel open(Request request) throws OpenException {
        DumpImage image = openImage(request);
        Architecture architecture = proxy(Architecture.class, Map.of("name", "x86_64"));
        ArchSession session = proxy(
                ArchSession.class,
                info.isPresent()
                        ? Map.of("architecture", architecture, "vmcoreInfo", info.get())
                        : Map.of("architecture", architecture));
        DumpFacts.Uts uts = new DumpFacts.Uts("Linux", "crashbox", "6.1.0-of-uts", "#1", "x86_64", "");
        return proxy(Kernel.class, Map.of("image", image, "arch", session, "uts", uts, "diagnostics", diagnostics));
    }

    private <T> T proxy(Class<T> type, Map<String, Object> answers) {
        Object proxy =
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                    if (method.getName().equals("close")) {
                        closed.incrementAndGet();
                        return null;
                    }
                    if (method.getName().equals("symbol")) {
                        return "jiffies".equals(arguments[0])
                                ? new Symbol("jiffies", 0x1000, 8, 'D', null, "test")
                                : null;
                    }
                    if (method.getName().equals("forEachSymbol")) {
                        @SuppressWarnings("unchecked")
                        Consumer<Symbol> action = (Consumer<Symbol>) arguments[0];
                        action.accept(new Symbol("jiffies", 0x1000, 8, 'D', null, "test"));
                        action.accept(new Symbol("jiffies_lock", 0x1008, 8, 'D', null, "test"));
                        return null;
                    }
                    return answers.get(method.getName());
                });
        return type.cast(proxy);
    }
}
