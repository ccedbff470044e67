package dev.inquest.commands.find;

import dev.inquest.api.command.CommandSpec;

/** The declaration of {@code find}. */
final class FindSpec {
    private FindSpec() {}

    static final CommandSpec SPEC = CommandSpec.of("find", "finds dumps, and tells what is needed to read them")
            .operands("[DIR | FILE | ARCHIVE] ...")
            .flag("no-open", "tells only what headers and the logs beside dumps say; no dump is opened")
            .flag("no-archives", "does not look into tar archives")
            .option("depth", "N", "goes N folders down (8)")
            .describe(
                    "Looks through folders for dumps of every format that is installed, also flattened, packed and split ones, for the kernel logs "
                            + "that kdump saves beside them, and for kernels with debug information, layout bundles and packages of them. Without an "
                            + "operand it looks where dumps are kept: /var/crash, /var/spool/abrt and /var/tmp/abrt. A "
                            + "file is known by its content; the name counts for small files only.")
            .describe(
                    "Tar archives, sosreports among them, are looked into without unpacking them to a disk, packed ones (gzip, xz, zstd) and archives in "
                            + "archives too. Of a dump in a packed archive only the beginning is judged; how to get it out is said.")
            .describe(
                    "The panic line comes from the log beside the dump, or else from the log in it: for that the dump is opened, and so it is to see "
                            + "whether it has types of its own, once for each kernel build. The time is that of the dump's header, of VMCOREINFO, or of "
                            + "the kernel's clock; where none tells it is the time in the folder's name, in the machine's zone, marked as local.")
            .describe(
                    "What is needed to read a dump is looked for among what was come across, the installed layout bundles and the usual places; servers "
                            + "are not asked. Folders that cannot be read are named once, and the exit code is then 5; that no dump was found is no error.")
            .example("which dumps are there, and can they be read?", "find /var/crash", """
                    CRASHED (UTC)        RELEASE               ARCH    FORMAT                  SIZE  STATE     PANIC
                    2026-11-21 06:02:19  6.1.0-56-cloud-amd64  x86_64  kdump-compressed v6  21.5 MB  complete  Kernel panic - not syncing: sysrq triggered crash
                        /var/crash/127.0.0.1-2026-11-21-06:02:19/vmcore   (host crashbox)
                        needs nothing more: BTF in the dump""")
            .example("is there one in a customer's archive?", "find case-1234.tar.xz", """
                    CRASHED (UTC)        RELEASE               ARCH    FORMAT                  SIZE  STATE       PANIC
                    2026-11-21 06:02:19  6.1.0-56-cloud-amd64  x86_64  kdump-compressed v6  21.5 MB  in archive  Kernel panic - not syncing: sysrq triggered crash
                        in the archive case-1234.tar.xz: crash/127.0.0.1-2026-11-21-06:02:19/vmcore   (host crashbox)
                        get it out: tar -xf case-1234.tar.xz crash/127.0.0.1-2026-11-21-06:02:19/vmcore
                        whether it needs a vmlinux shows when it is opened (build ID 3b43fad5034874490492495d552c0af6a5fab235)""")
            .example("headers and logs alone, on a machine with hundreds of dumps", "find --no-open /srv/dumps", "")
            .withoutDump()
            .build();
}
