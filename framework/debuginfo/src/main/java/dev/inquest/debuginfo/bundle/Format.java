package dev.inquest.debuginfo.bundle;

/** The numbers of the format; the package says what they stand for. */
public final class Format {
    /** The first eight bytes, {@code INQLAYT\n}, read as a little-endian number. */
    public static final long MAGIC = 0x0a5459414c514e49L;
    /** The version that is written; others are refused. */
    public static final int VERSION = 1;
    /** Bytes of the header. */
    public static final int HEADER = 64;
    /** Bytes of one entry of the directory. */
    public static final int ENTRY = 32;
    /** Bytes of the beginning of a section in blocks. */
    public static final int BLOCKS_HEAD = 16;
    /** Bytes of one entry of a section's table of blocks. */
    public static final int BLOCK = 28;
    /** No block is larger once it is unpacked. */
    public static final int LARGEST_BLOCK = 1 << 20;
    /** Where the file lies in a jar. */
    public static final String JAR_ENTRY = "inquest/layout.bin";
    /** What the data begin at a multiple of in the jar. */
    public static final int JAR_ALIGNMENT = 4096;

    /** Who the kernel or module is. */
    public static final int IDENTITY = 1;
    /** Types, of the kernel and its modules. */
    public static final int TYPES = 2;
    /** Finds types by kind and name. */
    public static final int TYPE_NAMES = 3;
    /** The types of global variables. */
    public static final int VARIABLES = 4;
    /** Finds variables by name. */
    public static final int VARIABLE_NAMES = 5;
    /** Symbols in the order of address. */
    public static final int SYMBOLS = 6;
    /** Finds symbols by name. */
    public static final int SYMBOL_NAMES = 7;
    /** The line table. */
    public static final int LINES = 8;
    /** Functions and what is inlined in them. */
    public static final int FUNCTIONS = 9;
    /** Names of source files. */
    public static final int FILES = 10;
    /** Names of functions. */
    public static final int FUNCTION_NAMES = 11;
    /** Where which unwind row begins to hold. */
    public static final int UNWIND = 12;
    /** The types of functions, by address. */
    public static final int FUNCTION_TYPES = 14;
    /** The different unwind rows. */
    public static final int UNWIND_ROWS = 13;

    /** Kinds of records of types. */
    public static final int INT = 1;
    /** A floating-point type. */
    public static final int FLOAT = 2;
    /** A pointer. */
    public static final int POINTER = 3;
    /** An array. */
    public static final int ARRAY = 4;
    /** A struct. */
    public static final int STRUCT = 5;
    /** A union. */
    public static final int UNION = 6;
    /** An enumeration. */
    public static final int ENUM = 7;
    /** A typedef. */
    public static final int TYPEDEF = 8;
    /** A qualifier. */
    public static final int QUALIFIED = 9;
    /** A function. */
    public static final int FUNCTION = 10;

    /** A section that the program runs from. */
    public static final int SECTION_CODE = 1;
    /** A section that does not move with the kernel: per-CPU variables linked at 0. */
    public static final int SECTION_FIXED = 2;

    /** Set in the kind of a symbol that stands for no address but moves with the kernel. */
    public static final int SYMBOL_MOVES = 0x80;

    private Format() {}

    /** Returns the hash under which an index has a name of a kind; the kind is 0 where there is but one. */
    public static int hash(int kind, byte[] name) {
        int mixed = (dev.inquest.debuginfo.data.Strings.hash(name) + kind * 0x9e3779b9) * 0x85ebca6b;
        mixed ^= mixed >>> 15;
        mixed *= 0xc2b2ae35;
        return mixed ^ mixed >>> 16;
    }
}
