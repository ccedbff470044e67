package dev.inquest.expression;

import dev.inquest.api.expression.ExpressionException;
import dev.inquest.api.expression.Expressions;
import dev.inquest.api.memory.Memory;
import dev.inquest.api.types.ArrayType;
import dev.inquest.api.types.EnumType;
import dev.inquest.api.types.FloatType;
import dev.inquest.api.types.FunctionType;
import dev.inquest.api.types.IntType;
import dev.inquest.api.types.PointerType;
import dev.inquest.api.types.Type;
import dev.inquest.api.types.Value;
import dev.inquest.api.types.VoidType;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;

/** Evaluates parsed expressions; memory is read only where a number is needed. */
final class Evaluator {
    private final Names names;
    private final Types types;
    private final Places places;
    // Inside sizeof only types matter, so nothing is read there.
    private boolean typesOnly;
    private Memory memory;

    Evaluator(Expressions.Scope scope, Names names, boolean typesOnly) {
        this.typesOnly = typesOnly;
        this.memory = scope.memory();
        this.names = names;
        this.types = new Types(scope.kernel());
        this.places = new Places(this, scope, names, types);
    }

    Operand evaluate(Node node) throws ExpressionException {
        return switch (node) {
            case Node.Literal literal -> Operand.number(literal.type(), literal.number());
            case Node.Text text -> text(text);
            case Node.Name name -> names.find(name);
            case Node.Unary unary -> unary(unary);
            case Node.Measure measure -> types.measure(measure.type(), measure.alignment(), measure.position());
            case Node.MeasureOf measure -> measure(measure);
            case Node.Cast cast -> cast(cast);
            case Node.Member member -> places.member(member);
            case Node.Index index -> places.element(index);
            case Node.Slice slice -> places.slice(slice);
            case Node.Binary binary -> binary(binary);
            case Node.Conditional conditional -> conditional(conditional);
            case Node.OffsetOf offset -> places.offsetOf(offset);
            case Node.ContainerOf container -> places.containerOf(container);
            case Node.PerCpu perCpu -> places.perCpu(perCpu);
            case Node.Generic generic -> generic(generic);
        };
    }

    private Operand text(Node.Text text) {
        IntType character = types.character();
        byte[] bytes = text.bytes().getBytes(StandardCharsets.ISO_8859_1);
        Value string = Immediate.bytes(memory, new ArrayType(() -> character, bytes.length), bytes);
        // What points into the string is found in its memory.
        memory = string.memory();
        return Operand.at(string);
    }

    /** Returns the memory into which pointers point. */
    Memory memory() {
        return memory;
    }

    /** Evaluates an expression for its type alone. */
    Operand unread(Node node) throws ExpressionException {
        boolean outside = typesOnly;
        typesOnly = true;
        try {
            return evaluate(node);
        } finally {
            typesOnly = outside;
        }
    }

    // ---- numbers

    /** Returns the type of an operand in arithmetic; arrays and functions are pointers there (6.3.2.1). */
    Type decayed(Operand operand, int position) throws ExpressionException {
        Type bare = operand.type().bare();
        if (bare instanceof ArrayType array) {
            return types.pointerTo(array.element());
        }
        if (bare instanceof FunctionType) {
            return types.pointerTo(operand.type());
        }
        if (bare instanceof PointerType) {
            return bare;
        }
        if (bare instanceof IntType || bare instanceof EnumType || bare instanceof FloatType) {
            return Numbers.promoted(
                    bare, operand.place() == null ? 0 : operand.place().bitFieldSize());
        }
        if (bare instanceof VoidType) {
            throw new ExpressionException(
                    "the type here is not known; take the address and cast it: *(type *)&name", position);
        }
        throw new ExpressionException(
                "expected a number or pointer, this is a " + operand.type().spelling(), position);
    }

    /** Reads an operand's number; an array's or function's is its address. */
    Number number(Operand operand, int position) throws ExpressionException {
        decayed(operand, position);
        Value place = operand.place();
        if (place == null) {
            return operand.number();
        }
        if (operand.perCpu() != null && !typesOnly) {
            throw Reading.perCpu(operand.perCpu(), position);
        }
        Type bare = operand.type().bare();
        if (bare instanceof ArrayType || bare instanceof FunctionType) {
            return Numbers.unsigned(place.address());
        }
        if (typesOnly) {
            return BigInteger.ZERO;
        }
        return bare instanceof FloatType ? (Number) place.asDouble() : place.asBigInteger();
    }

    /** Reads an operand's number as 64 bits, such as an address or an index. */
    long bits(Operand operand, int position) throws ExpressionException {
        return Numbers.whole(number(operand, position)).longValue();
    }

    private boolean truth(Node node) throws ExpressionException {
        return Numbers.truth(number(evaluate(node), node.position()));
    }

    // ---- unary operators

    private Operand unary(Node.Unary node) throws ExpressionException {
        int position = node.position();
        Operand operand = evaluate(node.operand());
        return switch (node.operator()) {
            case "&" -> places.address(operand, position);
            case "*" -> places.follow(operand, position);
            case "!" -> Operand.number(Numbers.INT, Numbers.truth(number(operand, position)) ? 0 : 1);
            case "~" -> {
                if (!(arithmetic(operand, "~", position) instanceof IntType type)) {
                    throw new ExpressionException("'~' needs an integer; cast first: (long)", position);
                }
                yield Operand.number(
                        type, Numbers.whole(number(operand, position)).not());
            }
            case "-" -> {
                Type type = arithmetic(operand, "-", position);
                Number number = number(operand, position);
                yield Operand.number(
                        type,
                        type instanceof FloatType
                                ? (Number) (-number.doubleValue())
                                : Numbers.whole(number).negate());
            }
            default -> Operand.number(arithmetic(operand, "+", position), number(operand, position));
        };
    }

    private Type arithmetic(Operand operand, String operator, int position) throws ExpressionException {
        Type type = decayed(operand, position);
        if (type instanceof PointerType) {
            throw new ExpressionException(
                    "'" + operator + "' needs a number; cast the pointer: (unsigned long)", position);
        }
        return type;
    }

    private Operand measure(Node.MeasureOf node) throws ExpressionException {
        Operand operand = unread(node.operand());
        if (operand.bitField()) {
            throw new ExpressionException("a bit-field has no size in bytes", node.position());
        }
        return types.measure(operand.type(), node.alignment(), node.position());
    }

    private Operand cast(Node.Cast node) throws ExpressionException {
        Type bare = node.type().bare();
        Operand operand = evaluate(node.operand());
        if (bare instanceof VoidType) {
            return Operand.number(node.type(), 0);
        }
        if (bare instanceof PointerType && decayed(operand, node.position()) instanceof FloatType) {
            throw new ExpressionException("a fraction is no address; cast it first: (unsigned long)", node.position());
        }
        if (bare instanceof PointerType
                || bare instanceof EnumType
                || bare instanceof IntType
                || bare instanceof FloatType) {
            return Operand.number(node.type(), number(operand, node.position()));
        }
        throw new ExpressionException(
                "a cast makes numbers and pointers, no " + node.type().spelling() + "; to see memory as one, write *("
                        + node.type().spelling() + " *)address",
                node.position());
    }

    private Operand generic(Node.Generic node) throws ExpressionException {
        Operand selector = unread(node.selector());
        Type bare = selector.type().bare();
        String wanted = (bare instanceof ArrayType || bare instanceof FunctionType
                        ? decayed(selector, node.position())
                        : bare)
                .spelling();
        Node chosen = null;
        for (Node.Choice choice : node.choices()) {
            if (choice.type() == null
                    ? chosen == null
                    : choice.type().bare().spelling().equals(wanted)) {
                chosen = choice.value();
            }
        }
        if (chosen == null) {
            throw new ExpressionException("_Generic has no choice for " + wanted + " and no default", node.position());
        }
        return evaluate(chosen);
    }

    // ---- binary operators

    private Operand conditional(Node.Conditional node) throws ExpressionException {
        boolean condition = truth(node.condition());
        Node chosen = condition ? node.yes() : node.no();
        Operand value = evaluate(chosen);
        Operand other = unread(condition ? node.no() : node.yes());
        Type mine = value.type().bare();
        Type others = other.type().bare();
        if (Types.arithmetic(mine) && Types.arithmetic(others)) {
            Type common = Numbers.common(decayed(value, chosen.position()), decayed(other, chosen.position()));
            return Operand.number(common, number(value, chosen.position()));
        }
        if (others instanceof PointerType && mine instanceof IntType) {
            return Operand.number(other.type(), number(value, chosen.position()));
        }
        return value;
    }

    private Operand binary(Node.Binary node) throws ExpressionException {
        int position = node.position();
        String operator = node.operator();
        switch (operator) {
            case "," -> {
                evaluate(node.left());
                return evaluate(node.right());
            }
            case "&&" -> {
                return Operand.number(Numbers.INT, truth(node.left()) && truth(node.right()) ? 1 : 0);
            }
            case "||" -> {
                return Operand.number(Numbers.INT, truth(node.left()) || truth(node.right()) ? 1 : 0);
            }
            case "@" -> {
                return places.repeat(evaluate(node.left()), bits(evaluate(node.right()), position), position);
            }
            default -> {}
        }
        Operand left = evaluate(node.left());
        Operand right = evaluate(node.right());
        Type leftType = decayed(left, position);
        Type rightType = decayed(right, position);
        boolean pointers = leftType instanceof PointerType || rightType instanceof PointerType;
        if (pointers && (operator.equals("+") || operator.equals("-"))) {
            return places.sum(left, right, operator.equals("-"), position);
        }
        Number a = number(left, position);
        Number b = number(right, position);
        if (pointers) {
            if (!Arithmetic.comparison(operator)) {
                throw new ExpressionException(
                        "'" + operator + "' needs numbers; cast the pointer: (unsigned long)", position);
            }
            Type word = Numbers.UNSIGNED_LONG;
            boolean holds = Arithmetic.compare(operator, Numbers.fit(a, word), Numbers.fit(b, word));
            return Operand.number(Numbers.INT, holds ? 1 : 0);
        }
        if (operator.equals("<<") || operator.equals(">>")) {
            return shift(operator, leftType, a, rightType, b, position);
        }
        Type common = Numbers.common(leftType, rightType);
        a = Numbers.fit(a, common);
        b = Numbers.fit(b, common);
        if (Arithmetic.comparison(operator)) {
            return Operand.number(Numbers.INT, Arithmetic.compare(operator, a, b) ? 1 : 0);
        }
        return Operand.number(
                common, typesOnly ? BigInteger.ZERO : Arithmetic.compute(operator, a, b, common, position));
    }

    private Operand shift(String operator, Type left, Number a, Type right, Number b, int position)
            throws ExpressionException {
        if (!(left instanceof IntType type) || !(right instanceof IntType)) {
            throw new ExpressionException("'" + operator + "' needs integers; cast first: (long)", position);
        }
        Number result = typesOnly ? a : Arithmetic.shift(operator, Numbers.whole(a), Numbers.whole(b), type, position);
        return Operand.number(type, result);
    }
}
