package dev.inquest.expression;

import dev.inquest.api.expression.ExpressionException;

/** Messages that more than one place gives. */
final class Reading {
    private Reading() {}

    static ExpressionException perCpu(String name, int position) {
        return new ExpressionException(
                name + " is a per-CPU variable; say which CPU: " + name + ":0, or " + name + ":a for all", position);
    }
}
