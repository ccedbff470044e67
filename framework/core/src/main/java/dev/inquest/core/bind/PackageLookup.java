package dev.inquest.core.bind;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Gets the right to define hidden classes beside an interface. Inside one module {@link MethodHandles#privateLookupIn} gives it. Each OSGi
 * bundle is an unnamed module of its own, though, and a look-up that was teleported to another module may define ordinary classes there, but no
 * hidden ones. So one small ordinary class is defined in the package, once for all sessions, and hands out its own look-up.
 */
final class PackageLookup {
    private static final String NAME = "Inquest$Lookup";

    private final Map<Place, Lookup> known = new ConcurrentHashMap<>();

    private record Place(Module module, String packageName) {}

    /**
     * Returns a look-up with full access to an interface's package.
     *
     * @throws IllegalArgumentException when the interface's module does not open the package
     */
    Lookup of(Class<?> type) {
        Place place = new Place(type.getModule(), type.getPackageName());
        Lookup lookup = known.get(place);
        if (lookup == null) {
            lookup = find(type);
            known.put(place, lookup);
        }
        return lookup;
    }

    private static Lookup find(Class<?> type) {
        try {
            Lookup lookup = MethodHandles.privateLookupIn(type, MethodHandles.lookup());
            return lookup.hasFullPrivilegeAccess() ? lookup : beside(type, lookup);
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException(
                    type.getName() + " lies in a module that does not open its package to "
                            + PackageLookup.class.getPackageName(),
                    e);
        }
    }

    private static Lookup beside(Class<?> type, Lookup lookup) throws ReflectiveOperationException {
        String name = type.getPackageName() + "." + NAME;
        Class<?> helper;
        try {
            helper = lookup.defineClass(code(name.replace('.', '/')));
        } catch (LinkageError e) {
            // It is there already: another session, or another thread, defined it.
            helper = Class.forName(name, true, type.getClassLoader());
        }
        Supplier<?> supplier = (Supplier<?>) helper.getDeclaredConstructor().newInstance();
        return (Lookup) supplier.get();
    }

    /** {@code public final class Inquest$Lookup implements Supplier { public Object get() { return MethodHandles.lookup(); } }}. */
    private static byte[] code(String self) {
        ClassWriter writer = new ClassWriter(0);
        writer.visit(
                Opcodes.V17,
                Opcodes.ACC_PUBLIC | Opcodes.ACC_FINAL | Opcodes.ACC_SUPER | Opcodes.ACC_SYNTHETIC,
                self,
                null,
                "java/lang/Object",
                new String[] {"java/util/function/Supplier"});
        MethodVisitor constructor = writer.visitMethod(Opcodes.ACC_PUBLIC, "<init>", "()V", null, null);
        constructor.visitCode();
        constructor.visitVarInsn(Opcodes.ALOAD, 0);
        constructor.visitMethodInsn(Opcodes.INVOKESPECIAL, "java/lang/Object", "<init>", "()V", false);
        constructor.visitInsn(Opcodes.RETURN);
        constructor.visitMaxs(1, 1);
        constructor.visitEnd();
        MethodVisitor get = writer.visitMethod(Opcodes.ACC_PUBLIC, "get", "()Ljava/lang/Object;", null, null);
        get.visitCode();
        get.visitMethodInsn(
                Opcodes.INVOKESTATIC,
                "java/lang/invoke/MethodHandles",
                "lookup",
                "()Ljava/lang/invoke/MethodHandles$Lookup;",
                false);
        get.visitInsn(Opcodes.ARETURN);
        get.visitMaxs(1, 1);
        get.visitEnd();
        writer.visitEnd();
        return writer.toByteArray();
    }
}
