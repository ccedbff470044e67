package dev.inquest.core.manifest;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.InterfaceMethodRefEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which classes of one bundle refer to which, told by their constant pools (The Java Virtual Machine Specification, Java SE 25, section 4.4),
 * and which methods of the kernel's model they call. Nothing is loaded.
 */
final class ClassGraph {
    private static final String KERNEL = "dev/inquest/api/kernel/Kernel";

    private final Map<String, Node> nodes = new HashMap<>();

    /** What one class refers to, by internal names. */
    private record Node(Set<String> classes, Set<String> kernelMethods) {}

    /**
     * What a class needs, itself included.
     *
     * @param classes names of classes of the bundle, with dots, sorted
     * @param kernelMethods names of methods of {@link dev.inquest.api.kernel.Kernel}
     */
    record Reach(Set<String> classes, Set<String> kernelMethods) {}

    /** Adds a class from the bytes of its class file. */
    void add(byte[] classFile) {
        add(classFile, false);
    }

    /**
     * Adds a class of the api from the bytes of its class file. Of its references only those inside its package are followed: from
     * package to package the api leads to all of itself.
     */
    void addApi(byte[] classFile) {
        add(classFile, true);
    }

    private void add(byte[] classFile, boolean api) {
        ClassModel model = ClassFile.of().parse(classFile);
        Set<String> classes = new HashSet<>();
        Set<String> methods = new HashSet<>();
        for (PoolEntry entry : model.constantPool()) {
            if (entry instanceof ClassEntry named) {
                classes.add(named.asInternalName());
            } else if (entry instanceof InterfaceMethodRefEntry method
                    && KERNEL.equals(method.owner().asInternalName())) {
                methods.add(method.name().stringValue());
            }
        }
        String name = model.thisClass().asInternalName();
        if (api) {
            String folder = name.substring(0, name.lastIndexOf('/') + 1);
            classes.removeIf(other -> !other.startsWith(folder));
            methods.clear();
        }
        nodes.put(name, new Node(classes, methods));
    }

    /** Returns what a class needs, directly and through other classes of the bundle. */
    Reach from(String className) {
        Set<String> classes = new TreeSet<>();
        Set<String> methods = new TreeSet<>();
        Deque<String> open = new ArrayDeque<>();
        open.add(className.replace('.', '/'));
        while (!open.isEmpty()) {
            String name = open.remove();
            Node node = nodes.get(name);
            if (node != null && classes.add(name.replace('/', '.'))) {
                open.addAll(node.classes);
                methods.addAll(node.kernelMethods);
            }
        }
        return new Reach(classes, methods);
    }
}
