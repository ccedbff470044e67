package dev.inquest.debuginfo.dwarf;

/** The sections that are read (DWARF 5, section 7.1 and appendix B), by the part of the name behind {@code .debug_}. */
enum DebugSection {
    INFO("info"),
    /** Type units of DWARF 4; read as if they stood behind those of {@link #INFO}. */
    TYPES("types"),
    ABBREV("abbrev"),
    STR("str"),
    LINE_STR("line_str"),
    STR_OFFSETS("str_offsets"),
    ADDR("addr"),
    LINE("line"),
    ARANGES("aranges"),
    RANGES("ranges"),
    RNGLISTS("rnglists"),
    LOC("loc"),
    LOCLISTS("loclists"),
    FRAME("frame");

    private final String suffix;

    DebugSection(String suffix) {
        this.suffix = suffix;
    }

    /** Returns the section's name. */
    String sectionName() {
        return ".debug_" + suffix;
    }

    /** Returns the name that GNU tools gave it when it is compressed, before ELF had a flag for that. */
    String compressedName() {
        return ".zdebug_" + suffix;
    }
}
