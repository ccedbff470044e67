package dev.inquest.core.bind;

import java.lang.classfile.ClassFile;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Gets the right to define hidden classes beside an interface. Inside one module {@link MethodHandles#privateLookupIn} gives it. Each OSGi
 * bundle is an unnamed module of its own, though, and a look-up that was teleported to another module may define ordinary classes there, but no
 * hidden ones. So one small ordinary class is defined in the package, once for all sessions, and hands out its own look-up.
 */
final class PackageLookup {
    private static final String NAME = "Inquest$Lookup";

    private final Map<Module, Map<String, Lookup>> known = new ConcurrentHashMap<>();

    /**
     * Returns a look-up with full access to an interface's package.
     *
     * @throws IllegalArgumentException when the interface's module does not open the package
     */
    Lookup of(Class<?> type) {
        Map<String, Lookup> ofModule = known.computeIfAbsent(type.getModule(), module -> new ConcurrentHashMap<>());
        Lookup lookup = ofModule.get(type.getPackageName());
        if (lookup == null) {
            lookup = find(type);
            ofModule.put(type.getPackageName(), lookup);
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
            helper = lookup.defineClass(code(name));
        } catch (LinkageError e) {
            // It is there already: another session, or another thread, defined it.
            helper = Class.forName(name, true, type.getClassLoader());
        }
        Supplier<?> supplier = (Supplier<?>) helper.getDeclaredConstructor().newInstance();
        return (Lookup) supplier.get();
    }

    /** {@code public final class Inquest$Lookup implements Supplier { public Object get() { return MethodHandles.lookup(); } }}. */
    private static byte[] code(String name) {
        return ClassFile.of(ClassFile.StackMapsOption.DROP_STACK_MAPS)
                .build(
                        ClassDesc.of(name),
                        builder -> builder.withVersion(ClassFile.JAVA_17_VERSION, 0)
                                .withFlags(ClassFile.ACC_PUBLIC
                                        | ClassFile.ACC_FINAL
                                        | ClassFile.ACC_SUPER
                                        | ClassFile.ACC_SYNTHETIC)
                                .withInterfaceSymbols(ClassDesc.of("java.util.function.Supplier"))
                                .withMethodBody(
                                        ConstantDescs.INIT_NAME,
                                        ConstantDescs.MTD_void,
                                        ClassFile.ACC_PUBLIC,
                                        code -> code.aload(0)
                                                .invokespecial(
                                                        ConstantDescs.CD_Object,
                                                        ConstantDescs.INIT_NAME,
                                                        ConstantDescs.MTD_void)
                                                .return_())
                                .withMethodBody(
                                        "get",
                                        MethodTypeDesc.of(ConstantDescs.CD_Object),
                                        ClassFile.ACC_PUBLIC,
                                        code -> code.invokestatic(
                                                        ClassDesc.of("java.lang.invoke.MethodHandles"),
                                                        "lookup",
                                                        MethodTypeDesc.of(ConstantDescs.CD_MethodHandles_Lookup))
                                                .areturn()));
    }
}
