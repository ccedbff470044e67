package dev.inquest.core.open;

import dev.inquest.api.arch.Architecture;
import dev.inquest.api.image.DumpImage;
import dev.inquest.api.image.VmcoreInfo;
import dev.inquest.api.layout.DebugFile;
import dev.inquest.api.memory.Memory;
import dev.inquest.api.result.Diagnostic;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What an architecture works on.
 *
 * @param image the dump
 * @param physical its memory
 * @param vmlinux the kernel's debug file, or null
 * @param settings what the user set by hand
 * @param diagnostics receives remarks
 */
record AttachContext(
        DumpImage image,
        Memory physical,
        @Nullable DebugFile vmlinux,
        Map<String, String> settings,
        List<Diagnostic> diagnostics)
        implements Architecture.Context {

    @Override
    public @Nullable VmcoreInfo vmcoreInfo() {
        return image.vmcoreInfo().orElse(null);
    }

    @Override
    public OptionalLong linkAddress(String symbol) {
        return vmlinux == null ? OptionalLong.empty() : vmlinux.linkAddress(symbol);
    }

    @Override
    public void remark(String sentence) {
        diagnostics.add(new Diagnostic(Diagnostic.Severity.INFO, sentence));
    }
}
