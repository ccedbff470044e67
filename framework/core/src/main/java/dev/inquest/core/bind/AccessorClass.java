package dev.inquest.core.bind;

import dev.inquest.api.memory.Memory;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Generates the class behind a bound interface. It has the shape
 *
 * <pre>{@code
 * final class Bound implements TaskStruct, LongFunction, LongSupplier {
 *     static final LongUnaryOperator U8, U16, U32, U64;   // reads of memory
 *     static final BiPredicate EQUAL;
 *     static final LongUnaryOperator r4; static final LongFunction r5; …   // one for each bit-field, string, structure, …
 *     private final long a;
 *     Bound(long a) …
 *     public Object apply(long a) { return new Bound(a); }
 *     public int pid() { return (int) U32.applyAsLong(a + 2464); }
 *     …
 * }
 * }</pre>
 *
 * <p>No method branches, so none needs a stack map. It is a hidden class in the interface's own package and loader, so the interface need not be public. The code names classes of
 * java.base alone, besides those that the interface itself names: an interface's bundle need not import what this one uses.
 * The static fields come as class data ({@link MethodHandles#classData}), whose first element the class replaces by an instance of itself that
 * serves as the factory.
 *
 * @param <T> the interface
 */
final class AccessorClass<T> {
    private static final ClassDesc OPERATOR = ClassDesc.of("java.util.function.LongUnaryOperator");
    private static final ClassDesc FUNCTION = ClassDesc.of("java.util.function.LongFunction");
    private static final ClassDesc SUPPLIER = ClassDesc.of("java.util.function.LongSupplier");
    private static final ClassDesc PREDICATE = ClassDesc.of("java.util.function.BiPredicate");
    private static final ClassDesc LOOKUPS = ClassDesc.of("java.lang.invoke.MethodHandles");
    private static final ClassDesc OBJECTS = ConstantDescs.CD_Object.arrayType();
    private static final MethodTypeDesc OF_ADDRESS = MethodTypeDesc.of(ConstantDescs.CD_Object, ConstantDescs.CD_long);
    private static final MethodTypeDesc TO_STRING = MethodTypeDesc.of(ConstantDescs.CD_String);
    private static final int EQUAL = 4;

    private final Class<T> type;
    private final String struct;
    private final PackageLookup lookups;
    private final ClassDesc self;
    private final List<Object> data = new ArrayList<>();

    AccessorClass(Class<T> type, String struct, Memory memory, PackageLookup lookups) {
        this.lookups = lookups;
        this.type = type;
        this.struct = struct;
        this.self = ClassDesc.of(type.getName() + "$Bound");
        data.add((LongUnaryOperator) memory::u8);
        data.add((LongUnaryOperator) memory::u16);
        data.add((LongUnaryOperator) memory::u32);
        data.add((LongUnaryOperator) memory::u64);
        data.add((BiPredicate<Object, Object>) AccessorClass::equal);
    }

    /** Two instances are equal when they stand for the same structure at the same address. */
    private static boolean equal(Object one, @Nullable Object other) {
        return other != null
                && one.getClass() == other.getClass()
                && ((LongSupplier) one).getAsLong() == ((LongSupplier) other).getAsLong();
    }

    /** Generates the class and returns what makes its instances. */
    @SuppressWarnings("unchecked") // The generated class implements both interfaces.
    LongFunction<T> generate(List<Accessor> accessors) {
        byte[] code = ClassFile.of(ClassFile.StackMapsOption.DROP_STACK_MAPS).build(self, builder -> {
            builder.withVersion(ClassFile.JAVA_17_VERSION, 0)
                    .withFlags(ClassFile.ACC_FINAL | ClassFile.ACC_SUPER | ClassFile.ACC_SYNTHETIC)
                    .withInterfaceSymbols(ClassDesc.ofDescriptor(type.descriptorString()), FUNCTION, SUPPLIER)
                    .withField("a", ConstantDescs.CD_long, ClassFile.ACC_PRIVATE | ClassFile.ACC_FINAL);
            constructor(builder);
            identity(builder);
            for (Accessor accessor : accessors) {
                accessor(builder, accessor);
            }
            initializer(builder);
        });
        Object[] classData = data.toArray();
        define(code, classData);
        return (LongFunction<T>) Objects.requireNonNull(classData[0]);
    }

    private void define(byte[] code, Object[] classData) {
        try {
            lookups.of(type).defineHiddenClassWithClassData(code, classData, true);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    private void constructor(ClassBuilder builder) {
        builder.withMethodBody(
                ConstantDescs.INIT_NAME,
                MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_long),
                ClassFile.ACC_PRIVATE,
                code -> code.aload(0)
                        .invokespecial(ConstantDescs.CD_Object, ConstantDescs.INIT_NAME, ConstantDescs.MTD_void)
                        .aload(0)
                        .lload(1)
                        .putfield(self, "a", ConstantDescs.CD_long)
                        .return_());
        method(builder, "apply", OF_ADDRESS, code -> {
            code.new_(self).dup().lload(1);
            construct(code).areturn();
        });
    }

    private CodeBuilder construct(CodeBuilder code) {
        return code.invokespecial(
                self, ConstantDescs.INIT_NAME, MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_long));
    }

    private void identity(ClassBuilder builder) {
        method(
                builder,
                "getAsLong",
                MethodTypeDesc.of(ConstantDescs.CD_long),
                code -> address(code).lreturn());
        method(
                builder,
                "equals",
                MethodTypeDesc.of(ConstantDescs.CD_boolean, ConstantDescs.CD_Object),
                code -> reader(code, EQUAL, PREDICATE)
                        .aload(0)
                        .aload(1)
                        .invokeinterface(
                                PREDICATE,
                                "test",
                                MethodTypeDesc.of(
                                        ConstantDescs.CD_boolean, ConstantDescs.CD_Object, ConstantDescs.CD_Object))
                        .ireturn());
        method(
                builder,
                "hashCode",
                MethodTypeDesc.of(ConstantDescs.CD_int),
                code -> address(code)
                        .invokestatic(
                                ConstantDescs.CD_Long,
                                "hashCode",
                                MethodTypeDesc.of(ConstantDescs.CD_int, ConstantDescs.CD_long))
                        .ireturn());
        method(
                builder,
                "toString",
                TO_STRING,
                code -> address(code.loadConstant(struct + " 0x"))
                        .invokestatic(
                                ConstantDescs.CD_Long,
                                "toHexString",
                                MethodTypeDesc.of(ConstantDescs.CD_String, ConstantDescs.CD_long))
                        .invokevirtual(
                                ConstantDescs.CD_String,
                                "concat",
                                MethodTypeDesc.of(ConstantDescs.CD_String, ConstantDescs.CD_String))
                        .areturn());
    }

    private void accessor(ClassBuilder builder, Accessor accessor) {
        Method method = accessor.method();
        ClassDesc result = ClassDesc.ofDescriptor(method.getReturnType().descriptorString());
        method(builder, method.getName(), MethodTypeDesc.of(result), code -> {
            switch (accessor.kind()) {
                case ADDRESS -> member(code, accessor).lreturn();
                case NUMBER -> readLong(code, Integer.numberOfTrailingZeros(accessor.size()), accessor);
                case LONG_READER -> readLong(code, add(accessor), accessor);
                case OBJECT_READER ->
                    member(reader(code, add(accessor), FUNCTION), accessor)
                            .invokeinterface(FUNCTION, "apply", OF_ADDRESS)
                            .checkcast(result)
                            .areturn();
            }
        });
    }

    private int add(Accessor accessor) {
        data.add(Objects.requireNonNull(accessor.reader()));
        return data.size() - 1;
    }

    private void readLong(CodeBuilder code, int index, Accessor accessor) {
        member(reader(code, index, OPERATOR), accessor)
                .invokeinterface(
                        OPERATOR, "applyAsLong", MethodTypeDesc.of(ConstantDescs.CD_long, ConstantDescs.CD_long));
        convert(code, accessor);
    }

    /** Returns the long that was read, zero-extended from its size, as the method's result. */
    private static void convert(CodeBuilder code, Accessor accessor) {
        int size = accessor.size();
        switch (accessor.method().getReturnType().getName()) {
            case "long" -> {
                if (accessor.signed() && size < 8) {
                    extend(code, size).i2l();
                }
                code.lreturn();
            }
            // The comparison gives -1, 0 or 1: the sign is squared away.
            case "boolean" -> code.lconst_0().lcmp().dup().imul().ireturn();
            case "short" ->
                extend(code, accessor.signed() ? Math.min(size, 2) : 4).i2s().ireturn();
            case "byte" -> code.l2i().i2b().ireturn();
            default -> extend(code, accessor.signed() ? size : 4).ireturn();
        }
    }

    /** Turns a long into an int, sign-extended from a size in bytes. */
    private static CodeBuilder extend(CodeBuilder code, int size) {
        code.l2i();
        return switch (size) {
            case 1 -> code.i2b();
            case 2 -> code.i2s();
            default -> code;
        };
    }

    private CodeBuilder reader(CodeBuilder code, int index, ClassDesc kind) {
        return code.getstatic(self, "r" + index, kind);
    }

    private CodeBuilder member(CodeBuilder code, Accessor accessor) {
        address(code);
        return accessor.offset() == 0
                ? code
                : code.loadConstant(accessor.offset()).ladd();
    }

    private CodeBuilder address(CodeBuilder code) {
        return code.aload(0).getfield(self, "a", ConstantDescs.CD_long);
    }

    /** Takes the static fields out of the class data, and leaves an instance there. */
    private void initializer(ClassBuilder builder) {
        for (int i = 0; i < data.size(); i++) {
            builder.withField("r" + i, kind(i), ClassFile.ACC_PRIVATE | ClassFile.ACC_STATIC | ClassFile.ACC_FINAL);
        }
        builder.withMethodBody(
                ConstantDescs.CLASS_INIT_NAME, ConstantDescs.MTD_void, ClassFile.ACC_STATIC, this::initialize);
    }

    private void initialize(CodeBuilder code) {
        code.invokestatic(LOOKUPS, "lookup", MethodTypeDesc.of(ConstantDescs.CD_MethodHandles_Lookup))
                .loadConstant("_")
                .loadConstant(OBJECTS)
                .invokestatic(
                        LOOKUPS,
                        "classData",
                        MethodTypeDesc.of(
                                ConstantDescs.CD_Object,
                                ConstantDescs.CD_MethodHandles_Lookup,
                                ConstantDescs.CD_String,
                                ConstantDescs.CD_Class))
                .checkcast(OBJECTS)
                .astore(0);
        for (int i = 0; i < data.size(); i++) {
            code.aload(0).loadConstant(i).aaload().checkcast(kind(i)).putstatic(self, "r" + i, kind(i));
        }
        code.aload(0).iconst_0().new_(self).dup().lconst_0();
        construct(code).aastore().return_();
    }

    private ClassDesc kind(int index) {
        return index == EQUAL ? PREDICATE : data.get(index) instanceof LongUnaryOperator ? OPERATOR : FUNCTION;
    }

    private static void method(
            ClassBuilder builder, String name, MethodTypeDesc descriptor, Consumer<CodeBuilder> body) {
        builder.withMethodBody(name, descriptor, ClassFile.ACC_PUBLIC | ClassFile.ACC_FINAL, body);
    }
}
