package dev.inquest.arch.x8664;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inquest.api.arch.ArchSession.CpuRegisters;
import dev.inquest.api.image.ElfNote;
import dev.inquest.api.image.LittleEndian;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;

class NotesTest {

    static ByteBuffer little(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    static ElfNote qemu(long rip, long cs, long cr0, long cr3, long cr4) {
        byte[] bytes = new byte[440];
        ByteBuffer state = little(bytes).putInt(0, 1).putInt(4, 440);
        for (int i = 0; i < 18; i++) {
            state.putLong(8 + i * 8, 0x100 + i);
        }
        state.putLong(136, rip).putInt(152, (int) cs).putInt(272, 0x18);
        state.putLong(392, cr0).putLong(416, cr3).putLong(424, cr4);
        return new ElfNote("QEMU", 0, MemorySegment.ofArray(bytes));
    }

    static ElfNote prstatus(int pid, long first) {
        byte[] bytes = new byte[336];
        ByteBuffer status = little(bytes).putInt(32, pid);
        for (int i = 0; i < 27; i++) {
            status.putLong(112 + i * 8, first + i);
        }
        return new ElfNote("CORE", ElfNote.NT_PRSTATUS, MemorySegment.ofArray(bytes));
    }

    @Test
    void prstatusHasTheRegistersInTheOrderOfUserRegsStruct() {
        List<CpuRegisters> cpus = RegisterNotes.of(List.of(
                prstatus(189, 0x1000),
                new ElfNote("VMCOREINFO", 0, MemorySegment.ofArray(new byte[8])),
                prstatus(0, 0x2000)));
        assertEquals(2, cpus.size());
        CpuRegisters first = cpus.getFirst();
        assertEquals(0, first.cpu());
        assertEquals(189, first.pid());
        assertEquals("NT_PRSTATUS", first.origin());
        assertEquals(0x1000, first.registers().get(X8664Registers.R15));
        assertEquals(0x1004, first.registers().get(X8664Registers.RBP));
        assertEquals(0x100f, first.registers().get(X8664Registers.ORIG_RAX));
        assertEquals(0x1010, first.registers().pc());
        assertEquals(0x1011, first.registers().get(X8664Registers.CS));
        assertEquals(0x1012, first.registers().get(X8664Registers.RFLAGS));
        assertEquals(0x1013, first.registers().sp());
        assertEquals(0x1014, first.registers().get(X8664Registers.SS));
        assertEquals(1, cpus.get(1).cpu());
        assertEquals(0x2010, cpus.get(1).registers().pc());
    }

    @Test
    void notesThatAreTooSmallAreLeftOut() {
        ElfNote small = new ElfNote("CORE", ElfNote.NT_PRSTATUS, MemorySegment.ofArray(new byte[144]));
        assertEquals(List.of(), RegisterNotes.of(List.of(small)));
        assertNull(QemuCpuState.parse(LittleEndian.of(new byte[431])));
        assertNull(QemuCpuState.parse(LittleEndian.of(new byte[440])), "version 0");
    }

    @Test
    void qemuPidsAreNoPids() {
        ElfNote state = qemu(0xffffffff81000000L, 0x10, 1L << 31, 0x1000, 0);
        List<CpuRegisters> cpus = RegisterNotes.of(List.of(prstatus(1, 0x1000), state));
        assertEquals(0, cpus.getFirst().pid());
        assertEquals("NT_PRSTATUS", cpus.getFirst().origin());
        List<CpuRegisters> alone = RegisterNotes.of(List.of(state));
        assertEquals("QEMU", alone.getFirst().origin());
        assertEquals(0xffffffff81000000L, alone.getFirst().registers().pc());
        assertEquals(0x100, alone.getFirst().registers().get(X8664Registers.RAX));
        assertEquals(0x101, alone.getFirst().registers().get(X8664Registers.RBX));
        assertEquals(0x106, alone.getFirst().registers().sp());
        assertEquals(0x107, alone.getFirst().registers().get(X8664Registers.RBP));
        assertEquals(0x10f, alone.getFirst().registers().get(X8664Registers.R15));
        assertEquals(0x10, alone.getFirst().registers().get(X8664Registers.CS));
        assertEquals(0x18, alone.getFirst().registers().get(X8664Registers.SS));
    }

    @Test
    void controlRegistersTellThePaging() {
        QemuCpuState user = QemuCpuState.parse(new LittleEndian(
                qemu(0x401000, 0x33, 1L << 31, 0x1234_5005L | 0x1000, 1L << 12).description()));
        assertNotNull(user);
        assertTrue(user.paging());
        assertEquals(PagingMode.FIVE_LEVEL, user.mode());
        assertEquals(List.of(0x1234_4000L, 0x1234_5000L), user.roots());
        QemuCpuState real =
                QemuCpuState.parse(new LittleEndian(qemu(0xfff0, 0, 0, 0, 0).description()));
        assertNotNull(real);
        assertFalse(real.paging());
        assertEquals(PagingMode.FOUR_LEVEL, real.mode());
    }
}
