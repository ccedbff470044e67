package dev.inquest.debuginfo.bundle.build;

import dev.inquest.api.image.Machine;
import dev.inquest.api.layout.LayoutBuilder.Part;
import dev.inquest.debuginfo.bundle.Format;
import dev.inquest.debuginfo.bundle.Identity;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The headers of a bundle (OSGi Core 8, section 3.2.1). */
final class BundleManifest {
    private BundleManifest() {}

    static Map<String, String> of(Identity kernel, int modules, Set<Part> parts) {
        String release = kernel.release().isEmpty() ? "unknown" : kernel.release();
        String architecture = architecture(kernel.machine());
        Set<String> names = new TreeSet<>();
        parts.forEach(part -> names.add(part.name().toLowerCase(Locale.ROOT)));
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Manifest-Version", "1.0");
        headers.put("Bundle-ManifestVersion", "2");
        headers.put("Bundle-Name", "Layouts of Linux " + release + " (" + architecture + ")");
        headers.put("Bundle-SymbolicName", symbolicName(release, architecture, kernel.buildId()));
        headers.put("Bundle-Version", "1.0.0");
        headers.put(
                "Provide-Capability",
                "inquest.layout;build-id=\"" + kernel.buildId() + "\";release=\"" + quoted(release) + "\";arch=\""
                        + architecture + "\";modules:Long=" + modules + ";parts:List<String>=\""
                        + String.join(",", names) + "\"");
        headers.put("Inquest-Layout", Format.JAR_ENTRY);
        return headers;
    }

    private static String quoted(String text) {
        return text.replace("\\", "").replace("\"", "");
    }

    /** Two builds of one release are two bundles, so the build ID is part of the name. */
    private static String symbolicName(String release, String architecture, String buildId) {
        String id = buildId.substring(0, Math.min(12, buildId.length()));
        String name = "inquest.layout." + architecture + "." + release + (id.isEmpty() ? "" : "." + id);
        return name.replaceAll("[^A-Za-z0-9_.-]", "_").replaceAll("\\.{2,}", ".");
    }

    /** Returns the machine's name as the kernel has it. */
    static String architecture(Machine machine) {
        boolean little = machine.order() == ByteOrder.LITTLE_ENDIAN;
        return switch (machine.elfMachine()) {
            case Machine.EM_X86_64 -> "x86_64";
            case Machine.EM_AARCH64 -> "arm64";
            case Machine.EM_PPC64 -> little ? "ppc64le" : "ppc64";
            case 22 -> "s390x";
            case 243 -> "riscv";
            default -> "machine-" + machine.elfMachine();
        };
    }
}
