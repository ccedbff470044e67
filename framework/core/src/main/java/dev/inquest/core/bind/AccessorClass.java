package dev.inquest.core.bind;

import dev.inquest.api.memory.Memory;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.LongFunction;
import java.util.function.LongUnaryOperator;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Generates the class behind a bound interface. It has the shape
 *
 * <pre>{@code
 * final class Bound implements TaskStruct, LongFunction {
 *     static final LongUnaryOperator U8, U16, U32, U64;   // reads of memory
 *     static final LongUnaryOperator r4; static final LongFunction r5; …   // one for each bit-field, string, structure, …
 *     private final long a;
 *     Bound(long a) …
 *     public Object apply(long a) { return new Bound(a); }
 *     public int pid() { return (int) U32.applyAsLong(a + 2464); }
 *     …
 * }
 * }</pre>
 *
 * <p>It is a hidden class in the interface's own package and loader, so the interface need not be public. The code names classes of
 * java.base alone, besides those that the interface itself names: an interface's bundle need not import what this one uses.
 * The static fields come as class data ({@link MethodHandles#classData}), whose first element the class replaces by an instance of itself that
 * serves as the factory.
 *
 * @param <T> the interface
 */
final class AccessorClass<T> {
    private static final String OPERATOR = "java/util/function/LongUnaryOperator";
    private static final String FUNCTION = "java/util/function/LongFunction";
    private static final int NUMBER_READERS = 4;

    private final Class<T> type;
    private final String struct;
    private final PackageLookup lookups;
    private final String self;
    private final List<Object> data = new ArrayList<>();
    private final ClassWriter writer = new ClassWriter(0);

    AccessorClass(Class<T> type, String struct, Memory memory, PackageLookup lookups) {
        this.lookups = lookups;
        this.type = type;
        this.struct = struct;
        this.self = Type.getInternalName(type) + "$Bound";
        data.add((LongUnaryOperator) memory::u8);
        data.add((LongUnaryOperator) memory::u16);
        data.add((LongUnaryOperator) memory::u32);
        data.add((LongUnaryOperator) memory::u64);
    }

    /** Generates the class and returns what makes its instances. */
    @SuppressWarnings("unchecked") // The generated class implements both interfaces.
    LongFunction<T> generate(List<Accessor> accessors) {
        writer.visit(
                Opcodes.V17,
                Opcodes.ACC_FINAL | Opcodes.ACC_SUPER | Opcodes.ACC_SYNTHETIC,
                self,
                null,
                "java/lang/Object",
                new String[] {Type.getInternalName(type), FUNCTION});
        writer.visitField(Opcodes.ACC_PRIVATE | Opcodes.ACC_FINAL, "a", "J", null, null)
                .visitEnd();
        constructor();
        factory();
        identity();
        for (Accessor accessor : accessors) {
            accessor(accessor);
        }
        initializer();
        writer.visitEnd();
        Object[] classData = data.toArray();
        define(writer.toByteArray(), classData);
        return (LongFunction<T>) Objects.requireNonNull(classData[0]);
    }

    private void define(byte[] code, Object[] classData) {
        try {
            lookups.of(type).defineHiddenClassWithClassData(code, classData, true);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    private void constructor() {
        MethodVisitor code = writer.visitMethod(Opcodes.ACC_PRIVATE, "<init>", "(J)V", null, null);
        code.visitCode();
        code.visitVarInsn(Opcodes.ALOAD, 0);
        code.visitMethodInsn(Opcodes.INVOKESPECIAL, "java/lang/Object", "<init>", "()V", false);
        code.visitVarInsn(Opcodes.ALOAD, 0);
        code.visitVarInsn(Opcodes.LLOAD, 1);
        code.visitFieldInsn(Opcodes.PUTFIELD, self, "a", "J");
        end(code, Opcodes.RETURN, 3, 3);
    }

    private void factory() {
        MethodVisitor code = method("apply", "(J)Ljava/lang/Object;");
        create(code);
        code.visitVarInsn(Opcodes.LLOAD, 1);
        code.visitMethodInsn(Opcodes.INVOKESPECIAL, self, "<init>", "(J)V", false);
        end(code, Opcodes.ARETURN, 4, 3);
    }

    private void create(MethodVisitor code) {
        code.visitTypeInsn(Opcodes.NEW, self);
        code.visitInsn(Opcodes.DUP);
    }

    /** Two instances are equal when they stand for the same structure at the same address. */
    private void identity() {
        MethodVisitor equals = method("equals", "(Ljava/lang/Object;)Z");
        Label no = new Label();
        equals.visitVarInsn(Opcodes.ALOAD, 1);
        equals.visitTypeInsn(Opcodes.INSTANCEOF, self);
        equals.visitJumpInsn(Opcodes.IFEQ, no);
        address(equals);
        equals.visitVarInsn(Opcodes.ALOAD, 1);
        equals.visitTypeInsn(Opcodes.CHECKCAST, self);
        equals.visitFieldInsn(Opcodes.GETFIELD, self, "a", "J");
        equals.visitInsn(Opcodes.LCMP);
        equals.visitJumpInsn(Opcodes.IFNE, no);
        equals.visitInsn(Opcodes.ICONST_1);
        equals.visitInsn(Opcodes.IRETURN);
        equals.visitLabel(no);
        equals.visitFrame(Opcodes.F_SAME, 0, null, 0, null);
        equals.visitInsn(Opcodes.ICONST_0);
        end(equals, Opcodes.IRETURN, 4, 2);

        MethodVisitor hash = method("hashCode", "()I");
        address(hash);
        hash.visitMethodInsn(Opcodes.INVOKESTATIC, "java/lang/Long", "hashCode", "(J)I", false);
        end(hash, Opcodes.IRETURN, 2, 1);

        MethodVisitor string = method("toString", "()Ljava/lang/String;");
        string.visitLdcInsn(struct + " 0x");
        address(string);
        string.visitMethodInsn(Opcodes.INVOKESTATIC, "java/lang/Long", "toHexString", "(J)Ljava/lang/String;", false);
        string.visitMethodInsn(
                Opcodes.INVOKEVIRTUAL, "java/lang/String", "concat", "(Ljava/lang/String;)Ljava/lang/String;", false);
        end(string, Opcodes.ARETURN, 3, 1);
    }

    private void accessor(Accessor accessor) {
        Method method = accessor.method();
        MethodVisitor code = method(method.getName(), Type.getMethodDescriptor(method));
        switch (accessor.kind()) {
            case ADDRESS -> {
                member(code, accessor);
                end(code, Opcodes.LRETURN, 5, 1);
            }
            case NUMBER -> {
                reader(code, Integer.numberOfTrailingZeros(accessor.size()), OPERATOR);
                readLong(code, accessor);
            }
            case LONG_READER -> {
                reader(code, add(accessor), OPERATOR);
                readLong(code, accessor);
            }
            case OBJECT_READER -> {
                reader(code, add(accessor), FUNCTION);
                member(code, accessor);
                code.visitMethodInsn(Opcodes.INVOKEINTERFACE, FUNCTION, "apply", "(J)Ljava/lang/Object;", true);
                code.visitTypeInsn(Opcodes.CHECKCAST, Type.getInternalName(method.getReturnType()));
                end(code, Opcodes.ARETURN, 5, 1);
            }
        }
    }

    private int add(Accessor accessor) {
        data.add(Objects.requireNonNull(accessor.reader()));
        return data.size() - 1;
    }

    private void readLong(MethodVisitor code, Accessor accessor) {
        member(code, accessor);
        code.visitMethodInsn(Opcodes.INVOKEINTERFACE, OPERATOR, "applyAsLong", "(J)J", true);
        end(code, convert(code, accessor), 5, 1);
    }

    /** Turns the long that was read, zero-extended from its size, into the method's result; returns the instruction to return it. */
    private static int convert(MethodVisitor code, Accessor accessor) {
        int size = accessor.size();
        switch (accessor.method().getReturnType().getName()) {
            case "long" -> {
                if (accessor.signed() && size < 8) {
                    extend(code, size);
                    code.visitInsn(Opcodes.I2L);
                }
                return Opcodes.LRETURN;
            }
            case "boolean" -> {
                code.visitInsn(Opcodes.LCONST_0);
                code.visitInsn(Opcodes.LCMP);
                // -1, 0 or 1: the sign is squared away.
                code.visitInsn(Opcodes.DUP);
                code.visitInsn(Opcodes.IMUL);
            }
            case "short" -> {
                extend(code, accessor.signed() ? Math.min(size, 2) : 4);
                code.visitInsn(Opcodes.I2S);
            }
            case "byte" -> {
                code.visitInsn(Opcodes.L2I);
                code.visitInsn(Opcodes.I2B);
            }
            default -> extend(code, accessor.signed() ? size : 4);
        }
        return Opcodes.IRETURN;
    }

    /** Turns a long into an int, sign-extended from a size in bytes. */
    private static void extend(MethodVisitor code, int size) {
        code.visitInsn(Opcodes.L2I);
        if (size < 4) {
            code.visitInsn(size == 1 ? Opcodes.I2B : Opcodes.I2S);
        }
    }

    private void reader(MethodVisitor code, int index, String interfaceName) {
        code.visitFieldInsn(Opcodes.GETSTATIC, self, "r" + index, "L" + interfaceName + ";");
    }

    private void member(MethodVisitor code, Accessor accessor) {
        address(code);
        if (accessor.offset() != 0) {
            code.visitLdcInsn(accessor.offset());
            code.visitInsn(Opcodes.LADD);
        }
    }

    private void address(MethodVisitor code) {
        code.visitVarInsn(Opcodes.ALOAD, 0);
        code.visitFieldInsn(Opcodes.GETFIELD, self, "a", "J");
    }

    /** Takes the static fields out of the class data, and leaves an instance there. */
    private void initializer() {
        MethodVisitor code = writer.visitMethod(Opcodes.ACC_STATIC, "<clinit>", "()V", null, null);
        code.visitCode();
        code.visitMethodInsn(
                Opcodes.INVOKESTATIC,
                "java/lang/invoke/MethodHandles",
                "lookup",
                "()Ljava/lang/invoke/MethodHandles$Lookup;",
                false);
        code.visitLdcInsn("_");
        code.visitLdcInsn(Type.getObjectType("[Ljava/lang/Object;"));
        code.visitMethodInsn(
                Opcodes.INVOKESTATIC,
                "java/lang/invoke/MethodHandles",
                "classData",
                "(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;Ljava/lang/Class;)Ljava/lang/Object;",
                false);
        code.visitTypeInsn(Opcodes.CHECKCAST, "[Ljava/lang/Object;");
        code.visitVarInsn(Opcodes.ASTORE, 0);
        for (int i = 0; i < data.size(); i++) {
            String kind = i < NUMBER_READERS || data.get(i) instanceof LongUnaryOperator ? OPERATOR : FUNCTION;
            String descriptor = "L" + kind + ";";
            writer.visitField(
                            Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC | Opcodes.ACC_FINAL,
                            "r" + i,
                            descriptor,
                            null,
                            null)
                    .visitEnd();
            code.visitVarInsn(Opcodes.ALOAD, 0);
            code.visitIntInsn(Opcodes.SIPUSH, i);
            code.visitInsn(Opcodes.AALOAD);
            code.visitTypeInsn(Opcodes.CHECKCAST, kind);
            code.visitFieldInsn(Opcodes.PUTSTATIC, self, "r" + i, descriptor);
        }
        code.visitVarInsn(Opcodes.ALOAD, 0);
        code.visitInsn(Opcodes.ICONST_0);
        create(code);
        code.visitInsn(Opcodes.LCONST_0);
        code.visitMethodInsn(Opcodes.INVOKESPECIAL, self, "<init>", "(J)V", false);
        code.visitInsn(Opcodes.AASTORE);
        end(code, Opcodes.RETURN, 6, 1);
    }

    private MethodVisitor method(String name, String descriptor) {
        MethodVisitor code = writer.visitMethod(Opcodes.ACC_PUBLIC | Opcodes.ACC_FINAL, name, descriptor, null, null);
        code.visitCode();
        return code;
    }

    private static void end(MethodVisitor code, int instruction, int stack, int locals) {
        code.visitInsn(instruction);
        code.visitMaxs(stack, locals);
        code.visitEnd();
    }
}
