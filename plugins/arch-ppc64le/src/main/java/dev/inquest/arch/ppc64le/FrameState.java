package dev.inquest.arch.ppc64le;

import java.util.Map;

/**
 * What a function has done to its caller's frame when an instruction of it is about to run.
 *
 * @param framed whether its own frame is there, so that the back chain leads to the caller's
 * @param linkRegister whether the return address is in the link register
 * @param saved whether the return address is in the caller's frame, at 16 bytes from its lowest address
 * @param inR0 whether the return address is in {@code r0}
 * @param preserved where the caller's values of {@code r14} to {@code r31} are that the function saved, in bytes from the caller's stack pointer
 */
record FrameState(boolean framed, boolean linkRegister, boolean saved, boolean inR0, Map<Integer, Integer> preserved) {}
