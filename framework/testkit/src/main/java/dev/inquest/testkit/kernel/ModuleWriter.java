package dev.inquest.testkit.kernel;

import dev.inquest.testkit.kernel.KernelDescription.ModuleLine;
import java.util.ArrayList;
import java.util.List;

/** Writes the modules: pages of their own, whose second half begins with {@code struct module}. */
final class ModuleWriter {
    private static final String LETTERS = "PFSRMBUDAWCIOELKXTN";

    private final Scene scene;

    ModuleWriter(Scene scene) {
        this.scene = scene;
    }

    /** Returns the bits of taint letters (taint_flags[], kernel/panic.c). */
    static long taints(String letters) {
        long bits = 0;
        for (int i = 0; i < letters.length(); i++) {
            int bit = LETTERS.indexOf(letters.charAt(i));
            if (bit < 0) {
                throw new IllegalArgumentException("no taint: " + letters.charAt(i));
            }
            bits |= 1L << bit;
        }
        return bits;
    }

    /** Returns where a module's struct lies. */
    static long struct(ModuleLine module) {
        return module.base() + (module.size() / 2 & ~63);
    }

    void write() {
        List<Long> links = new ArrayList<>();
        links.add(scene.structVariable("modules", "list_head").address());
        for (ModuleLine line : scene.description.modules()) {
            int page = scene.machine.pageSize();
            scene.mapModule(line.base(), line.size() + page - 1 & -page);
            scene.write(line.base(), new byte[line.size()]);
            Scene.StructAt module = scene.struct("module", struct(line))
                    .text("name", line.name())
                    .put("taints", taints(line.taints()))
                    .put("core_layout.base", line.base())
                    .put("core_layout.size", line.size())
                    .put("core_layout.text_size", page)
                    .put("core_layout.ro_size", page)
                    .put("core_layout.ro_after_init_size", page);
            links.add(module.at("list"));
        }
        scene.circle(links);
    }
}
