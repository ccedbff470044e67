package dev.inquest.expression;

import dev.inquest.api.expression.ExpressionException;
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
import dev.inquest.api.types.VoidType;
import java.util.IdentityHashMap;
import java.util.Map;

/** What expressions ask of types. */
final class Types {
    private final Kernel kernel;

    Types(Kernel kernel) {
        this.kernel = kernel;
    }

    PointerType pointerTo(Type target) {
        return new PointerType(kernel.memory().pointerSize(), () -> target);
    }

    IntType character() {
        return kernel.findType(TypeSource.Kind.BASE, "char") instanceof IntType known
                ? known
                : new IntType("char", 1, true, false);
    }

    static boolean arithmetic(Type bare) {
        return bare instanceof IntType || bare instanceof EnumType || bare instanceof FloatType;
    }

    /** Returns a structure's definition: where a pointer is there may be only its declaration. */
    Type complete(Type type) {
        if (type.bare() instanceof StructType struct && struct.size() < 0 && struct.tag() != null) {
            Type found = kernel.findType(struct.union() ? TypeSource.Kind.UNION : TypeSource.Kind.STRUCT, struct.tag());
            return found == null ? type : found;
        }
        return type;
    }

    /** Returns a type's size or alignment in bytes as {@code sizeof} and {@code _Alignof} do; GNU C gives void and functions one byte. */
    Operand measure(Type type, boolean alignment, int position) throws ExpressionException {
        Type whole = complete(type);
        if (whole.bare() instanceof VoidType || whole.bare() instanceof FunctionType) {
            return Operand.number(Numbers.UNSIGNED_LONG, 1);
        }
        long size = whole.size();
        if (size < 0) {
            throw new ExpressionException("the size of " + type.spelling() + " is not known", position);
        }
        return Operand.number(Numbers.UNSIGNED_LONG, alignment ? alignment(whole, new IdentityHashMap<>()) : size);
    }

    /**
     * Returns the alignment that a type has by itself. Sources of types keep no attributes, so {@code aligned} cannot be seen; {@code packed}
     * shows where a member lies at no multiple of its own alignment.
     */
    private static long alignment(Type type, Map<Type, Long> known) {
        Type bare = type.bare();
        Long before = known.get(bare);
        if (before != null) {
            return before;
        }
        // What damaged types contain of themselves counts for nothing.
        known.put(bare, 1L);
        long own = bare instanceof ArrayType array
                ? alignment(array.element(), known)
                : bare instanceof StructType struct ? alignment(struct, known) : Math.clamp(bare.size(), 1, 16);
        known.put(bare, own);
        return own;
    }

    private static long alignment(StructType struct, Map<Type, Long> known) {
        long most = 1;
        for (StructType.Member member : struct.members()) {
            long own = alignment(member.type().get(), known);
            if (member.bitFieldSize() == 0 && member.offset() % own != 0) {
                return 1;
            }
            most = Math.max(most, own);
        }
        return most;
    }

    /** Returns by how many bytes a pointer moves; by one through void (GNU C). */
    long step(PointerType pointer, int position) throws ExpressionException {
        Type target = complete(pointer.target());
        if (target.bare() instanceof VoidType || target.bare() instanceof FunctionType) {
            return 1;
        }
        long size = target.size();
        if (size <= 0) {
            throw new ExpressionException("the size of " + target.spelling() + " is not known", position);
        }
        return size;
    }
}
