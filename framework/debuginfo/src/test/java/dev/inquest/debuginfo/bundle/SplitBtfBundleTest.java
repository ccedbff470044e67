package dev.inquest.debuginfo.bundle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.inquest.api.image.OpenException;
import dev.inquest.api.layout.DebugFile;
import dev.inquest.api.layout.LayoutBuilder;
import dev.inquest.api.layout.LayoutBuilder.Part;
import dev.inquest.api.layout.LayoutSource;
import dev.inquest.api.layout.LoadMap;
import dev.inquest.api.layout.TypeSource;
import dev.inquest.api.progress.Progress;
import dev.inquest.api.types.StructType;
import dev.inquest.debuginfo.bundle.build.LayoutBuilderComponent;
import dev.inquest.testkit.BtfWriter;
import dev.inquest.testkit.ElfFileWriter;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Modules without DWARF, as distributions install them: their types are in BTF that goes on from the kernel's. */
class SplitBtfBundleTest {
    private static final int X86_64 = 62;
    private static final int STRUCT = 4;
    private static final int FUNC_PROTO = 13;
    private static final int FUNC = 12;
    private static final int SIGNED = 1;
    private static final long TEXT = 0xffffffff81000000L;

    @TempDir
    Path folder;

    private static byte[] kernel(BtfWriter types) {
        ElfFileWriter elf = new ElfFileWriter(2, X86_64, ByteOrder.LITTLE_ENDIAN);
        int text = elf.section(".text", 1, 6, TEXT, new byte[64]);
        elf.symbol("_stext", TEXT, 16, 1, 2, text);
        byte[] banner = "Linux version 6.1.0-test (someone) #1\n\0".getBytes(StandardCharsets.US_ASCII);
        int data = elf.section(".rodata", 1, 2, TEXT + 0x1000, banner);
        elf.symbol("linux_banner", TEXT + 0x1000, banner.length, 1, 1, data);
        elf.section(".BTF", 1, 0, 0, types.build());
        return elf.build();
    }

    private static byte[] module(BtfWriter types, String more) {
        ElfFileWriter elf = new ElfFileWriter(1, X86_64, ByteOrder.LITTLE_ENDIAN);
        int text = elf.section(".text", 1, 6, 0, new byte[64]);
        elf.symbol("work", 8, 16, 0, 2, text);
        byte[] info = "name=crasher\0vermagic=6.1.0-test SMP\0".getBytes(StandardCharsets.US_ASCII);
        elf.section(".modinfo", 1, 2, 0, info);
        elf.section(".BTF", 1, 0, 0, types.build());
        if (!more.isEmpty()) {
            elf.section(more, 1, 0, 0, new byte[32]);
        }
        return elf.build();
    }

    private DebugFile bundle(byte[] vmlinux, byte[] module) throws IOException, OpenException {
        Path kernel = Files.write(folder.resolve("vmlinux"), vmlinux);
        Path ko = Files.write(folder.resolve("crasher.ko"), module);
        Path jar = folder.resolve("layout.jar");
        LayoutBuilder.Request request =
                new LayoutBuilder.Request(kernel, List.of(ko), jar, Set.of(Part.TYPES, Part.SYMBOLS));
        Objects.requireNonNull(new LayoutBuilderComponent(List.of()).build(request, Progress.NONE));
        return Bundles.open(jar);
    }

    private static TypeSource types(DebugFile file) {
        LoadMap map = file.kernel()
                ? LoadMap.kernel(0)
                : new LoadMap(0, Map.of(".text", 0xffffffffc0100000L), file.moduleName());
        return Comparison.part(file.load(map), LayoutSource::types);
    }

    private final BtfWriter base = new BtfWriter(ByteOrder.LITTLE_ENDIAN);
    private final int integer = base.integer("int", 4, SIGNED);
    private final int list = base.struct(STRUCT, "list_head", false, 16, "next", base.pointer(3), 0);

    private BtfWriter split() {
        BtfWriter types = base.split();
        types.struct(STRUCT, "cr_node", false, 24, "link", list, 0, "id", integer, 128);
        int prototype = types.add("", FUNC_PROTO, false, 1, integer, types.string("node"), types.pointer(list));
        types.add("work", FUNC, false, 0, prototype);
        return types;
    }

    @Test
    void theTypesOfAModuleAreThereAndThoseOfTheKernelOnce() throws IOException, OpenException {
        DebugFile bundle = bundle(kernel(base), module(split(), ""));
        TypeSource module = types(bundle.modules().getFirst());
        StructType node = assertInstanceOf(StructType.class, module.find(TypeSource.Kind.STRUCT, "cr_node"));
        assertEquals(24, node.size());
        assertEquals(16, Objects.requireNonNull(node.find("id")).offset());
        assertEquals(
                "struct list_head",
                Objects.requireNonNull(node.find("link")).type().spelling());
        assertEquals(
                "int (struct list_head *)",
                Objects.requireNonNull(module.function("work", 0xffffffffc0100008L, true))
                        .spelling());
        List<String> names = new ArrayList<>();
        module.forEachName(TypeSource.Kind.STRUCT, names::add);
        assertEquals(List.of("cr_node"), names, "the kernel's are asked there");
        TypeSource kernel = types(bundle);
        assertEquals(
                16,
                Objects.requireNonNull(kernel.find(TypeSource.Kind.STRUCT, "list_head"))
                        .size());
        assertNull(kernel.find(TypeSource.Kind.STRUCT, "cr_node"));
    }

    /** Built apart from the kernel, its types go on from a summary in the module. */
    @Test
    void typesThatGoOnFromElsewhereAreLeftOut() throws IOException, OpenException {
        DebugFile bundle = bundle(kernel(base), module(split(), ".BTF.base"));
        for (LayoutSource source : bundle.modules().getFirst().load(new LoadMap(0, Map.of(), "crasher"))) {
            TypeSource types = source.types();
            assertNull(types == null ? null : types.find(TypeSource.Kind.STRUCT, "cr_node"));
        }
    }
}
