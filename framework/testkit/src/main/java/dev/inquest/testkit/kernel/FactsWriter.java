package dev.inquest.testkit.kernel;

/** Writes what the kernel knows of itself: names, clocks, load, memory, taints, who panicked. */
final class FactsWriter {
    private final Scene scene;

    FactsWriter(Scene scene) {
        this.scene = scene;
    }

    void write() {
        KernelDescription.Header header = scene.description.header();
        scene.structVariable("init_uts_ns", "uts_namespace")
                .text("name.sysname", "Linux")
                .text("name.nodename", header.node())
                .text("name.release", header.release())
                .text("name.version", SyntheticKernel.VERSION)
                .text("name.machine", scene.machine.name())
                .text("name.domainname", "(none)");
        // jiffies begin five minutes before they overflow 32 bits (include/linux/jiffies.h, INITIAL_JIFFIES).
        long jiffies = (-300L * header.hz() & 0xffffffffL) + header.uptime() * header.hz();
        scene.variable("jiffies_64", jiffies, 8);
        clocks(header);
        long load = scene.image.variable("avenrun", 24, 8);
        for (int i = 0; i < 3; i++) {
            // 0.50, 1.25, 2.00, with eleven bits of fraction.
            scene.number(load + 8L * i, 1024 + 1536L * i, 8);
        }
        scene.variable("tainted_mask", ModuleWriter.taints(header.taints()), 8);
        scene.variable("panic_cpu", header.panicCpu(), 4);
        scene.variable("cpu_khz", 2_400_000, 4);
        long node = scene.allocate("pglist_data")
                .put("node_present_pages", header.memory() / scene.machine.pageSize())
                .address();
        scene.variable("node_data", node, 8);
    }

    private void clocks(KernelDescription.Header header) {
        long tick = 1_000_000_000L / header.hz();
        switch (header.clocks()) {
            case "6.1" -> {
                scene.variable("tick_nsec", tick, 8);
                scene.structVariable("shadow_timekeeper", "timekeeper").put("xtime_sec", header.date());
            }
            case "7.2" -> {
                scene.structVariable("clocksource_jiffies", "clocksource")
                        .put("mult", tick << 8)
                        .put("shift", 8);
                scene.structVariable("timekeeper_data", "tk_data").put("timekeeper.xtime_sec", header.date());
            }
            default -> throw new IllegalArgumentException("no clocks of " + header.clocks());
        }
    }
}
