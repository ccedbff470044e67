package dev.inquest.commands.disassembly;

import dev.inquest.api.disassembly.Instruction;

/** Tells which instructions the kernel changes while it runs. */
interface Patches {

    /** For code that nobody changes. */
    Patches NONE = instruction -> "";

    /** Returns what an instruction is, in words; empty for an ordinary one. */
    String note(Instruction instruction);
}
