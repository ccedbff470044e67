package dev.inquest.api.expression;

/** An expression cannot be parsed, or names what this kernel does not have. The message is for users and says where. */
public final class ExpressionException extends Exception {
    private static final long serialVersionUID = 1L;
    private final int position;

    /**
     * Makes an exception.
     *
     * @param message what is wrong and what was expected
     * @param position index of the character in the expression at which it shows, from 0
     */
    public ExpressionException(String message, int position) {
        super(message + " (at character " + (position + 1) + ")", null, false, false);
        this.position = position;
    }

    /** Returns the index of the character at which it shows, from 0. */
    public int position() {
        return position;
    }
}
