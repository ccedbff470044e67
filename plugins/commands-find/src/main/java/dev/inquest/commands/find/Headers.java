package dev.inquest.commands.find;

import dev.inquest.api.image.DumpFacts;
import dev.inquest.api.image.DumpImage;
import dev.inquest.api.image.Machine;
import dev.inquest.api.image.VmcoreInfo;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a dump's headers and VMCOREINFO tell.
 *
 * @param format format and version
 * @param machine the machine, of which the number is 0 where it cannot be told
 * @param release the kernel's release, or null
 * @param buildId the kernel's build ID in lower-case hexadecimal, or null
 * @param host the machine's name, or null
 * @param complete whether all is there that should be; null where only the beginning was at hand
 * @param crashSeconds seconds since 1970, or 0
 * @param remarks what is odd or damaged
 */
record Headers(
        String format,
        Machine machine,
        @Nullable String release,
        @Nullable String buildId,
        @Nullable String host,
        @Nullable Boolean complete,
        long crashSeconds,
        List<String> remarks) {

    /**
     * Reads them.
     *
     * @param whole whether all of the file is at hand
     */
    static Headers of(DumpImage image, boolean whole) {
        DumpFacts facts = image.facts();
        VmcoreInfo info = image.vmcoreInfo().orElse(null);
        DumpFacts.Uts uts = facts.uts();
        String release =
                info == null ? null : info.get("OSRELEASE").map(String::strip).orElse(null);
        if (release == null && uts != null && !uts.release().isBlank()) {
            release = uts.release();
        }
        long seconds = facts.crashTimeSeconds();
        if (seconds == 0 && info != null) {
            seconds = seconds(info.get("CRASHTIME").orElse(""));
        }
        return new Headers(
                facts.format(),
                image.machine(),
                release,
                info == null
                        ? null
                        : info.get("BUILD-ID")
                                .map(id -> id.strip().toLowerCase(Locale.ROOT))
                                .orElse(null),
                uts == null || uts.nodename().isBlank() ? null : uts.nodename(),
                whole ? facts.complete() : null,
                seconds,
                whole ? facts.remarks() : List.of());
    }

    private static long seconds(String text) {
        return text.strip().matches("[0-9]{1,12}") ? Long.parseLong(text.strip()) : 0;
    }

    /** Returns the machine's name as this program has it; null when the headers do not tell. */
    @Nullable
    String architecture() {
        return architecture(machine);
    }

    /** Returns the name of a machine, or null where there is none. */
    static @Nullable String architecture(Machine machine) {
        boolean little = machine.order().equals(ByteOrder.LITTLE_ENDIAN);
        return switch (machine.elfMachine()) {
            case 0 -> null;
            case Machine.EM_X86_64 -> "x86_64";
            case Machine.EM_AARCH64 -> "arm64";
            case Machine.EM_PPC64 -> little ? "ppc64le" : "ppc64";
            case 22 -> "s390x";
            case 243 -> "riscv";
            default -> "machine " + machine.elfMachine();
        };
    }
}
