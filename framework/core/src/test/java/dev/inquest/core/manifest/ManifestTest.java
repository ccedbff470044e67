package dev.inquest.core.manifest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inquest.api.kernel.FieldManifest.Field;
import dev.inquest.api.kernel.FieldManifest.Missing;
import dev.inquest.api.kernel.FieldManifest.Part;
import dev.inquest.api.kernel.FieldManifest.State;
import dev.inquest.api.kernel.FieldManifest.Struct;
import dev.inquest.api.kernel.FieldManifest.Verdict;
import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.kernel.KernelStruct;
import dev.inquest.api.kernel.Member;
import dev.inquest.api.kernel.Optional;
import dev.inquest.api.kernel.Reads;
import dev.inquest.api.types.StructType;
import dev.inquest.core.fake.FakeTypes;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ManifestTest {
    @KernelStruct({"engine", "motor"})
    interface Engine {
        int speed();

        @Member(
                value = {"__heat", "heat"},
                since = "0123456789ab (9.9)")
        int heat();

        @Optional("column NOISE")
        int noise();

        @Optional
        int smell();
    }

    @Reads(value = "wheel", required = "hub|axle", optional = "tyre", lost = "tyres")
    static final class Wheels {
        final Engine[] engines = new Engine[0];

        @Override
        public String toString() {
            return "wheels " + engines.length;
        }
    }

    static final class Drive {
        final Wheels wheels = new Wheels();

        int count(Kernel kernel) {
            return kernel.modules().size();
        }
    }

    /** Refers to nothing of the above. */
    static final class Bystander {}

    private static ClassGraph graph() throws IOException {
        ClassGraph graph = new ClassGraph();
        for (Class<?> type : List.of(Engine.class, Wheels.class, Drive.class, Bystander.class)) {
            try (InputStream in = type.getResourceAsStream("/" + type.getName().replace('.', '/') + ".class")) {
                graph.add(Objects.requireNonNull(in).readAllBytes());
            }
        }
        return graph;
    }

    @Test
    void followsReferencesThroughOtherClasses() throws IOException {
        ClassGraph.Reach reach = graph().from(Drive.class.getName());
        assertEquals(
                Set.of(Drive.class.getName(), Wheels.class.getName(), Engine.class.getName()),
                reach.classes().stream()
                        .filter(name -> !name.equals(ManifestTest.class.getName()))
                        .collect(java.util.stream.Collectors.toSet()));
        assertEquals(Set.of("modules"), reach.kernelMethods());
        assertTrue(graph().from(Bystander.class.getName()).kernelMethods().isEmpty());
    }

    @Test
    void readsBothKindsOfDeclaration() {
        assertEquals(
                List.of(new Struct(
                        List.of("engine", "motor"),
                        true,
                        "",
                        Engine.class.getName(),
                        List.of(
                                new Field(List.of("__heat", "heat"), true, "", "0123456789ab (9.9)"),
                                new Field(List.of("noise"), false, "column NOISE", ""),
                                new Field(List.of("smell"), false, "", ""),
                                new Field(List.of("speed"), true, "", "")))),
                Declarations.of(Engine.class));
        assertEquals(
                List.of(new Struct(
                        List.of("wheel"),
                        true,
                        "tyres",
                        Wheels.class.getName(),
                        List.of(
                                new Field(List.of("hub", "axle"), true, "", ""),
                                new Field(List.of("tyre"), false, "tyres", "")))),
                Declarations.of(Wheels.class));
    }

    private static Verdict check(StructType... types) {
        List<Struct> structs = new ArrayList<>(Declarations.of(Engine.class));
        structs.addAll(Declarations.of(Wheels.class));
        Map<String, StructType> byTag = new java.util.HashMap<>();
        for (StructType type : types) {
            byTag.put(Objects.requireNonNull(type.tag()), type);
        }
        Checker checker = new Checker(
                tags -> tags.stream()
                        .map(byTag::get)
                        .filter(Objects::nonNull)
                        .findFirst()
                        .orElse(null),
                struct -> "");
        return checker.check(new Part("test", "drive", structs));
    }

    private static final StructType WHEEL = FakeTypes.struct(
            "wheel", 8, FakeTypes.member("axle", FakeTypes.INT, 0), FakeTypes.member("tyre", FakeTypes.INT, 4));

    @Test
    void allThere() {
        Verdict verdict = check(
                WHEEL,
                FakeTypes.struct(
                        "motor",
                        16,
                        FakeTypes.member("speed", FakeTypes.INT, 0),
                        FakeTypes.member("heat", FakeTypes.INT, 4),
                        FakeTypes.member("noise", FakeTypes.INT, 8)));
        assertEquals(State.COMPLETE, verdict.state());
        // The form of another kernel is told, but nothing is lost by it.
        assertEquals(List.of(new Missing("struct motor", "smell", false, "", "", "")), verdict.missing());
    }

    @Test
    void degradedNamesTheColumn() {
        Verdict verdict = check(
                WHEEL,
                FakeTypes.struct(
                        "engine",
                        16,
                        FakeTypes.member("speed", FakeTypes.INT, 0),
                        FakeTypes.member("__heat", FakeTypes.INT, 4),
                        FakeTypes.member("smell", FakeTypes.INT, 4)));
        assertEquals(State.DEGRADED, verdict.state());
        assertEquals(List.of(new Missing("struct engine", "noise", false, "column NOISE", "", "")), verdict.missing());
    }

    @Test
    void unusableWithoutARequiredMember() {
        Verdict verdict = check(
                WHEEL,
                FakeTypes.struct(
                        "engine",
                        16,
                        FakeTypes.member("speed", FakeTypes.INT, 0),
                        FakeTypes.member("noise", FakeTypes.INT, 4),
                        FakeTypes.member("smell", FakeTypes.INT, 4)));
        assertEquals(State.UNUSABLE, verdict.state());
        assertEquals(
                List.of(new Missing("struct engine", "__heat or heat", true, "", "0123456789ab (9.9)", "")),
                verdict.missing());
    }

    @Test
    void unusableWithoutTheStructure() {
        Verdict verdict = check(WHEEL);
        assertEquals(State.UNUSABLE, verdict.state());
        assertEquals(
                "struct engine or struct motor", verdict.missing().getFirst().struct());
    }

    @Test
    void everyQuestionOfTheModelIsOneOfAKernel() {
        Set<String> methods = new TreeSet<>();
        for (Method method : Kernel.class.getMethods()) {
            methods.add(method.getName());
        }
        assertTrue(methods.containsAll(ModelParts.methods()), ModelParts.methods() + " not all in " + methods);
        for (String method : ModelParts.methods()) {
            assertTrue(ModelParts.PARTS.keySet().containsAll(ModelParts.of(method)), method);
        }
    }
}
