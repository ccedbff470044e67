package dev.inquest.expression;

/**
 * One token of an expression.
 *
 * @param kind what it is
 * @param text as typed; an operator's characters
 * @param position index of its first character
 */
record Token(Kind kind, String text, int position) {
    enum Kind {
        NUMBER,
        CHARACTER,
        STRING,
        NAME,
        OPERATOR,
        END
    }

    boolean is(String operator) {
        return kind == Kind.OPERATOR && text.equals(operator);
    }

    boolean named(String name) {
        return kind == Kind.NAME && text.equals(name);
    }

    /** How messages call it. */
    String words() {
        return kind == Kind.END ? "the end" : "'" + text + "'";
    }
}
