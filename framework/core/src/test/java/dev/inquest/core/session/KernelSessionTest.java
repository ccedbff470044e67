package dev.inquest.core.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inquest.api.image.Machine;
import dev.inquest.api.image.OpenException;
import dev.inquest.api.kernel.KernelStruct;
import dev.inquest.api.layout.DebugFile;
import dev.inquest.api.layout.LayoutSource;
import dev.inquest.api.layout.LoadMap;
import dev.inquest.api.memory.FaultException;
import dev.inquest.api.result.Diagnostic;
import dev.inquest.api.types.MissingTypeException;
import dev.inquest.api.types.StructType;
import dev.inquest.api.types.Value;
import dev.inquest.core.fake.FakeArch;
import dev.inquest.core.fake.FakeImage;
import dev.inquest.core.fake.FakeServices;
import dev.inquest.core.fake.FakeSymbols;
import dev.inquest.core.fake.FakeTranslator;
import dev.inquest.core.fake.FakeTypes;
import dev.inquest.core.memory.PhysicalMemory;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class KernelSessionTest {
    private static final long BASE = FakeTranslator.BASE;

    private final StructType link = FakeTypes.struct(
            "list_head",
            16,
            FakeTypes.member("next", FakeTypes.ULONG, 0),
            FakeTypes.member("prev", FakeTypes.ULONG, 8));
    private final StructType task = FakeTypes.struct(
            "task_struct",
            64,
            FakeTypes.member("pid", FakeTypes.INT, 0),
            FakeTypes.member("tasks", link, 8),
            FakeTypes.member("comm", FakeTypes.array(FakeTypes.CHAR, 16), 24));
    private final FakeTypes types = new FakeTypes("BTF", true).add(link).add(task);
    private final FakeSymbols symbols = new FakeSymbols("symtab", null)
            .add("_text", BASE, 0)
            .add("init_task", BASE + 0x1000, 64)
            .add("odd", BASE + 0x1800, 8)
            .add("_end", BASE + 0x100000, 0);
    private final FakeImage image = FakeImage.little();
    private final LoadMap[] placed = new LoadMap[1];

    private final DebugFile vmlinux = new DebugFile() {
        @Override
        public String name() {
            return "vmlinux";
        }

        @Override
        public Machine machine() {
            return image.machine();
        }

        @Override
        public boolean kernel() {
            return true;
        }

        @Override
        public Optional<String> buildId() {
            return Optional.empty();
        }

        @Override
        public Optional<String> release() {
            return Optional.empty();
        }

        @Override
        public String moduleName() {
            return "";
        }

        @Override
        public OptionalLong linkAddress(String symbol) {
            return OptionalLong.empty();
        }

        @Override
        public boolean hasDebugInfo() {
            return true;
        }

        @Override
        public List<LayoutSource> load(LoadMap map) {
            placed[0] = map;
            return List.of(types, symbols);
        }

        @Override
        public void close() {}
    };

    private KernelSession session() {
        for (int i = 0; i < 3; i++) {
            image.putInt(0x1000 + i * 0x100L, i)
                    .putLong(0x1008 + i * 0x100L, BASE + 0x1008 + (i + 1) % 3 * 0x100L)
                    .put(0x1018 + i * 0x100L, ("task" + i).getBytes(StandardCharsets.US_ASCII));
        }
        return new KernelSession(new KernelSession.Parts(
                image,
                new PhysicalMemory(image),
                new FakeArch(new FakeServices().architecture(), null, 0x7000, List.of()),
                vmlinux,
                List.of(),
                List.of(),
                (path, progress) -> {
                    throw new OpenException(path + ": no such file");
                },
                (name, buildId, release, check, remark) -> null,
                List.of(new Diagnostic(Diagnostic.Severity.INFO, "opened"))));
    }

    @KernelStruct("task_struct")
    interface Task {
        int pid();

        String comm();
    }

    @Test
    void readsGlobalsListsAndBoundStructures() {
        KernelSession kernel = session();
        assertEquals(new LoadMap(0x7000, java.util.Map.of(), ""), placed[0]);
        Value init = kernel.global("init_task");
        assertSame(task, init.type());
        assertEquals("task0", init.member("comm").asString());
        List<String> names = new ArrayList<>();
        for (Value value : kernel.list(init.member("tasks").address(), "task_struct", "tasks")) {
            names.add(kernel.bind(Task.class).at(value.address()).comm());
        }
        assertEquals(List.of("task1", "task2"), names);
        assertEquals(
                2, kernel.at("struct task_struct", BASE + 0x1200).member("pid").asLong());
        assertEquals(ByteOrder.LITTLE_ENDIAN, kernel.memory().order());
    }

    @Test
    void saysWhatIsMissing() {
        KernelSession kernel = session();
        assertNull(kernel.symbol("nothing"));
        assertNull(kernel.findType("struct nothing *"));
        assertEquals("the kernel has no symbol nothing", missing(() -> kernel.global("nothing")));
        assertEquals("the type of odd is not known", missing(() -> kernel.global("odd")));
        assertEquals("the kernel has no struct nothing", missing(() -> kernel.struct("nothing")));
        assertEquals("the kernel has no type struct nothing", missing(() -> kernel.at("struct nothing", 0)));
        assertEquals(
                "struct task_struct has no member children",
                missing(() -> kernel.list(BASE, "task_struct", "children")));
        assertThrows(
                FaultException.class,
                () -> kernel.at("struct task_struct", 0).member("pid").asLong());
        assertTrue(kernel.diagnostics().contains(new Diagnostic(Diagnostic.Severity.INFO, "opened")));
    }

    private static String missing(org.junit.jupiter.api.function.Executable code) {
        return String.valueOf(assertThrows(MissingTypeException.class, code).getMessage());
    }
}
