package dev.inquest.debuginfo.variables.search;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All rules. Of several for one variable the first that finds it counts. */
public final class Rules {
    private Rules() {}

    /** Returns the rules by the names of their variables. */
    public static Map<String, List<Rule>> all() {
        Map<String, List<Rule>> rules = new LinkedHashMap<>();
        for (Rule rule : list()) {
            rules.merge(rule.name(), List.of(rule), (one, other) -> {
                List<Rule> both = new java.util.ArrayList<>(one);
                both.addAll(other);
                return List.copyOf(both);
            });
        }
        return rules;
    }

    private static Rule ofInitTask(String name, String member, String target) {
        return new PointerRule(name, "init_task", "task_struct", member, target);
    }

    private static CodeRule code(String name, CodeRule.Content content, String... functions) {
        return new CodeRule(name, List.of(functions), List.of(), content);
    }

    private static List<Rule> list() {
        return List.of(
                ofInitTask("init_nsproxy", "nsproxy", "nsproxy"),
                ofInitTask("init_cred", "real_cred", "cred"),
                ofInitTask("init_fs", "fs", "fs_struct"),
                ofInitTask("init_files", "files", "files_struct"),
                ofInitTask("init_signals", "signal", "signal_struct"),
                ofInitTask("init_css_set", "cgroups", "css_set"),
                ofInitTask("root_task_group", "sched_task_group", "task_group"),
                new PointerRule("root_user", "init_cred", "cred", "user", "user_struct"),
                new PointerRule("init_ipc_ns", "init_nsproxy", "nsproxy", "ipc_ns", "ipc_namespace"),
                new RunQueuesRule("idle_cpu"),
                // arch/x86/kernel/unwind_orc.c
                OrcRule.FIRST,
                new OrcRule("__stop_orc_unwind_ip", 4),
                new OrcRule("__start_orc_unwind", 4),
                new OrcRule("__stop_orc_unwind", 4 + 6),
                // kernel/module/main.c. An empty list is told from others by two functions that go over it.
                code("modules", Contents::modules, "print_modules"),
                code("modules", Contents::modules, "print_modules", "module_kallsyms_on_each_symbol"),
                code("btf_modules", Contents::btfModules, "btf_module_notify"),
                // mm/slab_common.c; fs/super.c; kernel/cgroup/cgroup.c
                new RingRule("slab_caches", "names_cachep", true, "kmem_cache", "list"),
                new RingRule("super_blocks", "blockdev_superblock", true, "super_block", "s_list"),
                new RingRule("cgroup_roots", "cgrp_dfl_root", false, "cgroup_root", "root_list"),
                // kernel/time/jiffies.c; kernel/time/timekeeping.c: the other one is tk_core's, which ktime_get reads.
                new CallbackRule("clocksource_jiffies", "clocksource", "read", "jiffies_read", "name", "jiffies"),
                new CodeRule(
                        "shadow_timekeeper",
                        List.of("timekeeping_advance"),
                        List.of("ktime_get"),
                        Contents::timekeeper),
                // kernel/panic.c
                code("tainted_mask", Contents::taints, "get_taint", "add_taint"),
                // arch/x86/kernel/e820.c
                code("e820_table", Contents::memoryMap, "e820__mapped_any"),
                code("saved_command_line", Contents::commandLine, "cmdline_proc_show"),
                new SettingRule("sysctl_overcommit_kbytes", "overcommit_kbytes", "overcommit_kbytes_handler", 8),
                new SettingRule("sysctl_overcommit_ratio", "overcommit_ratio", "overcommit_ratio_handler", 4),
                new SettingRule("sysctl_overcommit_memory", "overcommit_memory", "overcommit_policy_handler", 4),
                new SettingRule("panic_on_oops", "panic_on_oops", "proc_dointvec", 4),
                code("vm_committed_as", Contents::perCpuCounter, "vm_memory_committed"),
                new HugePageSizesRule(),
                code("hugetlb_max_hstate", Contents::hugePageSizes, "size_to_hstate"),
                code("crashk_res", Contents::crashKernel, "crash_get_memory_size"));
    }
}
