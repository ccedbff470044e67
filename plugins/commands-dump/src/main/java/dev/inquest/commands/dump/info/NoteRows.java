package dev.inquest.commands.dump.info;

import dev.inquest.api.arch.ArchSession.CpuRegisters;
import dev.inquest.api.arch.Architecture;
import dev.inquest.api.image.DumpImage;
import dev.inquest.api.image.ElfNote;
import dev.inquest.api.image.VmcoreInfo;
import dev.inquest.api.result.Address;
import dev.inquest.api.result.Row;
import dev.inquest.commands.dump.Tools;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a dump's notes say, as rows. */
final class NoteRows {
    private NoteRows() {}

    /** Returns the notes in the order of the file: owner, type and size. */
    static List<Row> notes(DumpImage image) {
        List<Row> rows = new ArrayList<>();
        for (ElfNote note : image.notes()) {
            rows.add(new Row()
                    .put("name", note.name())
                    .put("type", note.type())
                    .put("type_name", type(note))
                    .put("bytes", note.description().byteSize()));
        }
        return rows;
    }

    /** Names of note types (include/uapi/linux/elf.h; QEMU's are numbered 0). */
    private static @Nullable String type(ElfNote note) {
        return switch (note.name()) {
            case "CORE" ->
                switch (note.type()) {
                    case ElfNote.NT_PRSTATUS -> "NT_PRSTATUS";
                    case 2 -> "NT_PRFPREG";
                    case 3 -> "NT_PRPSINFO";
                    case 4 -> "NT_TASKSTRUCT";
                    default -> null;
                };
            case "QEMU" -> "CPU state";
            case "VMCOREINFO" -> "text";
            default -> null;
        };
    }

    /** Returns the registers of the CPUs; empty where no installed plugin knows the machine's registers. */
    static List<Row> cpus(DumpImage image, Tools tools) {
        Architecture architecture = architecture(image, tools);
        List<Row> rows = new ArrayList<>();
        if (architecture != null) {
            for (CpuRegisters cpu : architecture.noteRegisters(image)) {
                Row registers = new Row();
                cpu.registers().byName().forEach((name, value) -> registers.put(name, new Address(value)));
                rows.add(new Row()
                        .put("cpu", cpu.cpu())
                        .put("pid", cpu.pid() == 0 && cpu.origin().equals("QEMU") ? null : cpu.pid())
                        .put("origin", cpu.origin())
                        .put("pc", new Address(cpu.registers().pc()))
                        .put("sp", new Address(cpu.registers().sp()))
                        .put("registers", registers));
            }
        }
        return rows;
    }

    /** Returns the architecture's name, or null where no installed plugin knows the machine. */
    static @Nullable Architecture architecture(DumpImage image, Tools tools) {
        for (Architecture architecture : tools.architectures()) {
            if (architecture.matches(image.machine())) {
                return architecture;
            }
        }
        return null;
    }

    /** Returns VMCOREINFO's lines by their keys, or null when the headers have none. */
    static @Nullable Row vmcoreInfo(DumpImage image) {
        Optional<VmcoreInfo> info = image.vmcoreInfo();
        if (info.isEmpty()) {
            return null;
        }
        Row row = new Row();
        info.get().lines().forEach(row::put);
        return row;
    }
}
