package dev.inquest.commands.kdump.machine;

import dev.inquest.api.image.DumpFacts;
import dev.inquest.api.image.DumpImage;
import dev.inquest.api.image.ElfNote;
import dev.inquest.api.image.Machine;
import dev.inquest.api.image.VmcoreInfo;
import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.kernel.KernelFacts;
import dev.inquest.api.kernel.KernelModule;
import dev.inquest.api.memory.Fault;
import dev.inquest.api.memory.FaultException;
import dev.inquest.api.progress.Progress;
import dev.inquest.api.types.CorruptListException;
import dev.inquest.api.types.MissingTypeException;
import dev.inquest.api.types.Value;
import dev.inquest.commands.kdump.machine.Survey.What;
import dev.inquest.commands.kdump.reserve.Sizes;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a machine was from a dump of it. The headers tell the memory that the capture kernel saw; the kernel, where its types are at hand,
 * its own count, its CPUs and modules, and what it kept for the capture kernel.
 */
public final class DumpSurvey {
    /** COMMAND_LINE_SIZE is 2048 on x86_64 and arm64; boot configurations make it longer. */
    private static final int LONGEST_COMMAND_LINE = 16 << 10;

    private final DumpImage image;
    private final Survey survey;
    private final Progress progress;
    private boolean reservedIsInDump;

    private DumpSurvey(DumpImage image, Progress progress) {
        this.image = image;
        this.progress = progress;
        this.survey = new Survey("of the machine in the dump");
    }

    /** Reads an open kernel. */
    public static Survey of(Kernel kernel, Progress progress) {
        DumpSurvey reader = new DumpSurvey(kernel.image(), progress);
        reader.kernel(kernel);
        reader.headers(kernel.arch().vmcoreInfo());
        return reader.survey;
    }

    /**
     * Reads what headers alone tell.
     *
     * @param why why the kernel cannot be opened
     */
    public static Survey of(DumpImage image, String why, Progress progress) {
        DumpSurvey reader = new DumpSurvey(image, progress);
        reader.headers(image.vmcoreInfo().orElse(null));
        for (What what : List.of(What.MODULES, What.CRASHKERNEL, What.RESERVED)) {
            reader.survey.missing(what, why);
        }
        return reader.survey;
    }

    private void kernel(Kernel kernel) {
        ask(
                What.MEMORY,
                () -> survey.add(
                        What.MEMORY,
                        String.valueOf(KernelFacts.presentPages(kernel) * kernel.pageSize()),
                        "the kernel's count of pages, node_present_pages"),
                false);
        ask(What.MEMORY, () -> totalram(kernel), false);
        if (kernel.address("__cpu_possible_mask").isPresent()) {
            ask(
                    What.CPUS,
                    () -> survey.add(
                            What.CPUS, String.valueOf(kernel.cpus().possible().size()), "the kernel's possible CPUs"),
                    false);
        }
        ask(
                What.MODULES,
                () -> {
                    long bytes = 0;
                    boolean mellanox = false;
                    kernel.struct("module");
                    if (kernel.address("modules").isEmpty()) {
                        throw new MissingTypeException("the kernel's symbol modules is not known");
                    }
                    List<KernelModule> modules = kernel.modules();
                    for (KernelModule module : modules) {
                        bytes += module.size();
                        mellanox |= module.name().equals("mlx5_core");
                    }
                    survey.add(
                            What.MODULES,
                            modules.size() + " loaded, " + Sizes.words(bytes),
                            "the kernel's list of modules");
                    survey.add(What.MLX5, mellanox ? "yes" : "no", "the kernel's list of modules");
                },
                true);
        survey.missing(What.MLX5, "the kernel's list of modules cannot be read");
        ask(
                What.CRASHKERNEL,
                () -> {
                    long text = kernel.memory()
                            .pointer(kernel.address("saved_command_line")
                                    .orElseThrow(() -> new MissingTypeException(
                                            "the kernel's symbol saved_command_line is not known")));
                    List<String> options = FilesSurvey.options(string(kernel, text));
                    survey.add(
                            What.CRASHKERNEL,
                            options.isEmpty() ? "none" : String.join(" ", options),
                            "the kernel's saved_command_line");
                },
                true);
        ask(
                What.RESERVED,
                () -> {
                    long bytes = resource(kernel, "crashk_res");
                    reservedIsInDump = bytes > 0
                            && mapped(kernel.at(
                                    "struct resource",
                                    kernel.address("crashk_res").orElse(0)));
                    bytes += resource(kernel, "crashk_low_res");
                    survey.add(What.RESERVED, String.valueOf(bytes), "the kernel's crashk_res and crashk_low_res");
                },
                true);
    }

    private void totalram(Kernel kernel) {
        Value pages = kernel.global(kernel.symbol("_totalram_pages") == null ? "totalram_pages" : "_totalram_pages");
        long count = pages.findMember("counter").isPresent()
                ? pages.member("counter").asLong()
                : pages.asLong();
        survey.guess(
                What.MEMORY,
                String.valueOf(count * kernel.pageSize()),
                "the kernel's totalram_pages: without what it keeps for itself");
    }

    private interface Question {
        void ask();
    }

    private void ask(What what, Question question, boolean last) {
        try {
            question.ask();
        } catch (FaultException | MissingTypeException | CorruptListException e) {
            if (last) {
                survey.missing(what, String.valueOf(e.getMessage()));
            }
        }
    }

    private static String string(Kernel kernel, long address) {
        byte[] bytes = new byte[LONGEST_COMMAND_LINE];
        int length = 0;
        while (length < bytes.length) {
            byte one = (byte) kernel.memory().u8(address + length);
            if (one == 0) {
                break;
            }
            bytes[length++] = one;
        }
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }

    /** Returns the bytes of a {@code struct resource} (include/linux/ioport.h), whose end is inside; an empty one ends where it starts. */
    private static long resource(Kernel kernel, String name) {
        OptionalLong address = kernel.address(name);
        if (address.isEmpty()) {
            if (name.equals("crashk_res")) {
                throw new MissingTypeException("the kernel's symbol " + name + " is not known");
            }
            return 0;
        }
        Value resource = kernel.at("struct resource", address.getAsLong());
        long start = resource.member("start").asLong();
        long end = resource.member("end").asLong();
        return end > start ? end - start + 1 : 0;
    }

    /** QEMU dumps all memory, a capture kernel all but its own. */
    private boolean mapped(Value resource) {
        long pfn = resource.member("start").asLong() / image.pageSize();
        DumpImage.Run run = image.run(pfn);
        return run.missing() == null || run.missing().kind() != Fault.Kind.NOT_MAPPED;
    }

    private void headers(@Nullable VmcoreInfo info) {
        memory();
        DumpFacts.Uts uts = image.facts().uts();
        String release = info == null ? null : info.get("OSRELEASE").orElse(null);
        if (release == null && uts != null && !uts.release().isBlank()) {
            release = uts.release();
        }
        if (release != null) {
            survey.add(What.RELEASE, release, "the dump's headers");
        }
        String architecture = architecture(image.machine().elfMachine());
        if (architecture != null) {
            survey.add(What.ARCHITECTURE, architecture, "the dump's headers");
        }
        survey.missing(
                What.ARCHITECTURE, "the headers name machine " + image.machine().elfMachine());
        OptionalLong pageSize = info == null ? OptionalLong.empty() : info.pageSize();
        if (pageSize.isPresent()) {
            survey.add(What.PAGE_SIZE, String.valueOf(pageSize.getAsLong()), "VMCOREINFO");
        } else {
            survey.guess(What.PAGE_SIZE, String.valueOf(image.pageSize()), "the size of the dump's page frames");
        }
        long notes = image.notes().stream()
                .filter(note -> note.type() == ElfNote.NT_PRSTATUS)
                .count();
        if (notes > 0) {
            survey.guess(What.CPUS, String.valueOf(notes), "registers in the dump: CPUs that were running");
        }
        survey.missing(What.CPUS, "the dump has no registers of CPUs");
        hints(info);
        survey.missing(What.DISTRIBUTION, "a dump does not name it");
    }

    private void hints(@Nullable VmcoreInfo info) {
        if (info != null && info.kernelOffset().isPresent()) {
            long offset = info.kernelOffset().getAsLong();
            survey.add(
                    What.KASLR,
                    offset == 0 ? "not displaced" : "kernel displaced by 0x" + Long.toHexString(offset),
                    "VMCOREINFO");
        }
        if ("x86_64".equals(survey.value(What.ARCHITECTURE))) {
            // NUMBER(sme_mask) of arch/x86/kernel/machine_kexec_64.c (commit 65f750e5457a, 5.1).
            OptionalLong mask = info == null ? OptionalLong.empty() : info.number("sme_mask");
            if (mask.isPresent()) {
                survey.add(What.ENCRYPTION, mask.getAsLong() == 0 ? "no" : "yes", "VMCOREINFO, sme_mask");
            }
            survey.missing(What.ENCRYPTION, "VMCOREINFO has no sme_mask; --sme says that it is on");
        } else if ("aarch64".equals(survey.value(What.ARCHITECTURE))) {
            survey.missing(What.SMMU, "a dump's headers do not tell; --smmu says that it has one");
        }
    }

    /** Memory as the dump's headers have it: what was not there at all does not count, what was left out does. */
    private void memory() {
        long bytes = 0;
        if (!image.segments().isEmpty()) {
            // x86_64 maps the kernel's own text a second time, with another virtual address: each byte counts once.
            List<DumpImage.Segment> sorted = image.segments().stream()
                    .sorted((one, other) -> Long.compareUnsigned(one.physical(), other.physical()))
                    .toList();
            long end = 0;
            for (DumpImage.Segment segment : sorted) {
                long start = Math.max(end, segment.physical());
                long behind = segment.physical() + segment.size();
                bytes += behind > start ? behind - start : 0;
                end = Math.max(end, behind);
            }
            told(bytes, "the dump's segments");
            return;
        }
        long end = image.endPfn();
        for (long pfn = 0; pfn < end && !progress.cancelled(); ) {
            DumpImage.Run run = image.run(pfn);
            boolean there = run.missing() == null || run.missing().kind() != Fault.Kind.NOT_MAPPED;
            bytes += there ? (run.end() - pfn) * image.pageSize() : 0;
            pfn = Math.max(run.end(), pfn + 1);
            progress.report("counting page frames", pfn, end);
        }
        told(bytes, "the dump's map of page frames");
    }

    /** The capture kernel's own memory is in no dump that it took. */
    private void told(long bytes, String from) {
        if (bytes <= 0) {
            survey.missing(What.MEMORY, "the headers have no map of memory; --memory says how much it has");
            return;
        }
        if (survey.sure(What.MEMORY)) {
            return;
        }
        long reserved = survey.number(What.RESERVED, -1);
        boolean more = reserved > 0 && !reservedIsInDump;
        long all = bytes + (more ? reserved : 0);
        if (all >= survey.number(What.MEMORY, 0)) {
            String without = reserved < 0 ? ", without what was kept for the capture kernel" : "";
            survey.replace(
                    What.MEMORY,
                    String.valueOf(all),
                    from + (more ? " and what was kept for the capture kernel" : without));
        }
    }

    private static @Nullable String architecture(int elfMachine) {
        return switch (elfMachine) {
            case Machine.EM_X86_64 -> "x86_64";
            case Machine.EM_AARCH64 -> "aarch64";
            case Machine.EM_PPC64 -> "ppc64le";
            default -> null;
        };
    }
}
