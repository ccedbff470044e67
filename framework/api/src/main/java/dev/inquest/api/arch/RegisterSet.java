package dev.inquest.api.arch;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The registers of an architecture.
 *
 * @param names names in lower case, in the order in which crash prints them; the index of a name is the register's index
 * @param dwarfNumbers index by DWARF register number of the psABI; numbers without a register here are absent
 * @param pc index of the program counter
 * @param sp index of the stack pointer
 * @param preserved indices of the registers that a called function must preserve, without the stack pointer: where call frame information has
 *     no rule for one of these, the caller has the same value
 */
public record RegisterSet(
        List<String> names, Map<Integer, Integer> dwarfNumbers, int pc, int sp, Set<Integer> preserved) {

    /** Makes a set of which it is not told what called functions preserve: a register without a rule is then lost. */
    public RegisterSet(List<String> names, Map<Integer, Integer> dwarfNumbers, int pc, int sp) {
        this(names, dwarfNumbers, pc, sp, Set.of());
    }

    /** Returns the index of a name, or -1. */
    public int index(String name) {
        return names.indexOf(name);
    }

    /** Returns the name of a register by its DWARF number, for messages. */
    public String dwarfName(int number) {
        Integer index = dwarfNumbers.get(number);
        return index == null ? "register " + number : names.get(index);
    }
}
