package dev.inquest.commands.dump;

import dev.inquest.api.command.CommandSpec;

/** The declaration of {@code dump}. */
final class DumpSpec {
    static final CommandSpec SPEC = CommandSpec.of(
                    "dump", "looks at dump files, checks and compares them, writes them anew")
            .operands(
                    "info FILE ... | log FILE | check FILE ... | filter IN OUT | split IN OUT1 OUT2 ... | reassemble PART ... OUT")
            .flag("v", "info: all fields of the headers, all notes, registers and VMCOREINFO")
            .option("o", "FILE", "log: write the messages to a file, as makedumpfile --dump-dmesg does")
            .flag("callers", "log: show who wrote each message, where the kernel keeps it, as makedumpfile 1.7.6 does")
            .option("n", "N", "check: how many damaged places to show; 20 by default")
            .option(
                    "d",
                    "LEVEL",
                    "filter: leave out what the level says, the sum of 1 zeros, 2 page cache, 4 page cache with private data, 8 user pages, 16 free "
                            + "pages; several with commas are tried in turn until one fits")
            .flag("c", "filter: compress pages with zlib")
            .flag("l", "filter: compress pages with LZO")
            .flag("p", "filter: compress pages with snappy")
            .flag("z", "filter: compress pages with zstd")
            .flag("0", "filter: compress nothing; by default it is done as in the source, or with zlib")
            .flag("E", "filter: write an ELF dump")
            .flag("F", "filter: write the flattened form; to standard output (-) it always is")
            .option("split", "N", "filter: write N files, which are the last operands")
            .option("L", "SIZE", "filter: no file may be larger")
            .flag("dry-run", "filter: write nothing, tell only how large it would be")
            .flag("f", "replace output files that are there already")
            .option("x", "FILE", "a vmlinux, module or layout bundle to take types from; may be given several times")
            .option("threads", "N", "on how many threads to work; by default as many as there are CPUs, at most 16")
            .describe(
                    "info tells what a dump is and has, from its headers, bitmaps and page descriptors: no types are needed.")
            .describe(
                    "log shows the kernel's messages. check reads every page that the dump should have, and lists those that are damaged or lost, with page "
                            + "frame, place in the file and reason.")
            .withoutDump()
            .build();

    private DumpSpec() {}
}
