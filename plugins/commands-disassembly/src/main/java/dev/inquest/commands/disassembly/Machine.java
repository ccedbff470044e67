package dev.inquest.commands.disassembly;

import dev.inquest.api.command.CommandException;
import dev.inquest.api.disassembly.Decoder;
import dev.inquest.api.disassembly.Disassembler;
import dev.inquest.api.disassembly.DisassemblyException;
import java.util.List;

/** Finds a decoder for the dump's architecture. */
final class Machine {
    private Machine() {}

    static Decoder decoder(List<Disassembler> installed, String architecture, String syntax, String command)
            throws CommandException {
        if (!syntax.equals("att") && !syntax.equals("intel")) {
            throw CommandException.usage(command + ": syntax is att or intel");
        }
        for (Disassembler one : installed) {
            if (one.supports(architecture)) {
                try {
                    return one.open(
                            architecture, syntax.equals("att") ? Disassembler.Syntax.ATT : Disassembler.Syntax.INTEL);
                } catch (DisassemblyException e) {
                    throw CommandException.failed(
                            command + ": cannot disassemble " + architecture + ": " + e.getMessage());
                }
            }
        }
        throw CommandException.failed(command + ": no disassembler for " + architecture
                + " is installed; the plugin inquest.disassembler.capstone is one");
    }
}
