package dev.inquest.debuginfo.data;

/** Bytes do not have the format that they should have. The message names the file or section and the offset. */
public final class MalformedException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Makes an exception with a message for users. It has no stack trace: damaged input is expected. */
    public MalformedException(String message) {
        super(message, null, false, false);
    }

    /**
     * Makes an exception that says where.
     *
     * @param where the file or section
     * @param offset offset in bytes inside it
     * @param what what is wrong there
     */
    public static MalformedException at(String where, long offset, String what) {
        return new MalformedException(where + " at offset 0x" + Long.toHexString(offset) + ": " + what);
    }
}
