package dev.inquest.api.layout;

import dev.inquest.api.types.Type;
import dev.inquest.api.types.Value;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Arguments and local variables of functions. Safe for use by many threads. */
public interface VariableSource {

    /**
     * Returns the variables that are in scope at a frame's instruction, the innermost inlined function first and the function that stands in
     * the symbol table last; empty when the source knows nothing of the address. Memory is read only where a place depends on it; the
     * values are read when they are asked for.
     */
    List<Scope> scopes(FrameState frame);

    /**
     * One function of a frame.
     *
     * @param function its name, or null when not known
     * @param inlined whether it was inlined into the next scope
     * @param variables parameters in their order, then variables in the order of their declaration, those of inner blocks behind those
     *     of outer ones
     */
    record Scope(@Nullable String function, boolean inlined, List<Variable> variables) {}

    /** What a variable is. */
    enum Kind {
        /** A parameter of the function. */
        PARAMETER("parameter"),
        /** A variable declared in the function. */
        LOCAL("local");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        /** Returns the word that results show. */
        public String word() {
            return word;
        }
    }

    /**
     * A parameter or local variable.
     *
     * @param name its name
     * @param kind what it is
     * @param type its type
     * @param file where it is declared, as the compiler recorded it, or null when not known
     * @param line line in the file from 1, or 0 when not known
     * @param content where its value is
     */
    record Variable(
            String name, Kind kind, Type type, @Nullable String file, int line, Content content) {}

    /** Where the value of a variable is. */
    sealed interface Content {}

    /**
     * The value can be read; what memory lacks throws a fault then.
     *
     * @param value in the kernel's memory; or, where registers and constants make it up, in a memory that has it at an address of no
     *     meaning and is the kernel's otherwise, so that pointers can be followed; parts that were optimised out are faults there
     * @param place where it is, in words: {@code "rbx"}, {@code "rsp+16"}, {@code "constant"}, {@code "rax, rdx"}
     * @param addressable whether the value has an address in the kernel's memory
     */
    record Present(Value value, String place, boolean addressable) implements Content {}

    /**
     * There is no value.
     *
     * @param reason why, in words: {@code "optimised out"}, {@code "rax is not known in this frame"}
     * @param optimisedOut whether the compiler kept no value at this instruction, or it was overwritten since
     */
    record Absent(String reason, boolean optimisedOut) implements Content {}
}
