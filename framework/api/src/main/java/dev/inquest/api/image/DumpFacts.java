package dev.inquest.api.image;

import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * What a dump's headers say of the dump itself.
 *
 * @param format format and version, for instance {@code "kdump-compressed v6"}
 * @param dumpLevel makedumpfile's {@code -d} level where the header has it; bits 1 zero, 2 cache, 4 private cache, 8 user, 16
 *     free pages left out
 * @param complete false when the header or the file's length says that pages are missing that should be there
 * @param partial whether pages were filtered out, which crash shows as {@code [PARTIAL DUMP]}
 * @param crashTimeSeconds seconds since 1970 from the header, or 0 when it has none
 * @param uts the {@code new_utsname} of the header, or null when it has none
 * @param panicCpu the CPU that the header says ran the panic, where it has one
 * @param remarks what users should know of damage and oddities, one sentence each
 */
public record DumpFacts(
        String format,
        OptionalInt dumpLevel,
        boolean complete,
        boolean partial,
        long crashTimeSeconds,
        @Nullable Uts uts,
        OptionalInt panicCpu,
        List<String> remarks) {

    /**
     * The kernel's {@code struct new_utsname} (include/uapi/linux/utsname.h).
     *
     * @param sysname {@code Linux}
     * @param nodename host name
     * @param release kernel release, for instance {@code 6.1.0-56-amd64}
     * @param version build line, beginning with {@code #}
     * @param machine for instance {@code x86_64}
     * @param domainname NIS domain
     */
    public record Uts(
            String sysname, String nodename, String release, String version, String machine, String domainname) {}
}
