// The types of a synthetic kernel: names and members as in Linux 6.1, sizes and order as it pleases.
// The machine's own (thread_struct) come before these. "@" puts a member at an offset: what users see of a task lies on another page than the links of the task.

struct list_head { struct list_head *next; struct list_head *prev; };
struct refcount_struct { int refs; };
struct thread_info { unsigned long flags; unsigned int cpu; };
struct sched_info { u64 last_arrival; };
struct task_rss_stat { int events; int count[4]; };

struct task_struct {
  struct thread_info thread_info;
  unsigned int __state;
  void *stack;
  unsigned int flags;
  int on_cpu;
  int prio;
  unsigned int policy;
  struct sched_info sched_info;
  struct list_head tasks;
  struct mm_struct *mm;
  struct mm_struct *active_mm;
  int exit_state;
  int pid;
  int tgid;
  struct task_struct *real_parent;
  struct task_struct *parent;
  struct list_head children;
  struct list_head sibling;
  struct task_struct *group_leader;
  struct list_head thread_group;
  struct list_head thread_node;
  struct signal_struct *signal;
  struct thread_struct thread;
  u64 utime @ 0x1000;
  u64 stime;
  u64 start_time;
  char comm[16];
  struct task_rss_stat rss_stat;
};

struct signal_struct { int nr_threads; struct list_head thread_head; };

struct atomic64_t { s64 counter; };
struct mm_rss_stat { struct atomic64_t count[4]; };
struct mm_struct {
  unsigned long *pgd;
  unsigned long total_vm;
  unsigned long arg_start;
  unsigned long arg_end;
  unsigned long env_start;
  unsigned long env_end;
  struct mm_rss_stat rss_stat;
};

struct rq { unsigned int nr_running; struct task_struct *curr; struct task_struct *idle; };
struct cpumask { unsigned long bits[1]; };
struct pglist_data { unsigned long node_start_pfn; unsigned long node_present_pages; };
struct timekeeper { u64 xtime_sec; };
struct tk_data { unsigned int seq; struct timekeeper timekeeper; struct timekeeper shadow_timekeeper; };
struct clocksource { u64 mask; u32 mult; u32 shift; };

struct new_utsname {
  char sysname[65];
  char nodename[65];
  char release[65];
  char version[65];
  char machine[65];
  char domainname[65];
};
struct uts_namespace { struct new_utsname name; };

struct module_layout {
  void *base;
  unsigned int size;
  unsigned int text_size;
  unsigned int ro_size;
  unsigned int ro_after_init_size;
};
struct module {
  unsigned int state;
  struct list_head list;
  char name[56];
  unsigned long taints;
  struct module_layout core_layout;
  struct module_layout init_layout;
};

struct dev_printk_info { char subsystem[16]; char device[48]; };
struct printk_info {
  u64 seq;
  u64 ts_nsec;
  u16 text_len;
  u8 facility;
  u8 flags : 5;
  u8 level : 3;
  u32 caller_id;
  struct dev_printk_info dev_info;
};
struct prb_data_blk_lpos { unsigned long begin; unsigned long next; };
struct prb_desc { unsigned long state_var; struct prb_data_blk_lpos text_blk_lpos; };
struct prb_desc_ring {
  unsigned int count_bits;
  struct prb_desc *descs;
  struct printk_info *infos;
  unsigned long head_id;
  unsigned long tail_id;
};
struct prb_data_ring {
  unsigned int size_bits;
  char *data;
  unsigned long head_lpos;
  unsigned long tail_lpos;
};
struct printk_ringbuffer {
  struct prb_desc_ring desc_ring;
  struct prb_data_ring text_data_ring;
  unsigned long fail;
};

struct orc_entry {
  s16 sp_offset;
  s16 bp_offset;
  u16 sp_reg : 4;
  u16 bp_reg : 4;
  u16 type : 2;
  u16 end : 1;
};
