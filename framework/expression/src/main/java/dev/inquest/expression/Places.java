package dev.inquest.expression;

import dev.inquest.api.expression.ExpressionException;
import dev.inquest.api.expression.Expressions;
import dev.inquest.api.memory.Memory;
import dev.inquest.api.types.ArrayType;
import dev.inquest.api.types.PointerType;
import dev.inquest.api.types.StructType;
import dev.inquest.api.types.Type;
import dev.inquest.api.types.Value;
import dev.inquest.api.types.VoidType;
import org.jspecify.annotations.Nullable;

/** The operators that go from one place in memory to another: addresses, pointers, members, elements. */
final class Places {
    private static final long MOST_ELEMENTS = 1L << 32;

    private final Evaluator evaluator;
    private final Expressions.Scope scope;
    private final Names names;
    private final Types types;

    Places(Evaluator evaluator, Expressions.Scope scope, Names names, Types types) {
        this.evaluator = evaluator;
        this.scope = scope;
        this.names = names;
        this.types = types;
    }

    Operand address(Operand operand, int position) throws ExpressionException {
        Value place = operand.place();
        if (place == null) {
            throw new ExpressionException("a computed number has no address", position);
        }
        if (operand.bitField()) {
            throw new ExpressionException("a bit-field has no address", position);
        }
        if (!place.memory().equals(scope.kernel().memory()) && !place.memory().equals(scope.memory())) {
            throw new ExpressionException(
                    "it lies in registers, or in the expression alone, and has no address", position);
        }
        return Operand.number(types.pointerTo(operand.type()), Numbers.unsigned(place.address()));
    }

    Operand follow(Operand operand, int position) throws ExpressionException {
        if (!(evaluator.decayed(operand, position) instanceof PointerType pointer)) {
            throw new ExpressionException(
                    "a " + operand.type().spelling() + " points at nothing; cast it first: (type *)", position);
        }
        Type target = types.complete(pointer.target());
        Value place = operand.place();
        if (operand.type().bare() instanceof ArrayType && place != null) {
            // An array lies in the memory, and in the per-CPU variable, in which it was found.
            return Operand.at(place.cast(target), operand.perCpu());
        }
        return Operand.at(new Value(evaluator.memory(), target, evaluator.bits(operand, position)));
    }

    Operand element(Node.Index node) throws ExpressionException {
        Operand object = evaluator.evaluate(node.object());
        Operand index = evaluator.evaluate(node.index());
        int position = node.position();
        Value place = object.place();
        if (place == null || !(object.type().bare() instanceof ArrayType array)) {
            return follow(sum(object, index, false, position), position);
        }
        if (evaluator.decayed(index, position) instanceof PointerType) {
            throw new ExpressionException("an index is a number", position);
        }
        return element(place, array, evaluator.bits(index, position), object.perCpu(), position);
    }

    // An element of an array stays in its memory, and in its per-CPU variable.
    private Operand element(Value array, ArrayType type, long index, @Nullable String perCpu, int position)
            throws ExpressionException {
        Type element = types.complete(type.element());
        long address = array.address() + index * types.step(types.pointerTo(element), position);
        return Operand.at(new Value(array.memory(), element, address), perCpu);
    }

    Operand slice(Node.Slice node) throws ExpressionException {
        int position = node.position();
        long first = evaluator.bits(evaluator.evaluate(node.first()), position);
        long last = evaluator.bits(evaluator.evaluate(node.last()), position);
        if (last < first) {
            throw new ExpressionException(
                    "a range goes from the first to the last element, both included; " + last + " is before " + first,
                    position);
        }
        Node index = new Node.Literal(Numbers.LONG, java.math.BigInteger.valueOf(first), position);
        return repeat(element(new Node.Index(node.object(), index, position)), last - first + 1, position);
    }

    /** Returns {@code first@count}: an array of so many elements, of which {@code first} is the first. */
    Operand repeat(Operand first, long count, int position) throws ExpressionException {
        Value place = first.place();
        if (place == null || first.bitField()) {
            throw new ExpressionException(
                    "what repeats lies in memory; write for instance *pointer@4 or array[2]@4", position);
        }
        if (count < 1 || count > MOST_ELEMENTS) {
            throw new ExpressionException(count + " is no number of elements", position);
        }
        types.step(types.pointerTo(first.type()), position);
        Type type = new ArrayType(first::type, count);
        return Operand.at(place.cast(type), first.perCpu());
    }

    /** Adds and subtracts where at least one is a pointer; pointers move by elements. */
    Operand sum(Operand left, Operand right, boolean minus, int position) throws ExpressionException {
        Type leftType = evaluator.decayed(left, position);
        Type rightType = evaluator.decayed(right, position);
        if (leftType instanceof PointerType first && rightType instanceof PointerType) {
            if (!minus) {
                throw new ExpressionException("two pointers cannot be added; cast one: (unsigned long)", position);
            }
            long distance = evaluator.bits(left, position) - evaluator.bits(right, position);
            return Operand.number(Numbers.LONG, distance / types.step(first, position));
        }
        if (leftType instanceof PointerType pointer) {
            return moved(left, pointer, right, minus ? -1 : 1, position);
        }
        if (rightType instanceof PointerType pointer && !minus) {
            return moved(right, pointer, left, 1, position);
        }
        throw new ExpressionException(
                minus ? "a pointer cannot be taken away from a number" : "one of them must be a pointer", position);
    }

    private Operand moved(Operand object, PointerType pointer, Operand count, int sign, int position)
            throws ExpressionException {
        if (!(evaluator.decayed(count, position) instanceof dev.inquest.api.types.IntType)) {
            throw new ExpressionException("a pointer moves by integers", position);
        }
        long distance = evaluator.bits(count, position) * sign * types.step(pointer, position);
        return Operand.number(pointer, Numbers.unsigned(evaluator.bits(object, position) + distance));
    }

    Operand member(Node.Member node) throws ExpressionException {
        Operand object = evaluator.evaluate(node.object());
        int position = node.position();
        if (node.arrow() || object.type().bare() instanceof PointerType) {
            // gdb takes a dot for an arrow, and so do its users.
            object = follow(object, position);
        }
        Type whole = types.complete(object.type());
        Value place = object.place();
        if (place == null || !(whole.bare() instanceof StructType struct)) {
            throw new ExpressionException(
                    whole instanceof VoidType
                            ? "the type here is not known; cast it first: ((struct tag *)pointer)"
                            : "a " + whole.spelling() + " has no members",
                    position);
        }
        Value member = place.cast(whole).findMember(node.name()).orElse(null);
        if (member == null) {
            throw new ExpressionException(Reading.noMember(struct, node.name()), position);
        }
        return Operand.at(member, object.perCpu());
    }

    Operand offsetOf(Node.OffsetOf node) throws ExpressionException {
        StructType.Place place = place(node.type(), node.path(), node.position());
        return node.size()
                ? types.measure(place.type(), false, node.position())
                : Operand.number(Numbers.UNSIGNED_LONG, place.offset());
    }

    Operand containerOf(Node.ContainerOf node) throws ExpressionException {
        long pointer = evaluator.bits(evaluator.evaluate(node.pointer()), node.position());
        long offset = place(node.type(), node.path(), node.position()).offset();
        return Operand.number(types.pointerTo(node.type()), Numbers.unsigned(pointer - offset));
    }

    private StructType.Place place(Type type, String path, int position) throws ExpressionException {
        Type whole = types.complete(type).bare();
        StructType.@Nullable Place place = whole instanceof StructType struct ? struct.find(path) : null;
        if (place == null) {
            throw new ExpressionException(
                    whole instanceof StructType struct
                            ? Reading.noMember(struct, path)
                            : "a " + type.spelling() + " has no members",
                    position);
        }
        if (place.bitFieldSize() > 0) {
            throw new ExpressionException(path + " is a bit-field and has no offset in bytes", position);
        }
        return place;
    }

    Operand perCpu(Node.PerCpu node) throws ExpressionException {
        Operand object = evaluator.evaluate(node.object());
        int position = node.position();
        long cpu = node.cpu() == null
                ? names.cpu(position)
                : evaluator.bits(evaluator.evaluate(node.cpu()), node.cpu().position());
        Value place = object.place();
        if (node.pointer()) {
            // An array's name is a pointer to its first element, of which per_cpu_ptr gives one CPU's copy too.
            Value array = object.type().bare() instanceof ArrayType ? place : null;
            if (!(evaluator.decayed(object, position) instanceof PointerType pointer)) {
                throw new ExpressionException("per_cpu_ptr needs a pointer", position);
            }
            long address = array == null ? evaluator.bits(object, position) : array.address();
            return Operand.number(pointer, Numbers.unsigned(names.copy(cpu, address, position)));
        }
        if (object.perCpu() == null || place == null) {
            throw new ExpressionException(
                    "per_cpu needs a per-CPU variable; for a pointer there is per_cpu_ptr", position);
        }
        Memory memory = place.memory();
        long address = names.copy(cpu, place.address(), position);
        return Operand.at(new Value(memory, place.type(), address, place.bitShift(), place.bitFieldSize()));
    }
}
