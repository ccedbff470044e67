package dev.inquest.core.manifest;

import dev.inquest.core.model.CpuModel;
import dev.inquest.core.model.LogReader;
import dev.inquest.core.model.ModuleTable;
import dev.inquest.core.model.PanicFinder;
import dev.inquest.core.model.StackTracer;
import dev.inquest.core.model.TaskTable;
import dev.inquest.core.model.UserSpaces;
import dev.inquest.core.model.UtsReader;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Which classes of the model answer which questions to a {@link dev.inquest.api.kernel.Kernel}. */
final class ModelParts {
    /** What reads the kernel's structures, by the name of the part. */
    static final Map<String, Class<?>> PARTS = Collections.unmodifiableMap(new TreeMap<>(Map.of(
            "tasks", TaskTable.class,
            "cpus", CpuModel.class,
            "modules", ModuleTable.class,
            "log", LogReader.class,
            "panic", PanicFinder.class,
            "stacks", StackTracer.class,
            "release", UtsReader.class,
            "processes", UserSpaces.class)));

    private static final Map<String, List<String>> BY_METHOD = Map.ofEntries(
            Map.entry("tasks", List.of("tasks", "cpus")),
            Map.entry("task", List.of("tasks", "cpus")),
            Map.entry("cpus", List.of("cpus")),
            Map.entry("perCpu", List.of("cpus")),
            Map.entry("modules", List.of("modules")),
            Map.entry("moduleAt", List.of("modules")),
            Map.entry("log", List.of("log")),
            Map.entry("panic", List.of("panic", "tasks", "cpus")),
            Map.entry("userMemory", List.of("processes")),
            Map.entry("stack", List.of("stacks", "tasks", "cpus")),
            Map.entry("stackWithoutLines", List.of("stacks", "tasks", "cpus")));

    private ModelParts() {}

    /** Returns the parts that a method of the kernel reads; none for one that reads no structures. */
    static List<String> of(String kernelMethod) {
        return kernelMethod.equals("uts") ? List.of("release") : BY_METHOD.getOrDefault(kernelMethod, List.of());
    }

    /** Returns the methods that read structures. */
    static Set<String> methods() {
        return BY_METHOD.keySet();
    }
}
