package dev.inquest.api.arch;

import java.util.List;
import java.util.Map;

/**
 * The registers of an architecture.
 *
 * @param names names in lower case, in the order in which crash prints them; the index of a name is the register's index
 * @param dwarfNumbers index by DWARF register number of the psABI; numbers without a register here are absent
 * @param pc index of the program counter
 * @param sp index of the stack pointer
 */
public record RegisterSet(List<String> names, Map<Integer, Integer> dwarfNumbers, int pc, int sp) {

    /** Returns the index of a name, or -1. */
    public int index(String name) {
        return names.indexOf(name);
    }
}
