package dev.inquest.debuginfo.btf;

/** A BTF section is damaged, or in a form that is not known. The message says what is wrong, in words for users. */
public final class BtfException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Makes an exception; the message has no full stop. */
    public BtfException(String message) {
        super(message);
    }
}
