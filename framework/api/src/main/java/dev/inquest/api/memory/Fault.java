package dev.inquest.api.memory;

/**
 * Why bytes could not be read. A fault is a value: it travels inside results in place of the datum that could not be had.
 *
 * @param kind what stands in the way
 * @param address the first address that could not be read, in the address space that was asked
 * @param detail a short reason in words, for instance {@code "page excluded by dump level 31"}; never empty
 */
public record Fault(Kind kind, long address, String detail) {

    /** The three ways in which memory can be absent from a dump, and the one in which a variable can be. */
    public enum Kind {
        /** The page existed when the machine failed, but the dump's filter left it out. */
        EXCLUDED("excluded"),
        /** The dump should hold the page, but its file is cut short or damaged. */
        LOST("lost"),
        /** No page table entry or no physical memory stands behind the address. */
        NOT_MAPPED("not mapped"),
        /**
         * The bytes are no memory but those of a variable of a function, and the compiler kept no value of them: a fact about the program,
         * not something that the dump lacks.
         */
        OPTIMISED_OUT("optimised out");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        /** Returns the kind in words, as users read it. */
        public String words() {
            return words;
        }
    }

    /** Returns one line for users: the address in hexadecimal, the kind and the detail. */
    public String message() {
        return "0x" + Long.toHexString(address) + ": " + kind.words() + " (" + detail + ")";
    }
}
