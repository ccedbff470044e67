package dev.inquest.api.kernel;

import dev.inquest.api.arch.ArchSession.CpuRegisters;
import dev.inquest.api.arch.StackEnd;
import java.util.List;

/**
 * A stack that a processor's saved registers lead to, whoever's it is: for dumps whose tasks cannot be read.
 *
 * @param saved the registers as the dump's note has them; where some CPUs saved none, {@code cpu} is but the place among the notes
 * @param frames innermost first, inlined frames included
 * @param end why the walk ended
 */
public record SavedStack(CpuRegisters saved, List<Frame> frames, StackEnd end) {}
