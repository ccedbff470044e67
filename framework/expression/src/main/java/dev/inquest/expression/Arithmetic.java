package dev.inquest.expression;

import dev.inquest.api.expression.ExpressionException;
import dev.inquest.api.types.FloatType;
import dev.inquest.api.types.IntType;
import dev.inquest.api.types.Type;
import java.math.BigInteger;
import java.util.Set;

/** C's operators on numbers that have met in a type; what comes out is not yet cut to it. */
final class Arithmetic {
    private static final Set<String> COMPARISONS = Set.of("==", "!=", "<", ">", "<=", ">=");

    private Arithmetic() {}

    static boolean comparison(String operator) {
        return COMPARISONS.contains(operator);
    }

    static boolean compare(String operator, Number a, Number b) {
        if (a instanceof BigInteger left && b instanceof BigInteger right) {
            return holds(operator, left.compareTo(right));
        }
        double left = a.doubleValue();
        double right = b.doubleValue();
        if (Double.isNaN(left) || Double.isNaN(right)) {
            return operator.equals("!=");
        }
        return holds(operator, left < right ? -1 : left > right ? 1 : 0);
    }

    private static boolean holds(String operator, int order) {
        return switch (operator) {
            case "==" -> order == 0;
            case "!=" -> order != 0;
            case "<" -> order < 0;
            case ">" -> order > 0;
            case "<=" -> order <= 0;
            default -> order >= 0;
        };
    }

    static BigInteger shift(String operator, BigInteger a, BigInteger b, IntType type, int position)
            throws ExpressionException {
        if (b.signum() < 0 || b.compareTo(BigInteger.valueOf(type.size() * 8)) >= 0) {
            throw new ExpressionException(
                    "a shift by " + b + " is not defined for " + type.spelling() + ", which has " + type.size() * 8
                            + " bits; write for instance 1UL for 64",
                    position);
        }
        return operator.equals("<<") ? a.shiftLeft(b.intValue()) : a.shiftRight(b.intValue());
    }

    static Number compute(String operator, Number a, Number b, Type type, int position) throws ExpressionException {
        if (type instanceof FloatType) {
            return real(operator, a.doubleValue(), b.doubleValue(), position);
        }
        BigInteger left = Numbers.whole(a);
        BigInteger right = Numbers.whole(b);
        return switch (operator) {
            case "+" -> left.add(right);
            case "-" -> left.subtract(right);
            case "*" -> left.multiply(right);
            case "&" -> left.and(right);
            case "|" -> left.or(right);
            case "^" -> left.xor(right);
            default -> {
                if (right.signum() == 0) {
                    throw new ExpressionException("division by zero", position);
                }
                yield operator.equals("/") ? left.divide(right) : left.remainder(right);
            }
        };
    }

    private static Double real(String operator, double a, double b, int position) throws ExpressionException {
        return switch (operator) {
            case "+" -> a + b;
            case "-" -> a - b;
            case "*" -> a * b;
            case "/" -> a / b;
            default -> throw new ExpressionException("'" + operator + "' needs integers; cast first: (long)", position);
        };
    }
}
