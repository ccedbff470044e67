package dev.inquest.disassembler.capstone;

import dev.inquest.api.disassembly.Decoder;
import dev.inquest.api.disassembly.Disassembler;
import dev.inquest.api.disassembly.DisassemblyException;
import dev.inquest.capstone.Architecture;
import dev.inquest.capstone.Capstone;
import dev.inquest.capstone.CapstoneException;
import dev.inquest.capstone.Settings;
import java.nio.ByteOrder;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;

/** Disassembles x86, AArch64 and PowerPC with Capstone, whose library is loaded when it is first needed. */
@Component(service = Disassembler.class)
public final class CapstoneDisassembler implements Disassembler {
    private @Nullable Capstone library;

    /** Makes the service; loads nothing. */
    public CapstoneDisassembler() {}

    @Override
    public String describe() {
        try {
            return library().toString();
        } catch (CapstoneException e) {
            return "Capstone: " + e.getMessage();
        }
    }

    @Override
    public boolean supports(String architecture) {
        return architecture(architecture) != null;
    }

    private static @Nullable Architecture architecture(String name) {
        return switch (name) {
            case "x86_64" -> Architecture.X86_64;
            case "aarch64", "arm64" -> Architecture.AARCH64;
            case "ppc64le" -> Architecture.PPC64LE;
            case "ppc64" -> Architecture.PPC64;
            default -> null;
        };
    }

    @Override
    public Decoder open(String architecture, Syntax syntax) throws DisassemblyException {
        Architecture known = architecture(architecture);
        if (known == null) {
            throw new DisassemblyException("Capstone here does not disassemble " + architecture);
        }
        try {
            boolean att = syntax == Syntax.ATT;
            dev.inquest.capstone.Disassembler handle = library()
                    .open(known, att ? dev.inquest.capstone.Syntax.ATT : dev.inquest.capstone.Syntax.INTEL, true);
            return new CapstoneDecoder(handle, speller(handle, att));
        } catch (CapstoneException e) {
            throw new DisassemblyException(e.getMessage() + "; a libcapstone 5.0 of the system's would do"
                    + " (INQUEST_JAVA_OPTS=-D" + Settings.LIBRARY + "=/path/to/libcapstone.so.5 names one)");
        }
    }

    private static Speller speller(dev.inquest.capstone.Disassembler handle, boolean att) {
        Architecture architecture = handle.architecture();
        if (architecture.x86()) {
            return att ? new AttSpeller(handle) : new IntelSpeller();
        }
        if (architecture.powerPc()) {
            return new PowerPcSpeller(
                    architecture == Architecture.PPC64LE ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        }
        return new Aarch64Speller();
    }

    private synchronized Capstone library() throws CapstoneException {
        if (library == null) {
            Settings settings = Settings.standard();
            String cache = System.getProperty("inquest.cache");
            library = Capstone.load(cache == null ? settings : settings.withCache(Path.of(cache, "native")));
        }
        return library;
    }
}
