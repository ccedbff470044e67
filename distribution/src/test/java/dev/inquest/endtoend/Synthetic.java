package dev.inquest.endtoend;

import dev.inquest.testkit.kernel.SyntheticKernel;
import java.util.List;
import java.util.stream.Stream;

/** The kernel that these tests describe. */
final class Synthetic {
    static final String TEXT = """
            kernel 6.1.0-test x86_64 base=0xffffffff81000000 kaslr=0x1200000 levels=4 node=testbox uptime=12 panic-cpu=0 taints=OE
            cpu 0 current=init
            cpu 1
            task 0xffff888000110000 pid=1 comm=init state=R cpu=0 mm=5000 rss=700
            task 0xffff888000120000 pid=2 comm=kthreadd state=S
            task 0xffff888000130000 pid=7 comm=kworker/1:0 state=I cpu=1 parent=2
            task 0xffff888000140000 pid=90 comm=server state=S cpu=1 parent=1 mm=90000 rss=1234
            task 0xffff888000150000 pid=91 tgid=90 comm=worker state=D cpu=1 parent=1 mm=90000 rss=1234
            task 0xffff888000160000 pid=95 comm=gone state=Z parent=1
            stack init __crash_kexec+0x64 panic+0x2f0 sysrq_handle_crash+0x16 do_syscall_64+0x5b entry_SYSCALL_64+0xa6 user
            stack kthreadd __schedule+0x351 schedule+0x5e kthreadd+0x2c0 ret_from_fork+0x22
            log 0.000000 5 "Linux version 6.1.0-test"
            log 1.500000 6 "two\\nlines"
            log 8.275812 0 "Kernel panic - not syncing: test"
            module ext4 0xffffffffc0000000 size=16384 taints=OE
            module jbd2 0xffffffffc0010000 size=8192
            """;

    private static final String PPC64LE = """
            kernel 6.1.0-test ppc64le base=0xc000000001000000 node=testbox uptime=12 panic-cpu=0 taints=OE
            cpu 0 current=init
            cpu 1
            task 0xc000000000110000 pid=1 comm=init state=R cpu=0 mm=5000 rss=700
            task 0xc000000000120000 pid=2 comm=kthreadd state=S
            task 0xc000000000140000 pid=90 comm=server state=S cpu=1 parent=1 mm=90000 rss=1234
            task 0xc000000000150000 pid=91 tgid=90 comm=worker state=D cpu=1 parent=1 mm=90000 rss=1234
            task 0xc000000000160000 pid=95 comm=gone state=Z parent=1
            stack init __crash_kexec+0x108 panic+0x1a8 sysrq_handle_crash+0x28 system_call_exception+0x130 system_call_vectored_common+0xf0 user
            log 0.000000 5 "Linux version 6.1.0-test"
            log 1.500000 6 "two\\nlines"
            log 8.275812 0 "Kernel panic - not syncing: test"
            module ext4 0xc008000000250000 size=131072 taints=OE
            module jbd2 0xc008000000350000 size=65536
            """;

    private static final String AARCH64 = """
            kernel 6.1.0-test aarch64 base=BASE kaslr=0x1200000 levels=LEVELS node=testbox uptime=12 panic-cpu=0 taints=OE
            cpu 0 current=init
            cpu 1
            task DIRECT00110000 pid=1 comm=init state=R cpu=0 mm=5000 rss=700
            task DIRECT00120000 pid=2 comm=kthreadd state=S
            task DIRECT00140000 pid=90 comm=server state=S cpu=1 parent=1 mm=90000 rss=1234
            task DIRECT00150000 pid=91 tgid=90 comm=worker state=D cpu=1 parent=1 mm=90000 rss=1234
            task DIRECT00160000 pid=95 comm=gone state=Z parent=1
            stack init __crash_kexec+0x64 panic+0x184 sysrq_handle_crash+0x20 invoke_syscall+0x68 el0t_64_sync+0x18c user
            log 0.000000 5 "Linux version 6.1.0-test"
            log 1.500000 6 "two\\nlines"
            log 8.275812 0 "Kernel panic - not syncing: test"
            module ext4 MODULE000000 size=16384 taints=OE
            module jbd2 MODULE010000 size=8192
            """;

    private Synthetic() {}

    /** A kernel with addresses of 39, 48 or 52 bits: 3, 4 or 5 levels of page tables. */
    static SyntheticKernel aarch64(int levels) {
        String direct = levels == 3 ? "0xffffff80" : levels == 4 ? "0xffff0000" : "0xfff00000";
        String middle = levels == 3 ? "0xffffffc0" : "0xffff8000";
        return SyntheticKernel.of(AARCH64.replace("LEVELS", String.valueOf(levels))
                .replace("DIRECT", direct)
                .replace("BASE", middle + "08000000")
                .replace("MODULE", middle + "00"));
    }

    /** A kernel with pages of 64 KiB and addresses of 42, 48 or 52 bits. */
    static SyntheticKernel aarch64Of64k(int addressBits) {
        String direct = addressBits == 42 ? "0xfffffc00" : addressBits == 48 ? "0xffff0000" : "0xfff00000";
        String middle = addressBits == 42 ? "0xfffffe00" : "0xffff8000";
        return SyntheticKernel.of(AARCH64.replace("levels=LEVELS", "page=0x10000 va=" + addressBits)
                .replace("DIRECT", direct)
                .replace("BASE", middle + "08000000")
                .replace("MODULE010000 size=8192", "MODULE030000 size=65536")
                .replace("size=16384", "size=131072")
                .replace("MODULE", middle + "00"));
    }

    static SyntheticKernel ppc64le() {
        return SyntheticKernel.of(PPC64LE);
    }

    /** The same kernels without BTF. */
    static List<String> withoutTypes() {
        return Stream.of(
                        TEXT,
                        PPC64LE,
                        AARCH64.replace("LEVELS", "4")
                                .replace("DIRECT", "0xffff0000")
                                .replace("BASE", "0xffff800008000000")
                                .replace("MODULE", "0xffff800000"))
                .map(text -> text.replace("uptime=12", "uptime=12 types=none"))
                .toList();
    }

    static SyntheticKernel kernel() {
        return SyntheticKernel.of(TEXT);
    }
}
