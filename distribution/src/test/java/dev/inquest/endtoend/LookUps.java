package dev.inquest.endtoend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.ProtectionDomain;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * An agent (java.lang.instrument) that writes down which members of structures are looked up by name, and by which class. It puts a call of a
 * recorder before the first instruction of {@code StructType.find}. The recorder is passed on among the system properties, because bundles
 * see nothing of the class path.
 *
 * <pre>
 * file := (class " " tag " " path "\n")*      tag: "-" for a structure without one
 * </pre>
 */
public final class LookUps {
    private static final String PROPERTY = "inquest.test.lookups";
    private static final String TYPE = "dev/inquest/api/types/StructType";

    /** Who looks up for others: the one to be named is who called these. */
    private static final List<String> HELPERS = List.of(
            "dev.inquest.api.types.",
            "dev.inquest.api.kernel.KernelFacts",
            "dev.inquest.core.session.",
            "dev.inquest.core.types.",
            "dev.inquest.core.bind.ListWalk",
            "java.",
            "jdk.",
            "dev.inquest.endtoend.");

    private LookUps() {}

    /** Begins to record; the agent's argument names the file. */
    public static void premain(String file, Instrumentation instrumentation) {
        Set<String> seen = new ConcurrentSkipListSet<>();
        BiConsumer<Object, Object> recorder = (type, path) -> seen.add(caller() + " " + tag(type) + " " + path);
        System.getProperties().put(PROPERTY, recorder);
        instrumentation.addTransformer(new Recording());
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            try {
                Files.write(Path.of(file), seen);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }));
    }

    private static String caller() {
        return StackWalker.getInstance()
                .walk(frames -> frames.map(StackWalker.StackFrame::getClassName)
                        .filter(name -> !name.equals("dev.inquest.api.kernel.Kernel")
                                && HELPERS.stream().noneMatch(name::startsWith))
                        .findFirst()
                        .orElse("-"));
    }

    private static String tag(Object type) {
        try {
            Object tag = type.getClass().getMethod("tag").invoke(type);
            return tag == null ? "-" : tag.toString();
        } catch (ReflectiveOperationException e) {
            return "-";
        }
    }

    private static final class Recording implements ClassFileTransformer {
        @Override
        public byte @Nullable [] transform(
                @Nullable ClassLoader loader,
                String name,
                @Nullable Class<?> redefined,
                @Nullable ProtectionDomain domain,
                byte[] bytes) {
            if (!TYPE.equals(name)) {
                return null;
            }
            ClassFile file = ClassFile.of();
            ClassTransform transform = ClassTransform.transformingMethodBodies(
                    method -> method.methodName().equalsString("find"),
                    CodeTransform.ofStateful(FirstInstruction::new));
            return file.transformClass(file.parse(bytes), transform);
        }
    }

    private static final class FirstInstruction implements CodeTransform {
        private static final ClassDesc SYSTEM = ClassDesc.of("java.lang.System");
        private static final ClassDesc PROPERTIES = ClassDesc.of("java.util.Properties");
        private static final ClassDesc CONSUMER = ClassDesc.of("java.util.function.BiConsumer");

        @Override
        public void atStart(CodeBuilder code) {
            code.invokestatic(SYSTEM, "getProperties", MethodTypeDesc.of(PROPERTIES))
                    .loadConstant(PROPERTY)
                    .invokevirtual(
                            PROPERTIES,
                            "get",
                            MethodTypeDesc.of(ClassDesc.of("java.lang.Object"), ClassDesc.of("java.lang.Object")))
                    .checkcast(CONSUMER)
                    .aload(0)
                    .aload(1)
                    .invokeinterface(
                            CONSUMER,
                            "accept",
                            MethodTypeDesc.of(
                                    ClassDesc.ofDescriptor("V"),
                                    ClassDesc.of("java.lang.Object"),
                                    ClassDesc.of("java.lang.Object")));
        }

        @Override
        public void accept(CodeBuilder code, CodeElement element) {
            code.with(element);
        }
    }
}
