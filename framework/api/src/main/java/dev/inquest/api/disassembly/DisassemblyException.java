package dev.inquest.api.disassembly;

/** Code cannot be disassembled. The message is one line for users: why, and what to do. */
public final class DisassemblyException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Makes one. */
    public DisassemblyException(String message) {
        super(message);
    }
}
