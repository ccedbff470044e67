package dev.inquest.testkit;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Builds the ELF notes of a dump, in the byte order of its machine. */
public final class NoteSection {
    /** Bytes of {@code struct elf_prstatus} before {@code pr_reg} on 64-bit machines (include/linux/elfcore.h). */
    private static final int REGISTERS_OFFSET = 112;

    private static final int PID_OFFSET = 32;

    private final ByteOrder order;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    /** Makes an empty section. */
    public NoteSection(ByteOrder order) {
        this.order = order;
    }

    /** Adds a note. */
    public NoteSection add(String name, int type, byte... description) {
        byte[] owner = (name + "\0").getBytes(StandardCharsets.US_ASCII);
        ByteBuffer note = ByteBuffer.allocate(12 + align(owner.length) + align(description.length))
                .order(order);
        note.putInt(owner.length).putInt(description.length).putInt(type);
        note.put(12, owner);
        note.put(12 + align(owner.length), description);
        bytes.writeBytes(note.array());
        return this;
    }

    /**
     * Adds the registers of a CPU: {@code NT_PRSTATUS} with {@code pr_pid}, {@code pr_reg} and {@code pr_fpvalid}.
     *
     * @param pid of the task that ran
     * @param registers in the order of the machine's {@code elf_gregset_t}
     */
    public NoteSection registers(int pid, long... registers) {
        ByteBuffer status =
                ByteBuffer.allocate(REGISTERS_OFFSET + 8 * registers.length + 8).order(order);
        status.putInt(PID_OFFSET, pid);
        status.position(REGISTERS_OFFSET);
        for (long register : registers) {
            status.putLong(register);
        }
        return add("CORE", 1, status.array());
    }

    /** Adds the empty note that the kernel leaves for a CPU that was not running. */
    public NoteSection empty() {
        bytes.writeBytes(new byte[12]);
        return this;
    }

    /** Adds a VMCOREINFO note. */
    public NoteSection vmcoreInfo(String text) {
        return add("VMCOREINFO", 0, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Returns the section. */
    public byte[] bytes() {
        return bytes.toByteArray();
    }

    private static int align(int size) {
        return size + 3 & ~3;
    }
}
