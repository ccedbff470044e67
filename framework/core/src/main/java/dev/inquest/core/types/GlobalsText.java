package dev.inquest.core.types;

/**
 * The types of well-known global variables, as text that {@link WellKnownGlobals} reads. It is a class and not a resource because a
 * resource of a bundle takes several milliseconds to find, which every start would pay.
 *
 * <p>Each entry was compared with the DWARF of Debian's 6.1 and 6.12 kernels for x86_64, where those have the variable.
 */
final class GlobalsText {
    private GlobalsText() {}

    static final String TEXT = """
            init_task: struct task_struct
            init_mm: struct mm_struct
            init_pid_ns: struct pid_namespace
            init_uts_ns: struct uts_namespace
            init_user_ns: struct user_namespace
            init_ipc_ns: struct ipc_namespace
            init_nsproxy: struct nsproxy
            init_net: struct net
            init_css_set: struct css_set
            init_cred: struct cred
            init_files: struct files_struct
            init_fs: struct fs_struct
            init_signals: struct signal_struct
            root_user: struct user_struct
            uidhash_table: struct hlist_head[]
            pid_hash: struct hlist_head *
            modules: struct list_head
            btf_modules: struct list_head
            mod_tree: struct mod_tree_root
            slab_caches: struct list_head
            slab_root_caches: struct list_head
            slab_state: enum slab_state
            super_blocks: struct list_head
            file_systems: struct file_system_type * if file_system_type.next
            file_systems: struct hlist_head if file_system_type.list
            mount_hashtable: struct hlist_head *
            dentry_hashtable: struct hlist_bl_head *
            inode_hashtable: struct hlist_head *
            chrdevs: struct char_device_struct *[]
            cdev_map: struct kobj_map *
            bdev_map: struct kobj_map *
            major_names: struct blk_major_name *[]
            all_bdevs: struct list_head
            block_class: struct class
            blockdev_superblock: struct super_block *
            prb: struct printk_ringbuffer *
            printk_rb_static: struct printk_ringbuffer
            printk_rb_dynamic: struct printk_ringbuffer
            log_buf: char *
            __log_buf: char[]
            log_buf_len: u32
            log_first_idx: u32
            log_next_idx: u32
            log_first_seq: u64
            log_next_seq: u64
            clear_seq: struct latched_seq
            clear_seq: u64
            console_drivers: struct console *
            console_list: struct hlist_head
            saved_command_line: char *
            boot_command_line: char[]
            linux_banner: const char[]
            linux_proc_banner: char[]
            vmcoreinfo_data: unsigned char *
            vmcoreinfo_note: u32 *
            vmcoreinfo_size: size_t
            kexec_crash_image: struct kimage *
            crash_notes: note_buf_t *
            crashk_res: struct resource
            iomem_resource: struct resource
            ioport_resource: struct resource
            jiffies: volatile unsigned long
            jiffies_64: u64
            clocksource_jiffies: struct clocksource
            shadow_timekeeper: struct timekeeper
            timer_bases: struct timer_base[]
            hrtimer_bases: struct hrtimer_cpu_base
            avenrun: unsigned long[3]
            total_forks: unsigned long
            nr_threads: int
            max_threads: int
            pid_max: int
            process_counts: unsigned long
            runqueues: struct rq
            sched_domain_topology: struct sched_domain_topology_level *
            root_task_group: struct task_group
            task_groups: struct list_head
            current_task: struct task_struct *
            pcpu_hot: struct pcpu_hot
            cpu_number: int
            __per_cpu_offset: unsigned long[]
            __cpu_online_mask: struct cpumask
            __cpu_possible_mask: struct cpumask
            __cpu_present_mask: struct cpumask
            __cpu_active_mask: struct cpumask
            __cpu_dying_mask: struct cpumask
            nr_cpu_ids: unsigned int
            __num_online_cpus: atomic_t
            cpu_info: struct cpuinfo_x86
            boot_cpu_data: struct cpuinfo_x86
            boot_cpu_data: struct cpuinfo_arm64
            cpu_data: struct cpuinfo_arm64
            cpu_tlbstate: struct tlb_state
            cpu_tss_rw: struct tss_struct
            gdt_page: struct gdt_page
            idt_table: gate_desc[]
            cea_exception_stacks: struct cea_exception_stacks *
            exception_stacks: struct exception_stacks
            hardirq_stack_ptr: void *
            irq_stack_ptr: unsigned long *
            irq_stack_union: union irq_stack_union
            hardirq_stack_inuse: bool
            top_of_stack: unsigned long
            cpu_current_top_of_stack: unsigned long
            fixed_percpu_data: struct fixed_percpu_data
            phys_base: unsigned long
            page_offset_base: unsigned long
            vmalloc_base: unsigned long
            vmemmap_base: unsigned long
            physvirt_offset: s64
            memstart_addr: s64 if cpuinfo_arm64.reg_midr
            memstart_addr: phys_addr_t
            kimage_voffset: u64
            vabits_actual: u64
            __pgtable_l5_enabled: unsigned int
            pgdir_shift: unsigned int
            ptrs_per_p4d: unsigned int
            sme_me_mask: u64
            cc_mask: u64
            physical_mask: phys_addr_t
            init_top_pgt: pgd_t[]
            swapper_pg_dir: pgd_t[]
            tainted_mask: unsigned long
            panic_cpu: atomic_t
            crashing_cpu: int
            panic_on_oops: int
            panic_on_warn: int
            panic_timeout: int
            panic_notifier_list: struct atomic_notifier_head
            oops_in_progress: int
            die_owner: int
            die_counter: int
            die_nest_count: unsigned int
            system_state: enum system_states
            node_data: struct pglist_data *[]
            contig_page_data: struct pglist_data
            mem_section: struct mem_section **
            mem_section: struct mem_section *[]
            mem_map: struct page *
            max_mapnr: unsigned long
            max_pfn: unsigned long
            min_low_pfn: unsigned long
            max_low_pfn: unsigned long
            high_memory: void *
            node_states: nodemask_t[]
            nr_node_ids: unsigned int
            vmap_area_list: struct list_head
            vmap_area_root: struct rb_root
            vmap_nodes: struct vmap_node *
            nr_vmap_nodes: unsigned int
            vmlist: struct vm_struct *
            vm_zone_stat: atomic_long_t[]
            vm_node_stat: atomic_long_t[]
            vm_numa_event: atomic_long_t[]
            vm_stat: atomic_long_t[]
            vm_event_states: struct vm_event_state
            nr_vmalloc_pages: atomic_long_t
            totalram_pages: unsigned long
            _totalram_pages: atomic_long_t
            _totalhigh_pages: atomic_long_t
            totalreserve_pages: unsigned long
            totalcma_pages: unsigned long
            vm_committed_as: struct percpu_counter
            sysctl_overcommit_memory: int
            sysctl_overcommit_ratio: int
            sysctl_overcommit_kbytes: unsigned long
            hstates: struct hstate[]
            hugetlb_max_hstate: int
            default_hstate_idx: unsigned int
            swap_info: struct swap_info_struct *[]
            nr_swapfiles: unsigned int
            nr_swap_pages: atomic_long_t
            total_swap_pages: long
            swapper_spaces: struct address_space *[]
            nr_swapper_spaces: unsigned int[]
            net_namespace_list: struct list_head
            tcp_hashinfo: struct inet_hashinfo
            udp_table: struct udp_table
            raw_v4_hashinfo: struct raw_hashinfo
            arp_tbl: struct neigh_table
            nd_tbl: struct neigh_table
            ptype_all: struct list_head
            ptype_base: struct list_head[]
            softnet_data: struct softnet_data
            irq_desc_tree: struct xarray
            irq_desc_tree: struct radix_tree_root
            sparse_irqs: struct maple_tree
            irq_desc: struct irq_desc[]
            nr_irqs: int
            nr_irqs: unsigned int
            kstat: struct kernel_stat
            kernel_cpustat: struct kernel_cpustat
            irq_stat: irq_cpustat_t
            softirq_vec: struct softirq_action[]
            softirq_to_name: char *[]
            tasklet_vec: struct tasklet_head
            tasklet_hi_vec: struct tasklet_head
            workqueues: struct list_head
            cpu_worker_pools: struct worker_pool[]
            worker_pool_idr: struct idr
            unbound_pool_hash: struct hlist_head[]
            wq_unbound_cpumask: cpumask_var_t
            cgrp_dfl_root: struct cgroup_root
            cgroup_roots: struct list_head
            cgroup_subsys: struct cgroup_subsys *[]
            root_mem_cgroup: struct mem_cgroup *
            bus_kset: struct kset *
            class_kset: struct kset *
            devices_kset: struct kset *
            pci_root_buses: struct list_head
            pci_bus_type: struct bus_type
            platform_bus: struct device
            shrinker_list: struct list_head
            bdi_list: struct list_head
            rcu_state: struct rcu_state
            rcu_data: struct rcu_data
            prog_idr: struct idr
            map_idr: struct idr
            link_idr: struct idr
            ftrace_trace_arrays: struct list_head
            global_trace: struct trace_array
            ftrace_events: struct list_head
            tracepoint_srcu: struct srcu_struct
            kallsyms_num_syms: unsigned int
            kallsyms_offsets: int[]
            kallsyms_relative_base: unsigned long
            kallsyms_names: u8[]
            kallsyms_token_table: char[]
            kallsyms_token_index: u16[]
            kallsyms_markers: unsigned int[]
            dmi_ident: char *[]
            efi: struct efi
            e820_table: struct e820_table *
            memblock: struct memblock
            sysrq_key_table: struct sysrq_key_op *[]
            key_serial_tree: struct rb_root
            tty_drivers: struct list_head
            input_dev_list: struct list_head
            watchdog_thresh: int
            sysctl_hung_task_timeout_secs: unsigned long
            nmi_desc: struct nmi_desc[]
            last_nmi_rip: unsigned long
            crash_kexec_post_notifiers: bool
            randomize_va_space: int
            audit_enabled: u32
            security_hook_heads: struct security_hook_heads
            lsm_names: char *
            tk_core: struct tk_data
            timekeeper_data: struct tk_data[]
            """;
}
