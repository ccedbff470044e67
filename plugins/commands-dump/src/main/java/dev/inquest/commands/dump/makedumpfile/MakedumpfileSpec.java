package dev.inquest.commands.dump.makedumpfile;

import dev.inquest.api.command.CommandSpec;

/** The declaration of {@code makedumpfile}: the options of makedumpfile 1.7.9 (makedumpfile(8), getopt's table in makedumpfile.c). */
final class MakedumpfileSpec {
    private static final String NO_EFFECT = "accepted, without effect: it tunes what is done differently here";
    private static final String REFUSED = "refused, with the reason";

    static final CommandSpec SPEC = CommandSpec.of(
                    "makedumpfile", "makedumpfile's command line, so that its scripts run on any host")
            .operands(
                    "VMCORE DUMPFILE | -F VMCORE | -R DUMPFILE | --split VMCORE DUMPFILE1 DUMPFILE2 ... | "
                            + "--reassemble DUMPFILE1 DUMPFILE2 ... DUMPFILE | --dump-dmesg VMCORE LOGFILE | --mem-usage VMCORE")
            .flag("c", "compress pages with zlib")
            .flag("l", "compress pages with LZO")
            .flag("p", "compress pages with snappy")
            .flag("z", "compress pages with zstd")
            .option("d", "LEVEL", "dump level from 0 to 31; several with commas are tried in turn until one fits")
            .flag("E", "write an ELF dump")
            .flag("F", "write the flattened form to standard output")
            .flag("R", "read the flattened form from standard input and write the dump that is in it")
            .flag("f", "replace files that are there already")
            .option("x", "VMLINUX", "take types from this vmlinux, or from a layout bundle")
            .option("L", "SIZE", "no file may be larger; unlike makedumpfile, nothing is left when one would be")
            .flag("split", "write a dump in parts")
            .flag("reassemble", "put the parts of a split dump together")
            .flag("dump-dmesg", "write the kernel's messages to a file")
            .flag("mem-usage", "tell how much each dump level would leave out")
            .option(
                    "message-level",
                    "N",
                    "what to tell, the sum of 1 progress, 2 common messages, 4 errors, 8 debugging (taken as 2), 16 the report; 7 by default")
            .flag("show-stats", "tell the report, as --message-level 16 does")
            .option("num-threads", "N", "on how many threads to work")
            .flag("check-params", "only look whether the options are right")
            .flag("dry-run", "write nothing, tell only what would be written")
            .flag("v", "tell the version")
            .flag("h", "show this page")
            .flag("D", NO_EFFECT)
            .option("b", "ORDER", NO_EFFECT)
            .option("cyclic-buffer", "KB", NO_EFFECT)
            .option("splitblock-size", "KB", NO_EFFECT)
            .option("work-dir", "DIR", NO_EFFECT)
            .flag("non-cyclic", NO_EFFECT)
            .flag("non-mmap", NO_EFFECT)
            .option("i", "VMCOREINFO", REFUSED)
            .option("g", "VMCOREINFO", REFUSED)
            .option("config", "FILE", REFUSED)
            .option("eppic", "FILE", REFUSED)
            .option("extension", "FILE", REFUSED)
            .option("diskset", "VMCORE", REFUSED)
            .option("xen-syms", "FILE", REFUSED)
            .option("xen-vmcoreinfo", "FILE", REFUSED)
            .option("xen_phys_start", "ADDRESS", REFUSED)
            .flag("X", REFUSED)
            .flag("e", REFUSED)
            .option("vtop", "ADDRESS", REFUSED)
            .flag("partial-dmesg", REFUSED)
            .describe(
                    "Reads a dump, or /proc/vmcore, of any of the architectures that are installed, on any host, and writes what makedumpfile would: the "
                            + "same options, messages and exit codes (0 done, 1 failed, 2 the vmlinux is not the dump's). 'dump filter' and its "
                            + "companions do the same with more to say of it.")
            .describe(
                    "Without -c, -l, -p and -z nothing is compressed, as makedumpfile has it. A file gets its name when it is whole. What makedumpfile "
                            + "tunes for the little memory of a capture kernel (-b, --cyclic-buffer, --work-dir, --non-mmap …) has no effect. "
                            + "Erasing data (--config, --eppic), Xen (-X, --xen-…), disk sets of sadump (--diskset), files of VMCOREINFO (-g, -i: types come from "
                            + "the dump itself, or with -x) and leaving out vmemmap (-e) cannot be done, and each is refused with the reason.")
            .example("what a script does", "makedumpfile -l --message-level 7 -d 31 vmcore vmcore.small", """
                    The dumpfile is saved to vmcore.small.

                    makedumpfile Completed.""")
            .example("over the network", "makedumpfile -F -c -d 31 vmcore | ssh host 'cat > vmcore.flat'", "")
            .withoutDump()
            .build();

    private MakedumpfileSpec() {}
}
