package dev.inquest.debuginfo.dwarf;

import dev.inquest.api.types.EnumType;
import dev.inquest.api.types.FunctionType;
import dev.inquest.api.types.StructType;
import dev.inquest.api.types.Type;
import dev.inquest.debuginfo.data.Cursor;
import dev.inquest.debuginfo.data.MalformedException;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Reads what types consist of: members (DWARF 5, section 5.7.6), enumerators (5.8), parameters (5.10). */
final class MemberReader {
    /** {@code DW_OP_plus_uconst}, with which DWARF 2 writes a member's place. */
    private static final int PLUS_CONSTANT = 0x23;

    private final Dwarf dwarf;
    private final TypeReader types;

    MemberReader(Dwarf dwarf, TypeReader types) {
        this.dwarf = dwarf;
        this.types = types;
    }

    List<StructType.Member> members(Die struct) throws MalformedException {
        List<StructType.Member> members = new ArrayList<>();
        for (Die child : dwarf.children(struct)) {
            if (child.tag() == Tag.MEMBER && !child.flag(At.DECLARATION)) {
                members.add(member(child));
            }
        }
        return List.copyOf(members);
    }

    private StructType.Member member(Die die) throws MalformedException {
        Supplier<Type> type = types.lazyTarget(die);
        int width = (int) die.number(At.BIT_SIZE, 0);
        Attribute bits = die.attribute(At.DATA_BIT_OFFSET);
        long offset = bits != null ? bits.number(0) : place(die) * 8;
        Attribute old = bits == null && width > 0 ? die.attribute(At.BIT_OFFSET) : null;
        if (old != null) {
            // DWARF 2 and 3 count from the most significant bit of a storage unit.
            long storage = die.number(At.BYTE_SIZE, 0) * 8;
            storage = storage == 0 ? type.get().size() * 8 : storage;
            long distance = old.signedNumber();
            boolean little = dwarf.info().order() == ByteOrder.LITTLE_ENDIAN;
            offset += little ? storage - distance - width : distance;
        }
        return new StructType.Member(die.name(), type, offset, width);
    }

    private static long place(Die die) throws MalformedException {
        Attribute location = die.attribute(At.DATA_MEMBER_LOCATION);
        if (location == null) {
            return 0;
        }
        if (location.isNumber()) {
            return location.number(0);
        }
        Cursor expression = location.block();
        return expression != null && expression.remaining() > 1 && expression.u8() == PLUS_CONSTANT
                ? expression.uleb()
                : 0;
    }

    List<EnumType.Enumerator> enumerators(Die enumeration) throws MalformedException {
        List<EnumType.Enumerator> enumerators = new ArrayList<>();
        for (Die child : dwarf.children(enumeration)) {
            Attribute value = child.tag() == Tag.ENUMERATOR ? child.attribute(At.CONST_VALUE) : null;
            String name = value == null ? null : child.name();
            if (value != null && name != null) {
                enumerators.add(new EnumType.Enumerator(name, value.number(0)));
            }
        }
        return List.copyOf(enumerators);
    }

    boolean negativeEnumerator(Die enumeration) throws MalformedException {
        for (Die child : dwarf.children(enumeration)) {
            Attribute value = child.tag() == Tag.ENUMERATOR ? child.attribute(At.CONST_VALUE) : null;
            boolean signedForm = value != null && (value.form() == Form.SDATA || value.form() == Form.IMPLICIT_CONST);
            if (value != null && signedForm && value.number(0) < 0) {
                return true;
            }
        }
        return false;
    }

    List<FunctionType.Parameter> parameters(Die function) throws MalformedException {
        List<FunctionType.Parameter> parameters = new ArrayList<>();
        for (Die child : dwarf.children(function)) {
            if (child.tag() == Tag.FORMAL_PARAMETER) {
                parameters.add(new FunctionType.Parameter(child.name(), types.target(child)));
            }
        }
        return List.copyOf(parameters);
    }

    boolean variadic(Die function) throws MalformedException {
        for (Die child : dwarf.children(function)) {
            if (child.tag() == Tag.UNSPECIFIED_PARAMETERS) {
                return true;
            }
        }
        return false;
    }
}
