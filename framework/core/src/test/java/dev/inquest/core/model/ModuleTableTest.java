package dev.inquest.core.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inquest.api.kernel.KernelModule;
import dev.inquest.api.kernel.KernelModule.Range;
import dev.inquest.api.types.StructType;
import dev.inquest.core.model.fake.FakeKernel;
import dev.inquest.core.model.fake.FakeTypes;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** {@link ModuleTable}: the forms of {@code struct module}. */
class ModuleTableTest {
    private static final long HEAD = 0xffff_ffff_8290_0000L;
    private static final long MODULE = 0xffff_ffff_c05b_1d40L;
    private static final long TEXT = 0xffff_ffff_c05c_3000L;
    private static final long ATTRS = 0xffff_8880_0123_0000L;

    private final FakeKernel kernel = new FakeKernel();

    private FakeTypes.Struct module() {
        StructType link = kernel.types
                .struct("list_head")
                .with("next", FakeTypes.POINTER)
                .with("prev", FakeTypes.POINTER)
                .done();
        return kernel.types
                .struct("module")
                .with("state", FakeTypes.UNSIGNED)
                .with("list", link)
                .with("name", FakeTypes.chars(56))
                .with("taints", FakeTypes.LONG)
                .with("sect_attrs", FakeTypes.POINTER);
    }

    private void load(long address, String name) {
        kernel.memory.zero(address, kernel.types.size("module"));
        kernel.memory.string(address + kernel.types.offset("module", "name"), name);
    }

    private long link(long module) {
        return module + kernel.types.offset("module", "list");
    }

    private KernelModule only() {
        kernel.symbol("modules", HEAD);
        kernel.memory.list(HEAD, link(MODULE));
        List<KernelModule> modules = kernel.modules();
        assertEquals(List.of(), kernel.messages());
        assertEquals(1, modules.size());
        return modules.get(0);
    }

    private void typed() {
        StructType memory = kernel.types
                .struct("module_memory")
                .with("base", FakeTypes.POINTER)
                .with("size", FakeTypes.UNSIGNED)
                .with("padding", FakeTypes.UNSIGNED)
                .done();
        module().with("mem", FakeTypes.array(memory, 7)).done();
        kernel.types.enumeration(
                "mod_mem_type",
                "MOD_TEXT",
                "MOD_DATA",
                "MOD_RODATA",
                "MOD_RO_AFTER_INIT",
                "MOD_INIT_TEXT",
                "MOD_INIT_DATA",
                "MOD_INIT_RODATA",
                "MOD_MEM_NUM_TYPES");
        load(MODULE, "virtio_net");
    }

    private void memory(int index, long base, long size) {
        kernel.set("module", MODULE, "mem[" + index + "].base", base);
        kernel.set("module", MODULE, "mem[" + index + "].size", size);
    }

    /** The numbers of virtio_net in a 6.12 kernel, which crash shows with a size of 114688. */
    @Test
    void memoryByTypeSince64() {
        typed();
        memory(0, TEXT, 61440);
        memory(1, MODULE & ~0xfffL, 20480);
        memory(2, 0xffff_ffff_c05d_3000L, 28672);
        memory(3, 0xffff_ffff_c05b_7000L, 4096);
        memory(4, 0xffff_ffff_c05f_0000L, 4096);
        KernelModule module = only();
        assertEquals("virtio_net", module.name());
        assertEquals(MODULE, module.address());
        assertEquals(TEXT, module.base());
        assertEquals(114688, module.size());
        assertEquals(
                List.of(
                        new Range("text", TEXT, 61440),
                        new Range("data", MODULE & ~0xfffL, 20480),
                        new Range("rodata", 0xffff_ffff_c05d_3000L, 28672),
                        new Range("ro after init", 0xffff_ffff_c05b_7000L, 4096),
                        new Range("init text", 0xffff_ffff_c05f_0000L, 4096)),
                module.ranges());
        assertEquals(module, kernel.moduleAt(TEXT + 61439).orElseThrow());
        assertTrue(kernel.moduleAt(TEXT + 61440).isEmpty());
        assertEquals("kallsyms", module.symbolsFrom());
    }

    @Test
    void layoutsFrom45To63() {
        StructType layout = kernel.types
                .struct("module_layout")
                .with("base", FakeTypes.POINTER)
                .with("size", FakeTypes.UNSIGNED)
                .with("text_size", FakeTypes.UNSIGNED)
                .with("ro_size", FakeTypes.UNSIGNED)
                .with("ro_after_init_size", FakeTypes.UNSIGNED)
                .done();
        module().with("core_layout", layout).with("init_layout", layout).done();
        load(MODULE, "crasher");
        kernel.set("module", MODULE, "taints", 0x3000);
        kernel.set("module", MODULE, "core_layout.base", TEXT);
        kernel.set("module", MODULE, "core_layout.size", 0x4000);
        kernel.set("module", MODULE, "core_layout.text_size", 0x1000);
        kernel.set("module", MODULE, "core_layout.ro_size", 0x2000);
        kernel.set("module", MODULE, "core_layout.ro_after_init_size", 0x2000);
        kernel.set("module", MODULE, "init_layout.base", 0xffff_ffff_c052_b000L);
        kernel.set("module", MODULE, "init_layout.size", 0x1000);
        kernel.set("module", MODULE, "init_layout.text_size", 0x1000);
        KernelModule module = only();
        assertEquals(TEXT, module.base());
        assertEquals(0x4000, module.size());
        assertEquals("OE", module.taints());
        assertEquals(
                List.of(
                        new Range("text", TEXT, 0x1000),
                        new Range("rodata", TEXT + 0x1000, 0x1000),
                        new Range("data", TEXT + 0x2000, 0x2000),
                        new Range("init text", 0xffff_ffff_c052_b000L, 0x1000)),
                module.ranges());
    }

    @Test
    void plainMembersBefore45() {
        module().with("module_init", FakeTypes.POINTER)
                .with("module_core", FakeTypes.POINTER)
                .with("init_size", FakeTypes.UNSIGNED)
                .with("core_size", FakeTypes.UNSIGNED)
                .with("init_text_size", FakeTypes.UNSIGNED)
                .with("core_text_size", FakeTypes.UNSIGNED)
                .done();
        load(MODULE, "old");
        kernel.set("module", MODULE, "module_core", TEXT);
        kernel.set("module", MODULE, "core_size", 0x3000);
        kernel.set("module", MODULE, "core_text_size", 0x1800);
        KernelModule module = only();
        assertEquals(TEXT, module.base());
        assertEquals(0x3000, module.size());
        assertEquals(
                List.of(new Range("text", TEXT, 0x1800), new Range("data", TEXT + 0x1800, 0x1800)), module.ranges());
    }

    private void section(long name, String text) {
        kernel.memory.zero(name, 64);
        kernel.memory.string(name, text);
    }

    /** Sections of memory that the module does not have any more are not told. */
    @Test
    void sectionsSince58() {
        typed();
        memory(0, TEXT, 0x1000);
        StructType attribute =
                kernel.types.struct("attribute").with("name", FakeTypes.POINTER).done();
        StructType binary =
                kernel.types.struct("bin_attribute").with("attr", attribute).done();
        StructType one = kernel.types
                .struct("module_sect_attr")
                .with("battr", binary)
                .with("address", FakeTypes.LONG)
                .done();
        kernel.types
                .struct("module_sect_attrs")
                .with("nsections", FakeTypes.UNSIGNED)
                .at(8, "attrs", FakeTypes.array(one, 0))
                .done();
        kernel.set("module", MODULE, "sect_attrs", ATTRS);
        kernel.memory.put(ATTRS, 2, 4);
        kernel.memory.pointer(ATTRS + 8, 0x9000);
        kernel.memory.pointer(ATTRS + 16, TEXT);
        kernel.memory.pointer(ATTRS + 24, 0x9100);
        kernel.memory.pointer(ATTRS + 32, TEXT + 0x100000);
        section(0x9000, ".text");
        section(0x9100, ".init.text");
        assertEquals(Map.of(".text", TEXT), only().sections());
    }

    @Test
    void sectionsSince614() {
        typed();
        memory(0, TEXT, 0x1000);
        StructType attribute =
                kernel.types.struct("attribute").with("name", FakeTypes.POINTER).done();
        kernel.types
                .struct("bin_attribute")
                .with("attr", attribute)
                .with("private", FakeTypes.POINTER)
                .done();
        StructType group = kernel.types
                .struct("attribute_group")
                .with("name", FakeTypes.POINTER)
                .with("bin_attrs", FakeTypes.POINTER)
                .done();
        kernel.types.struct("module_sect_attrs").with("grp", group).done();
        kernel.set("module", MODULE, "sect_attrs", ATTRS);
        kernel.memory.pointer(ATTRS + 8, 0x8000);
        kernel.memory.pointer(0x8000, 0x8100);
        kernel.memory.pointer(0x8008, 0x8200);
        kernel.memory.pointer(0x8010, 0);
        kernel.memory.pointer(0x8100, 0x9000);
        kernel.memory.pointer(0x8108, TEXT);
        kernel.memory.pointer(0x8200, 0x9100);
        kernel.memory.pointer(0x8208, TEXT + 0x80);
        section(0x9000, ".text");
        section(0x9100, ".text.unlikely");
        assertEquals(Map.of(".text", TEXT, ".text.unlikely", TEXT + 0x80), only().sections());
    }

    @Test
    void unreadableModuleIsNamed() {
        typed();
        memory(0, TEXT, 0x1000);
        kernel.symbol("modules", HEAD);
        long lost = MODULE + 0x100000;
        kernel.memory.list(HEAD, link(MODULE), link(lost));
        assertEquals(
                List.of("virtio_net"),
                kernel.modules().stream().map(KernelModule::name).toList());
        assertEquals(
                List.of(
                        "the module at 0xffffffffc06b1d40 cannot be read: 0xffffffffc06b1d54: excluded (page excluded by"
                                + " dump level 31)"),
                kernel.messages());
    }

    @Test
    void kernelWithoutModules() {
        assertEquals(List.of(), kernel.modules());
    }

    @Test
    void structWithoutAnyForm() {
        module().done();
        kernel.symbol("modules", HEAD);
        assertEquals(List.of(), kernel.modules());
        assertEquals(
                List.of(
                        "modules cannot be listed: struct module has none of the members mem, core_layout, module_core"),
                kernel.messages());
    }
}
