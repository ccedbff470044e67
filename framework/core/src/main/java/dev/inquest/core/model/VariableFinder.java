package dev.inquest.core.model;

import dev.inquest.api.arch.Unwinder.FrameKind;
import dev.inquest.api.kernel.FrameVariables;
import dev.inquest.api.kernel.StackTrace;
import dev.inquest.api.layout.UnwindSource;
import dev.inquest.api.layout.VariableSource;
import dev.inquest.api.memory.Memory;
import java.util.List;
import java.util.Optional;

/** Finds the arguments and local variables of frames. */
public final class VariableFinder {
    private final Memory memory;
    private final UnwindSource callFrames;
    private final Sources sources;

    /** Gives the sources that may know an address. */
    public interface Sources {
        /** Returns the sources for an address, best first. */
        List<VariableSource> at(long pc);
    }

    /**
     * Makes a finder.
     *
     * @param memory kernel memory
     * @param callFrames rows of call frame information alone
     * @param sources who knows variables
     */
    public VariableFinder(Memory memory, UnwindSource callFrames, Sources sources) {
        this.memory = memory;
        this.callFrames = callFrames;
        this.sources = sources;
    }

    /** Returns the variables of a frame, counted without inlined functions; nothing when the stack has no such frame. */
    public Optional<FrameVariables> find(StackTrace stack, int index) {
        FrameChain chain = new FrameChain(stack.frames(), memory, callFrames);
        if (index < 0 || index >= chain.size()) {
            return Optional.empty();
        }
        if (chain.frame(index).kind() == FrameKind.USER) {
            return Optional.of(new FrameVariables(
                    chain.frame(index),
                    chain.registers(index),
                    List.of(),
                    "user mode: a process's variables are not read"));
        }
        long instruction = chain.state(index).instruction();
        List<VariableSource> known = sources.at(instruction);
        for (VariableSource source : known) {
            List<VariableSource.Scope> scopes = source.scopes(chain.state(index));
            if (!scopes.isEmpty()) {
                return Optional.of(new FrameVariables(chain.frame(index), chain.registers(index), scopes, null));
            }
        }
        String remark = known.isEmpty()
                ? "arguments and variables need debug information (DWARF) of the code at 0x"
                        + Long.toHexString(instruction) + ": give the vmlinux or the module's .ko with it"
                : "the debug information knows no function at 0x" + Long.toHexString(instruction);
        return Optional.of(new FrameVariables(chain.frame(index), chain.registers(index), List.of(), remark));
    }
}
