package dev.inquest.debuginfo.bundle.build;

import dev.inquest.api.types.ArrayType;
import dev.inquest.api.types.EnumType;
import dev.inquest.api.types.FunctionType;
import dev.inquest.api.types.PointerType;
import dev.inquest.api.types.QualifiedType;
import dev.inquest.api.types.StructType;
import dev.inquest.api.types.Type;
import dev.inquest.api.types.TypedefType;
import dev.inquest.api.types.VoidType;
import java.util.ArrayList;
import java.util.List;

/**
 * Copies of types that refer to nothing: void stands for each type that they are made of. A type of debug information keeps all of its file in
 * memory; thousands of modules would not fit.
 */
final class Detached {
    private Detached() {}

    private static Type none() {
        return VoidType.VOID;
    }

    static Type of(Type type) {
        return switch (type) {
            case StructType struct -> {
                List<StructType.Member> members = new ArrayList<>();
                for (StructType.Member member : struct.members()) {
                    members.add(new StructType.Member(
                            member.name(), Detached::none, member.bitOffset(), member.bitFieldSize()));
                }
                List<StructType.Member> copied = List.copyOf(members);
                yield new StructType(struct.union(), struct.tag(), struct.size(), () -> copied);
            }
            case EnumType enumeration -> {
                List<EnumType.Enumerator> enumerators = List.copyOf(enumeration.enumerators());
                yield new EnumType(enumeration.tag(), enumeration.size(), enumeration.signed(), () -> enumerators);
            }
            case FunctionType function -> {
                List<FunctionType.Parameter> parameters = new ArrayList<>();
                for (FunctionType.Parameter parameter : function.parameters()) {
                    parameters.add(new FunctionType.Parameter(parameter.name(), VoidType.VOID));
                }
                List<FunctionType.Parameter> copied = List.copyOf(parameters);
                yield new FunctionType(Detached::none, () -> copied, function.variadic());
            }
            case PointerType pointer -> new PointerType(pointer.size(), Detached::none);
            case ArrayType array -> new ArrayType(Detached::none, array.count());
            case TypedefType typedef -> new TypedefType(typedef.name(), Detached::none);
            case QualifiedType qualified -> new QualifiedType(qualified.qualifier(), Detached::none);
            default -> type;
        };
    }
}
