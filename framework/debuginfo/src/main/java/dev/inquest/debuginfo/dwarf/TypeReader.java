package dev.inquest.debuginfo.dwarf;

import dev.inquest.api.types.ArrayType;
import dev.inquest.api.types.EnumType;
import dev.inquest.api.types.FloatType;
import dev.inquest.api.types.FunctionType;
import dev.inquest.api.types.IntType;
import dev.inquest.api.types.PointerType;
import dev.inquest.api.types.QualifiedType;
import dev.inquest.api.types.StructType;
import dev.inquest.api.types.Type;
import dev.inquest.api.types.TypedefType;
import dev.inquest.api.types.VoidType;
import dev.inquest.debuginfo.data.MalformedException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes types of entries (DWARF 5, chapter 5). A type refers to others through suppliers, so that no more is read than is asked
 * for; each entry is made into a type once.
 */
final class TypeReader {
    /** C compilers nest no deeper; a longer chain of typedefs and arrays is taken for a damaged one, which might be a ring. */
    private static final int MAXIMUM_CHAIN = 64;

    /** Set in the key of an entry of the supplementary file. */
    private static final long IN_SUPPLEMENT = 1L << 32;

    private static final int ENCODING_BOOLEAN = 0x02;
    private static final int ENCODING_FLOAT = 0x04;
    private static final int ENCODING_SIGNED = 0x05;
    private static final int ENCODING_SIGNED_CHAR = 0x06;

    private final Dwarf dwarf;
    private final Completion completion;
    private final MemberReader members;
    private final ConcurrentMap<Long, Type> known = new ConcurrentHashMap<>();

    /** Finds the complete type that a declaration stands for. */
    interface Completion {
        /** Returns the type, or null when there is none. */
        @Nullable
        Type find(Die declaration, String name) throws MalformedException;
    }

    TypeReader(Dwarf dwarf, Completion completion) {
        this.dwarf = dwarf;
        this.completion = completion;
        this.members = new MemberReader(dwarf, this);
    }

    /** Returns the type of a variable's entry, or null; of a definition or an instance without its own, that of the original. */
    @Nullable
    Type variable(Die variable) throws MalformedException {
        Die typed = variable.withAttribute(At.TYPE);
        return typed == null ? null : target(typed);
    }

    /** Returns the type that an entry refers to; void when it refers to none. */
    Type target(Die die) throws MalformedException {
        Attribute attribute = die.attribute(At.TYPE);
        Die target = attribute == null ? null : attribute.reference();
        return target == null ? VoidType.VOID : type(target);
    }

    Supplier<Type> lazyTarget(Die die) {
        return new Remembered<>(() -> target(die));
    }

    /** Returns the type that an entry describes. */
    Type type(Die die) throws MalformedException {
        long key = die.offset() | (die.dwarf() == dwarf ? 0 : IN_SUPPLEMENT);
        Type ready = known.get(key);
        if (ready == null) {
            ready = make(die);
            Type other = known.putIfAbsent(key, ready);
            ready = other == null ? ready : other;
        }
        return ready;
    }

    private Type make(Die die) throws MalformedException {
        return switch (die.tag()) {
            case Tag.BASE_TYPE -> base(die);
            case Tag.POINTER_TYPE, Tag.REFERENCE_TYPE ->
                new PointerType(die.number(At.BYTE_SIZE, die.unit().addressSize()), lazyTarget(die));
            case Tag.STRUCTURE_TYPE, Tag.CLASS_TYPE, Tag.UNION_TYPE -> struct(die);
            case Tag.ENUMERATION_TYPE -> enumeration(die);
            case Tag.TYPEDEF -> ends(die) ? new TypedefType(named(die), lazyTarget(die)) : VoidType.VOID;
            case Tag.CONST_TYPE -> qualified(die, "const");
            case Tag.VOLATILE_TYPE -> qualified(die, "volatile");
            case Tag.RESTRICT_TYPE -> qualified(die, "restrict");
            case Tag.ATOMIC_TYPE -> qualified(die, "_Atomic");
            case Tag.ARRAY_TYPE -> ends(die) ? array(die) : VoidType.VOID;
            case Tag.SUBROUTINE_TYPE, Tag.SUBPROGRAM -> function(die);
            case Tag.UNSPECIFIED_TYPE -> VoidType.VOID;
            default -> transparent(die);
        };
    }

    /** What a compiler wraps around a type without a meaning in C counts as the type itself. */
    private Type transparent(Die die) throws MalformedException {
        return ends(die) ? target(die) : VoidType.VOID;
    }

    private Type qualified(Die die, String qualifier) throws MalformedException {
        return ends(die) ? new QualifiedType(qualifier, lazyTarget(die)) : VoidType.VOID;
    }

    private static String named(Die die) throws MalformedException {
        String name = die.name();
        return name == null ? "" : name;
    }

    /** Returns whether the chain of types that lie one inside the other comes to an end. */
    private static boolean ends(Die die) throws MalformedException {
        Die next = die;
        for (int depth = 0; depth < MAXIMUM_CHAIN; depth++) {
            Attribute attribute = next.attribute(At.TYPE);
            Die target = attribute == null ? null : attribute.reference();
            if (target == null) {
                return true;
            }
            switch (target.tag()) {
                case Tag.BASE_TYPE,
                        Tag.POINTER_TYPE,
                        Tag.STRUCTURE_TYPE,
                        Tag.CLASS_TYPE,
                        Tag.UNION_TYPE,
                        Tag.ENUMERATION_TYPE,
                        Tag.SUBROUTINE_TYPE -> {
                    return true;
                }
                default -> next = target;
            }
        }
        return false;
    }

    private static Type base(Die die) throws MalformedException {
        String name = named(die);
        long size = die.number(At.BYTE_SIZE, (die.number(At.BIT_SIZE, 0) + 7) / 8);
        return switch ((int) die.number(At.ENCODING, 0)) {
            case ENCODING_FLOAT -> new FloatType(name, size);
            case ENCODING_BOOLEAN -> new IntType(name, size, false, true);
            case ENCODING_SIGNED, ENCODING_SIGNED_CHAR -> new IntType(name, size, true, false);
            default -> new IntType(name, size, false, false);
        };
    }

    private @Nullable Type completed(Die die) throws MalformedException {
        boolean declaration = die.flag(At.DECLARATION);
        Die signed = declaration ? die.reference(At.SIGNATURE) : null;
        if (signed != null && !signed.same(die) && !signed.flag(At.DECLARATION)) {
            return type(signed);
        }
        String name = declaration ? die.name() : null;
        return name == null ? null : completion.find(die, name);
    }

    private Type struct(Die die) throws MalformedException {
        Type complete = completed(die);
        if (complete != null) {
            return complete;
        }
        return new StructType(
                die.tag() == Tag.UNION_TYPE,
                die.name(),
                die.number(At.BYTE_SIZE, -1),
                new Remembered<>(() -> members.members(die)));
    }

    private Type enumeration(Die die) throws MalformedException {
        Type complete = completed(die);
        if (complete != null) {
            return complete;
        }
        Supplier<List<EnumType.Enumerator>> enumerators = new Remembered<>(() -> members.enumerators(die));
        long size = die.number(At.BYTE_SIZE, -1);
        Attribute underlying = die.attribute(At.TYPE);
        boolean signed;
        if (underlying != null && ends(die) && target(die).bare() instanceof IntType integer) {
            signed = integer.signed();
            size = size < 0 ? integer.size() : size;
        } else {
            signed = members.negativeEnumerator(die);
        }
        return new EnumType(die.name(), size, signed, enumerators);
    }

    private Type function(Die die) throws MalformedException {
        return new FunctionType(
                lazyTarget(die), new Remembered<>(() -> members.parameters(die)), members.variadic(die));
    }

    /** One entry has all dimensions; the last one is that of the innermost array. */
    private Type array(Die die) throws MalformedException {
        List<Long> counts = new ArrayList<>();
        for (Die child : dwarf.children(die)) {
            if (child.tag() == Tag.SUBRANGE_TYPE || child.tag() == Tag.ENUMERATION_TYPE) {
                counts.add(count(child));
            }
            if (counts.size() == MAXIMUM_CHAIN) {
                break;
            }
        }
        if (counts.isEmpty()) {
            counts.add(-1L);
        }
        Supplier<Type> element = lazyTarget(die);
        for (int i = counts.size() - 1; i > 0; i--) {
            Type inner = new ArrayType(element, counts.get(i));
            element = () -> inner;
        }
        return new ArrayType(element, counts.getFirst());
    }

    /** A flexible array has neither count nor bound; {@code [0]} has a bound of -1 or a count of 0. */
    private static long count(Die subrange) throws MalformedException {
        Attribute count = subrange.attribute(At.COUNT);
        if (count != null && count.isNumber()) {
            return count.number(-1);
        }
        Attribute bound = subrange.attribute(At.UPPER_BOUND);
        if (bound == null || !bound.isNumber()) {
            return -1;
        }
        long last = bound.number(-1);
        // GCC writes the bound -1 of [0] in any size of constant.
        long ones = switch (bound.form()) {
            case Form.DATA1 -> 0xff;
            case Form.DATA2 -> 0xffff;
            case Form.DATA4 -> 0xffffffffL;
            default -> -1;
        };
        return last == ones && bound.form() != Form.DATA1 && bound.form() != Form.DATA2 || last < 0 ? 0 : last + 1;
    }
}
