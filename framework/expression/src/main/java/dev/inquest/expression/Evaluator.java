package dev.inquest.expression;

import dev.inquest.api.expression.ExpressionException;
import dev.inquest.api.expression.Expressions;
import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.layout.TypeSource;
import dev.inquest.api.types.ArrayType;
import dev.inquest.api.types.EnumType;
import dev.inquest.api.types.FloatType;
import dev.inquest.api.types.FunctionType;
import dev.inquest.api.types.IntType;
import dev.inquest.api.types.PointerType;
import dev.inquest.api.types.StructType;
import dev.inquest.api.types.Type;
import dev.inquest.api.types.Value;
import dev.inquest.api.types.VoidType;
import org.jspecify.annotations.Nullable;

/** Evaluates parsed expressions; memory is read only where a number is needed. */
final class Evaluator {
    private final Expressions.Scope scope;
    private final Kernel kernel;
    private final Names names;
    // Inside sizeof only types matter, so nothing is read there.
    private boolean typesOnly;

    Evaluator(Expressions.Scope scope, Names names, boolean typesOnly) {
        this.typesOnly = typesOnly;
        this.scope = scope;
        this.kernel = scope.kernel();
        this.names = names;
    }

    Operand evaluate(Node node) throws ExpressionException {
        return switch (node) {
            case Node.Literal literal -> Operand.number(literal.type(), literal.bits());
            case Node.Name name -> names.find(name);
            case Node.Unary unary -> unary(unary);
            case Node.SizeofType sizeof -> size(sizeof.type(), sizeof.position());
            case Node.Sizeof sizeof -> sizeof(sizeof);
            case Node.Cast cast -> cast(cast);
            case Node.Member member -> member(member);
            case Node.Index index -> element(index);
            case Node.Binary binary -> binary(binary);
            case Node.Conditional conditional -> conditional(conditional);
            case Node.OffsetOf offset ->
                Operand.number(Numbers.UNSIGNED_LONG, offset(offset.type(), offset.path(), offset.position()));
            case Node.ContainerOf container -> {
                long pointer = number(evaluate(container.pointer()), container.position());
                long offset = offset(container.type(), container.path(), container.position());
                yield Operand.number(pointerTo(container.type()), pointer - offset);
            }
            case Node.PerCpu perCpu -> perCpu(perCpu);
        };
    }

    private PointerType pointerTo(Type target) {
        return new PointerType(kernel.memory().pointerSize(), () -> target);
    }

    // ---- numbers

    /** Returns the type of an operand in arithmetic; arrays and functions are pointers there (6.3.2.1). */
    private Type decayed(Operand operand, int position) throws ExpressionException {
        Type bare = operand.type().bare();
        if (bare instanceof ArrayType array) {
            return pointerTo(array.element());
        }
        if (bare instanceof FunctionType) {
            return pointerTo(operand.type());
        }
        if (bare instanceof PointerType) {
            return bare;
        }
        if (bare instanceof IntType || bare instanceof EnumType) {
            if (bare.size() > 8) {
                throw new ExpressionException(
                        "numbers of more than 64 bits are only shown, not reckoned with", position);
            }
            return Numbers.promoted(
                    bare, operand.place() == null ? 0 : operand.place().bitFieldSize());
        }
        if (bare instanceof VoidType) {
            throw new ExpressionException(
                    "the type here is not known; take the address and cast it: *(type *)&name", position);
        }
        throw new ExpressionException(
                bare instanceof FloatType
                        ? "floating-point numbers are only shown, not reckoned with"
                        : "expected a number or pointer, this is a "
                                + operand.type().spelling(),
                position);
    }

    /** Reads an operand's number; an array's or function's is its address. */
    long number(Operand operand, int position) throws ExpressionException {
        decayed(operand, position);
        Value place = operand.place();
        if (place == null) {
            return operand.bits();
        }
        Type bare = operand.type().bare();
        boolean address = bare instanceof ArrayType || bare instanceof FunctionType;
        if (operand.perCpu() != null && !typesOnly) {
            throw Reading.perCpu(operand.perCpu(), position);
        }
        return address ? place.address() : typesOnly ? 0 : place.asLong();
    }

    private boolean truth(Node node) throws ExpressionException {
        return number(evaluate(node), node.position()) != 0;
    }

    // ---- unary operators

    private Operand unary(Node.Unary node) throws ExpressionException {
        int position = node.position();
        Operand operand = evaluate(node.operand());
        return switch (node.operator()) {
            case "&" -> address(operand, position);
            case "*" -> follow(operand, position);
            case "!" -> Operand.number(Numbers.INT, number(operand, position) == 0 ? 1 : 0);
            case "-" -> Operand.number(needsNumber(operand, "-", position), -number(operand, position));
            case "~" -> Operand.number(needsNumber(operand, "~", position), ~number(operand, position));
            default -> Operand.number(needsNumber(operand, "+", position), number(operand, position));
        };
    }

    private IntType needsNumber(Operand operand, String operator, int position) throws ExpressionException {
        if (decayed(operand, position) instanceof IntType type) {
            return type;
        }
        throw new ExpressionException("'" + operator + "' needs a number", position);
    }

    private Operand address(Operand operand, int position) throws ExpressionException {
        Value place = operand.place();
        if (place == null) {
            throw new ExpressionException("a computed number has no address", position);
        }
        if (place.bitFieldSize() > 0) {
            throw new ExpressionException("a bit-field has no address", position);
        }
        return Operand.number(pointerTo(operand.type()), place.address());
    }

    private Operand follow(Operand operand, int position) throws ExpressionException {
        if (!(decayed(operand, position) instanceof PointerType pointer)) {
            throw new ExpressionException(
                    "a " + operand.type().spelling() + " points at nothing; cast it first: (type *)", position);
        }
        Type target = complete(pointer.target());
        if (operand.type().bare() instanceof ArrayType && operand.perCpu() != null) {
            Value place = operand.place();
            if (place != null) {
                return new Operand(target, 0, place.cast(target), operand.perCpu());
            }
        }
        // An array lies in the memory in which it was found, what a pointer points at in the scope's.
        Value place = operand.place();
        boolean array = operand.type().bare() instanceof ArrayType && place != null;
        return Operand.at(
                new Value(array && place != null ? place.memory() : scope.memory(), target, number(operand, position)));
    }

    // Debug information may have only the declaration where the pointer is, and the definition elsewhere.
    private Type complete(Type type) {
        if (type.bare() instanceof StructType struct && struct.size() < 0 && struct.tag() != null) {
            Type found = kernel.findType(struct.union() ? TypeSource.Kind.UNION : TypeSource.Kind.STRUCT, struct.tag());
            return found == null ? type : found;
        }
        return type;
    }

    // An element of an array stays in its memory, and in its per-CPU variable.
    private Operand element(Node.Index node) throws ExpressionException {
        Operand object = evaluate(node.object());
        Operand index = evaluate(node.index());
        Value place = object.place();
        if (place == null || !(object.type().bare() instanceof ArrayType array)) {
            return follow(sum(object, index, false, node.position()), node.position());
        }
        if (decayed(index, node.position()) instanceof PointerType) {
            throw new ExpressionException("an index is a number", node.position());
        }
        Type element = array.element();
        long address = place.address() + number(index, node.position()) * step(pointerTo(element), node.position());
        return new Operand(element, 0, new Value(place.memory(), element, address), object.perCpu());
    }

    private Operand sizeof(Node.Sizeof node) throws ExpressionException {
        boolean outside = typesOnly;
        typesOnly = true;
        Operand operand = evaluate(node.operand());
        typesOnly = outside;
        Value place = operand.place();
        if (place != null && place.bitFieldSize() > 0) {
            throw new ExpressionException("a bit-field has no size in bytes", node.position());
        }
        return size(operand.type(), node.position());
    }

    private Operand size(Type type, int position) throws ExpressionException {
        long size = complete(type).size();
        if (size < 0) {
            throw new ExpressionException("the size of " + type.spelling() + " is not known", position);
        }
        return Operand.number(Numbers.UNSIGNED_LONG, size);
    }

    private Operand cast(Node.Cast node) throws ExpressionException {
        Type bare = node.type().bare();
        Operand operand = evaluate(node.operand());
        if (bare instanceof PointerType || bare instanceof EnumType || bare instanceof IntType && bare.size() <= 8) {
            return Operand.number(node.type(), number(operand, node.position()));
        }
        throw new ExpressionException(
                "a cast makes numbers and pointers, no " + node.type().spelling() + "; to see memory as one, write *("
                        + node.type().spelling() + " *)address",
                node.position());
    }

    // ---- members

    private Operand member(Node.Member node) throws ExpressionException {
        Operand object = evaluate(node.object());
        int position = node.position();
        if (node.arrow() || object.type().bare() instanceof PointerType) {
            // gdb takes a dot for an arrow, and so do its users.
            object = follow(object, position);
        }
        Value place = object.place();
        if (place == null || !(object.type().bare() instanceof StructType)) {
            throw new ExpressionException("a " + object.type().spelling() + " has no members", position);
        }
        Value member = place.findMember(node.name()).orElse(null);
        if (member == null) {
            throw new ExpressionException(object.type().spelling() + " has no member " + node.name(), position);
        }
        return new Operand(member.type(), 0, member, object.perCpu());
    }

    private long offset(Type type, String path, int position) throws ExpressionException {
        StructType.@Nullable Place place =
                complete(type).bare() instanceof StructType struct ? struct.find(path) : null;
        if (place == null) {
            throw new ExpressionException(type.spelling() + " has no member " + path, position);
        }
        if (place.bitFieldSize() > 0) {
            throw new ExpressionException(path + " is a bit-field and has no offset in bytes", position);
        }
        return place.offset();
    }

    private Operand perCpu(Node.PerCpu node) throws ExpressionException {
        Operand object = evaluate(node.object());
        int position = node.position();
        long cpu = number(evaluate(node.cpu()), node.cpu().position());
        if (node.pointer()) {
            // An array's name is a pointer to its first element, of which per_cpu_ptr gives one CPU's copy too.
            Value array = object.type().bare() instanceof ArrayType ? object.place() : null;
            if (!(decayed(object, position) instanceof PointerType pointer)) {
                throw new ExpressionException("per_cpu_ptr needs a pointer", position);
            }
            long address = array == null ? number(object, position) : array.address();
            return Operand.number(pointer, names.copy(cpu, address, position));
        }
        Value place = object.place();
        if (object.perCpu() == null || place == null) {
            throw new ExpressionException(
                    "per_cpu needs a per-CPU variable; for a pointer there is per_cpu_ptr", position);
        }
        return Operand.at(new Value(
                place.memory(),
                place.type(),
                names.copy(cpu, place.address(), position),
                place.bitShift(),
                place.bitFieldSize()));
    }

    // ---- binary operators

    private Operand conditional(Node.Conditional node) throws ExpressionException {
        boolean condition = truth(node.condition());
        Node chosen = condition ? node.yes() : node.no();
        Operand value = evaluate(chosen);
        boolean outside = typesOnly;
        typesOnly = true;
        Operand other = evaluate(condition ? node.no() : node.yes());
        typesOnly = outside;
        if (value.type().bare() instanceof IntType && other.type().bare() instanceof IntType) {
            IntType common = Numbers.common(Numbers.promoted(value.type(), 0), Numbers.promoted(other.type(), 0));
            return Operand.number(common, number(value, chosen.position()));
        }
        if (other.type().bare() instanceof PointerType && value.type().bare() instanceof IntType) {
            return Operand.number(other.type(), number(value, chosen.position()));
        }
        return value;
    }

    private Operand binary(Node.Binary node) throws ExpressionException {
        int position = node.position();
        switch (node.operator()) {
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
            default -> {}
        }
        Operand left = evaluate(node.left());
        Operand right = evaluate(node.right());
        if (node.operator().equals("+") || node.operator().equals("-")) {
            return sum(left, right, node.operator().equals("-"), position);
        }
        Type leftType = decayed(left, position);
        Type rightType = decayed(right, position);
        long a = number(left, position);
        long b = number(right, position);
        boolean comparison = "== != < > <= >=".contains(node.operator())
                && node.operator().length() <= 2
                && !node.operator().equals("<<")
                && !node.operator().equals(">>");
        if (leftType instanceof PointerType || rightType instanceof PointerType) {
            if (!comparison) {
                throw new ExpressionException(
                        "'" + node.operator() + "' needs numbers; cast the pointer: (unsigned long)", position);
            }
            return Operand.number(Numbers.INT, Arithmetic.compare(node.operator(), a, b, false) ? 1 : 0);
        }
        IntType promoted = (IntType) leftType;
        if (node.operator().equals("<<") || node.operator().equals(">>")) {
            return Operand.number(promoted, Arithmetic.shift(node.operator(), a, b, promoted, position));
        }
        IntType common = Numbers.common(promoted, (IntType) rightType);
        a = Numbers.fit(a, common);
        b = Numbers.fit(b, common);
        if (comparison) {
            return Operand.number(Numbers.INT, Arithmetic.compare(node.operator(), a, b, common.signed()) ? 1 : 0);
        }
        if (typesOnly) {
            return Operand.number(common, 0);
        }
        return Operand.number(common, Arithmetic.compute(node.operator(), a, b, common.signed(), position));
    }

    /** Adds and subtracts; pointers move by elements. */
    private Operand sum(Operand left, Operand right, boolean minus, int position) throws ExpressionException {
        Type leftType = decayed(left, position);
        Type rightType = decayed(right, position);
        if (leftType instanceof PointerType pointer && !(rightType instanceof PointerType)) {
            return moved(left, pointer, (minus ? -1 : 1) * number(right, position), position);
        }
        if (rightType instanceof PointerType pointer && !(leftType instanceof PointerType) && !minus) {
            return moved(right, pointer, number(left, position), position);
        }
        long a = number(left, position);
        long b = number(right, position);
        if (leftType instanceof PointerType pointer) {
            if (!minus) {
                throw new ExpressionException("two pointers cannot be added; cast one: (unsigned long)", position);
            }
            return Operand.number(Numbers.LONG, (a - b) / step(pointer, position));
        }
        if (rightType instanceof PointerType) {
            throw new ExpressionException("a pointer cannot be taken away from a number", position);
        }
        IntType common = Numbers.common((IntType) leftType, (IntType) rightType);
        return Operand.number(common, minus ? a - b : a + b);
    }

    private Operand moved(Operand object, PointerType pointer, long count, int position) throws ExpressionException {
        return Operand.number(pointer, number(object, position) + count * step(pointer, position));
    }

    // GNU C steps by one through void.
    private long step(PointerType pointer, int position) throws ExpressionException {
        Type target = complete(pointer.target());
        long size = target.size();
        if (target.bare() instanceof VoidType || target.bare() instanceof FunctionType) {
            return 1;
        }
        if (size <= 0) {
            throw new ExpressionException("the size of " + target.spelling() + " is not known", position);
        }
        return size;
    }
}
