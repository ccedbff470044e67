package dev.inquest.commands.dump;

import dev.inquest.api.command.CommandSpec;

/** The declaration of {@code dump}. */
final class DumpSpec {
    static final CommandSpec SPEC = CommandSpec.of(
                    "dump", "looks at dump files, checks and compares them, writes them anew")
            .operands("info FILE ... | log FILE | check FILE ...")
            .flag("v", "info: all fields of the headers, all notes, registers and VMCOREINFO")
            .option("o", "FILE", "log: write the messages to a file, as makedumpfile --dump-dmesg does")
            .flag("callers", "log: show who wrote each message, where the kernel keeps it, as makedumpfile 1.7.6 does")
            .flag("f", "replace an output file that is there already")
            .option("x", "FILE", "a vmlinux, module or layout bundle to take types from; may be given several times")
            .option("n", "N", "check: how many damaged places to show; 20 by default")
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
