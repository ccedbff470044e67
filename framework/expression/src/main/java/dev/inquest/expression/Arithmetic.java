package dev.inquest.expression;

import dev.inquest.api.expression.ExpressionException;
import dev.inquest.api.types.IntType;

/** C's operators on numbers that have met in a type. */
final class Arithmetic {
    private Arithmetic() {}

    static boolean compare(String operator, long a, long b, boolean signed) {
        int order = signed ? Long.compare(a, b) : Long.compareUnsigned(a, b);
        return switch (operator) {
            case "==" -> order == 0;
            case "!=" -> order != 0;
            case "<" -> order < 0;
            case ">" -> order > 0;
            case "<=" -> order <= 0;
            default -> order >= 0;
        };
    }

    static long shift(String operator, long a, long b, IntType type, int position) throws ExpressionException {
        if (b < 0 || b >= type.size() * 8) {
            throw new ExpressionException(
                    "a shift by " + b + " is not defined for " + type.spelling() + ", which has " + type.size() * 8
                            + " bits",
                    position);
        }
        return operator.equals("<<") ? a << b : type.signed() ? a >> b : a >>> b;
    }

    static long compute(String operator, long a, long b, boolean signed, int position) throws ExpressionException {
        return switch (operator) {
            case "*" -> a * b;
            case "&" -> a & b;
            case "|" -> a | b;
            case "^" -> a ^ b;
            default -> {
                if (b == 0) {
                    throw new ExpressionException("division by zero", position);
                }
                yield operator.equals("/")
                        ? signed ? a / b : Long.divideUnsigned(a, b)
                        : signed ? a % b : Long.remainderUnsigned(a, b);
            }
        };
    }
}
