package dev.inquest.commands.dump;

import dev.inquest.api.command.CommandSpec;

/** The declaration of {@code dump}. */
final class DumpSpec {
    static final CommandSpec SPEC = CommandSpec.of(
                    "dump",
                    "looks at dump files, checks and compares them, and writes them anew: smaller, in parts, in another form")
            .operands("info DUMP ... | log DUMP | mem-usage DUMP | check DUMP ... | diff A B | filter DUMP OUT | "
                    + "split DUMP OUT1 OUT2 ... | reassemble PART ... OUT | flatten DUMP OUT | rearrange DUMP OUT")
            .flag("v", "info: all fields of the headers, all notes, registers and VMCOREINFO")
            .option("o", "FILE", "log: write the messages to a file")
            .flag("callers", "log: show who wrote each message, where the kernel keeps it, as makedumpfile 1.7.6 does")
            .option("n", "N", "check, diff: how many places to show; 20 by default")
            .option(
                    "d",
                    "LEVEL",
                    "filter: leave out what the level says, the sum of 1 zeros, 2 page cache, 4 page cache with private data, 8 user pages, 16 free "
                            + "pages; several with commas are tried in turn until one fits. Without it all pages stay")
            .flag("c", "filter, split, reassemble: compress pages with zlib")
            .flag("l", "the same: with LZO")
            .flag("p", "the same: with snappy")
            .flag("z", "the same: with zstd")
            .flag("0", "the same: not at all. By default pages are compressed as in the source, or with zlib")
            .flag("E", "filter: write an ELF dump")
            .flag("F", "filter: write the flattened form; to standard output (-) it always is")
            .option("split", "N", "filter: write N files, which are the last operands")
            .option("L", "SIZE", "filter: no file may be larger, for instance 500M")
            .flag("dry-run", "filter: write nothing, tell only how large it would be")
            .flag("f", "replace output files that are there already")
            .option("x", "FILE", "a vmlinux, module or layout bundle to take types from; may be given several times")
            .option("threads", "N", "on how many threads to work; by default as many as there are CPUs, at most 16")
            .describe(
                    "info tells what a dump is and has, from its headers, bitmaps and page descriptors: format, machine, dump level in words, pages by "
                            + "what became of them and by compression, whether it is complete, and what its gaps mean. No types are needed. log shows "
                            + "the kernel's messages, as makedumpfile --dump-dmesg writes them. mem-usage tells how much each level would leave out.")
            .describe(
                    "check reads every page that a dump should have, and lists those that are damaged or lost, with page frame, place in the file and reason. "
                            + "diff compares two dumps page by page, and tells what differs by kinds of pages where types are at hand.")
            .describe(
                    "filter writes a dump anew, with fewer pages, compressed otherwise, as ELF, flattened or in parts. What pages hold is told by the "
                            + "kernel's own types: from the dump itself (BTF), a layout bundle or a vmlinux (-x). split and reassemble take a dump into "
                            + "parts and put it together; flatten and rearrange change between a file and makedumpfile's flattened form, which goes through pipes. "
                            + "- is standard output for flatten and filter, and standard input for rearrange, and for filter, which keeps it in a file beside the output "
                            + "as long as it works.")
            .describe(
                    "A file is written beside its final name and gets that when it is whole: whatever happens before, Ctrl-C and a full disk included, leaves "
                            + "nothing behind. The source is never changed.")
            .describe(
                    "The exit code is 0 when all is well, 5 when check found damage, diff a difference, or a source lacks pages that it should have, and "
                            + "4 when nothing was done.")
            .example("what is it?", "dump info samples/x86_64-6.1-sysrq.vmcore", """
                    samples/x86_64-6.1-sysrq.vmcore: kdump-compressed v6, 16.0 MB
                      machine      x86_64, little-endian, pages of 4096 bytes
                      kernel       6.1.0-56-cloud-amd64 #1 SMP PREEMPT_DYNAMIC Debian 6.1.192-2 (2026-11-16), host crashbox
                      …
                      PAGES                           NUMBER        SIZE
                      memory                           48861    190.9 MB
                      in the dump                      17424     68.1 MB  35.7 %
                        not compressed                    95    380.0 KB
                        zeros, one page for all         2773     10.8 MB
                        zlib                           14556     56.9 MB  15.2 MB in the file
                      left out                         31437    122.8 MB  64.3 %""")
            .example("make it small", "dump filter -z -d 31 vmcore vmcore.small", """
                    vmcore.small: kdump, zstd, level 31: 26708 pages, 17.9 MB (5.3 % of the source), 3.2 s
                      memory                                            86048    336.1 MB
                      written                                           26708    104.3 MB
                        of these zeros, as one page                     10779     42.1 MB
                      left out: free pages                              49167    192.1 MB
                      left out: cache pages without private data         3874     15.1 MB
                      left out: pages of user processes                  6299     24.6 MB""")
            .example("was it copied well?", "dump check vmcore.small", """
                    vmcore.small: 26708 pages (104.3 MB) can be read, none is damaged""")
            .example(
                    "over the network, in one go",
                    "dump filter -z -d 31 vmcore - | ssh host inquest dump rearrange - vmcore",
                    "")
            .withoutDump()
            .build();

    private DumpSpec() {}
}
