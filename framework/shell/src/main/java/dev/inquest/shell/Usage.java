package dev.inquest.shell;

/** What {@code --help} prints. */
final class Usage {
    static final String TEXT = """
            usage: inquest [options] VMCORE... [VMLINUX] [MODULE.ko...] [FOLDER...]
                   inquest [options] COMMAND [arguments]          for commands without a dump: help, plugin
                   inquest [options] COMMAND [arguments] VMCORE...   one command on a dump: inquest selftest unwind VMCORE

            Opens a Linux kernel crash dump and says what happened. What a file is, is told from its content; the order does not matter.

              -c, --command 'CMD; CMD'   run commands and exit; may be given more than once
              -i, --input FILE           run the commands in a file, one a line
              -o, --output FILE          write results to a file instead of standard output
                  --format FORMAT        text, json, ndjson, csv or html
              -s, --silent               no banner, no echo of commands, no notes
                  --force                use a vmlinux although it belongs to another kernel
                  --debug-dir FOLDER     look for debug information in a folder; the same as naming it among the files
                  --debuginfod URL       ask a debuginfod server, as if DEBUGINFOD_URLS were set
                  --no-debug-search      use no debug information but that of the files and folders given
                  --set NAME=VALUE       override a fact of the dump, for instance phys_base
                  --osrelease            print the kernel release of a dump and exit
                  --build-id             print the kernel's build ID of a dump and exit
                  --color WHEN           auto, always or never
                  --no-scroll            do not page long output
                  --plugin PATH          use a plugin, or a folder of plugins, for this run; may be given more than once
                  --debug                print stack traces of internal errors
                  --version              print the version and exit
              -h, --help                 print this and exit

            Without -c and -i commands are read from the terminal, or from standard input when it is none.
            'inquest help' lists the commands, 'inquest help CMD' tells about one.
            Exit codes: 0 all done, 2 usage, 3 could not open, 4 a command failed, 5 done but something was unreadable.
            """;

    private Usage() {}
}
