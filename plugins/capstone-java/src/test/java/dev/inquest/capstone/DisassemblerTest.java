package dev.inquest.capstone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Instructions with known encodings; expected values are from the vendors' manuals. */
class DisassemblerTest {
    @TempDir
    Path cache;

    private @Nullable Capstone loaded;

    @BeforeEach
    void load() throws CapstoneException {
        loaded = Capstone.load(new Settings(null, false, cache));
    }

    private Capstone capstone() {
        return Objects.requireNonNull(loaded);
    }

    private Instruction one(Architecture architecture, String bytes, boolean detail) throws CapstoneException {
        try (Disassembler disassembler = capstone().open(architecture, Syntax.INTEL, detail)) {
            List<Instruction> all = disassembler.all(HexFormat.of().parseHex(bytes), 0x1000);
            assertEquals(1, all.size());
            return all.getFirst();
        }
    }

    private static Operand.Value value(Instruction instruction, int index) {
        return detail(instruction).operands().get(index).value();
    }

    private static Detail detail(Instruction instruction) {
        Detail detail = instruction.detail();
        if (detail == null) {
            throw new AssertionError();
        }
        return detail;
    }

    @Test
    void x86MemoryOperandIsTyped() throws CapstoneException {
        // mov rax, qword ptr gs:[rbx + rcx*8 - 0x10]
        Instruction mov = one(Architecture.X86_64, "65488b44cbf0", true);
        assertEquals("mov", mov.mnemonic());
        assertEquals(6, mov.length());
        assertEquals(
                "rax",
                assertInstanceOf(Operand.InRegister.class, value(mov, 0))
                        .register()
                        .name());
        Operand.InMemory memory = assertInstanceOf(Operand.InMemory.class, value(mov, 1));
        assertEquals(
                "gs",
                String.valueOf(
                        memory.segment() == null ? null : memory.segment().name()));
        assertEquals(
                "rbx",
                String.valueOf(memory.base() == null ? null : memory.base().name()));
        assertEquals(
                "rcx",
                String.valueOf(memory.index() == null ? null : memory.index().name()));
        assertEquals(8, memory.scale());
        assertEquals(-0x10, memory.displacement());
        Detail.X86 detail = assertInstanceOf(Detail.X86.class, mov.detail());
        assertEquals(0x8b, detail.opcode());
        assertEquals(0x48, detail.rex());
        assertEquals(1, detail.displacementSize());
        assertEquals(8, detail.operands().get(1).size());
        assertEquals(Access.WRITE, detail.operands().getFirst().access());
    }

    @Test
    void x86CallIsRelativeAndACall() throws CapstoneException {
        // E8 cd: call relative to the next instruction
        Instruction call = one(Architecture.X86_64, "e8fb000000", true);
        assertEquals(
                0x1100,
                assertInstanceOf(Operand.Immediate.class, value(call, 0)).number());
        assertTrue(detail(call).groups().containsAll(Set.of(Group.CALL, Group.RELATIVE_BRANCH)));
        assertTrue(detail(call).implicitReads().stream().anyMatch(r -> r.name().equals("rsp")));
    }

    @Test
    void aarch64OperandsAreTyped() throws CapstoneException {
        // stp x29, x30, [sp, #-32]!
        Instruction stp = one(Architecture.AARCH64, "fd7bbea9", true);
        Detail.Aarch64 detail = assertInstanceOf(Detail.Aarch64.class, stp.detail());
        assertTrue(detail.writesBack());
        assertFalse(detail.postIndexed());
        Operand.InMemory memory = assertInstanceOf(Operand.InMemory.class, value(stp, 2));
        assertEquals(
                "sp",
                String.valueOf(memory.base() == null ? null : memory.base().name()));
        assertEquals(-32, memory.displacement());
        // add x0, x1, x2, lsl #4
        Operand shifted =
                detail(one(Architecture.AARCH64, "2010028b", true)).operands().get(2);
        assertEquals(new Operand.Modifier("lsl", 4), shifted.modifier());
        // paciasp, an LSE atomic: Capstone 4 has them wrong
        assertEquals("paciasp", one(Architecture.AARCH64, "3f2303d5", false).mnemonic());
        assertEquals(
                "ldadd", one(Architecture.AARCH64, "200061b8", false).mnemonic().substring(0, 5));
    }

    @Test
    void powerPcOperandsAreTyped() throws CapstoneException {
        // stdu r1,-112(r1)
        Instruction stdu = one(Architecture.PPC64LE, "91ff21f8", true);
        Operand.InMemory memory = assertInstanceOf(Operand.InMemory.class, value(stdu, 1));
        assertEquals(-112, memory.displacement());
        assertEquals(stdu.toString(), one(Architecture.PPC64, "f821ff91", true).toString());
        // bl: no group tells that it is a call
        assertFalse(detail(one(Architecture.PPC64LE, "01010048", true)).groups().contains(Group.CALL));
    }

    @Test
    void syntaxAndDetailAreChosen() throws CapstoneException {
        byte[] code = HexFormat.of().parseHex("4889e5");
        try (Disassembler att = capstone().open(Architecture.X86_64, Syntax.ATT, false)) {
            Instruction first = att.all(code, 0).getFirst();
            assertEquals("movq %rsp, %rbp", first.toString());
            assertEquals("mov", att.name(first));
            assertNull(first.detail());
        }
    }

    @Test
    void anotherThreadMustNotUseIt() throws Exception {
        try (Disassembler disassembler = capstone().open(Architecture.X86_64, Syntax.ATT, true)) {
            AtomicReference<Throwable> thrown = new AtomicReference<>();
            Thread other = new Thread(() -> {
                try {
                    disassembler.start(new byte[] {(byte) 0x90}, 0);
                } catch (RuntimeException e) {
                    thrown.set(e);
                }
            });
            other.start();
            other.join();
            assertInstanceOf(WrongThreadException.class, thrown.get());
        }
    }

    @Test
    void aClosedOneIsRefused() throws CapstoneException {
        Disassembler disassembler = capstone().open(Architecture.X86_64, Syntax.ATT, true);
        disassembler.start(new byte[] {(byte) 0x90}, 0);
        disassembler.close();
        disassembler.close();
        assertThrows(IllegalStateException.class, disassembler::next);
    }

    @ParameterizedTest
    @EnumSource(Architecture.class)
    void randomBytesAreGoneOver(Architecture architecture) throws CapstoneException {
        byte[] bytes = new byte[100_000];
        new Random(42).nextBytes(bytes);
        long covered = 0;
        try (Disassembler disassembler = capstone().open(architecture, Syntax.ATT, true)) {
            disassembler.start(bytes, 0xffff_ffff_ffff_0000L);
            while (disassembler.remaining() > 0) {
                Instruction next = disassembler.next();
                if (next == null) {
                    disassembler.skip(architecture.step());
                    covered += Math.min(architecture.step(), bytes.length - covered);
                } else {
                    Detail detail = detail(next);
                    detail.features().forEach(feature -> assertFalse(feature.isEmpty()));
                    detail.implicitReads()
                            .forEach(register -> assertFalse(register.name().isEmpty()));
                    covered += next.length();
                }
                assertEquals(bytes.length - covered, disassembler.remaining());
            }
        }
    }
}
