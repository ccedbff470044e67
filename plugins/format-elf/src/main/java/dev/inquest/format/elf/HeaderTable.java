package dev.inquest.format.elf;

import dev.inquest.api.image.Machine;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * Writes the ELF header and the program headers of a dump, whose grammar {@link ElfHeader} has. The one {@code PT_NOTE} comes first, as crash
 * expects it; section header 0 follows when there are more program headers than {@code e_phnum} can tell.
 */
final class HeaderTable {
    private static final int READ_WRITE_EXECUTE = 7;

    private HeaderTable() {}

    static ByteBuffer write(Machine machine, long notesOffset, long notesSize, List<Loads.Load> loads) {
        int count = 1 + loads.size();
        boolean many = count >= ElfHeader.PN_XNUM;
        int table = Math.addExact(ElfHeader.SIZE, Math.multiplyExact(count, ElfHeader.PROGRAM_HEADER_SIZE));
        ByteBuffer bytes = ByteBuffer.allocate(table + (many ? ElfHeader.SECTION_HEADER_SIZE : 0))
                .order(machine.order());
        boolean little = machine.order().equals(ByteOrder.LITTLE_ENDIAN);
        bytes.put(new byte[] {0x7f, 'E', 'L', 'F', 2, (byte) (little ? 1 : 2), 1});
        bytes.putShort(0x10, (short) ElfHeader.ET_CORE).putShort(0x12, (short) machine.elfMachine());
        bytes.putInt(0x14, 1).putLong(0x20, ElfHeader.SIZE);
        bytes.putShort(0x34, (short) ElfHeader.SIZE).putShort(0x36, (short) ElfHeader.PROGRAM_HEADER_SIZE);
        bytes.putShort(0x38, (short) (many ? ElfHeader.PN_XNUM : count));
        if (many) {
            bytes.putLong(0x28, table).putShort(0x3a, (short) ElfHeader.SECTION_HEADER_SIZE);
            bytes.putShort(0x3c, (short) 1).putLong(table + 0x20, 1).putInt(table + 0x2c, count);
        }
        bytes.position(ElfHeader.SIZE);
        bytes.putInt(ElfHeader.PT_NOTE)
                .putInt(0)
                .putLong(notesOffset)
                .putLong(0)
                .putLong(0);
        bytes.putLong(notesSize).putLong(notesSize).putLong(0);
        for (Loads.Load load : loads) {
            bytes.putInt(ElfHeader.PT_LOAD).putInt(READ_WRITE_EXECUTE).putLong(load.offset());
            bytes.putLong(load.virtual()).putLong(load.physical());
            bytes.putLong(load.fileSize()).putLong(load.memorySize()).putLong(0);
        }
        return bytes.rewind();
    }
}
