package dev.inquest.arch.x8664;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.inquest.api.arch.Registers;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

class DwarfExpressionTest {
    private final SparseMemory memory = new SparseMemory();
    private final Registers registers =
            Registers.none(X8664Registers.SET).with(X8664Registers.RSP, 0x1000).with(X8664Registers.RIP, 0x2b);

    private long evaluate(int... operations) throws TrailEnds {
        byte[] bytes = new byte[operations.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) operations[i];
        }
        return DwarfExpression.evaluate(MemorySegment.ofArray(bytes), registers, memory, 0x5000);
    }

    @Test
    void theExpressionOfProcedureLinkageTables() throws TrailEnds {
        // rsp + 8 + (((rip & 15) >= 11) << 3), as compilers write it.
        assertEquals(0x1010, evaluate(0x77, 8, 0x80, 0, 0x3f, 0x1a, 0x3b, 0x2a, 0x33, 0x24, 0x22));
    }

    @Test
    void literalsStackAndMemory() throws TrailEnds {
        memory.put(0x4ff8, 0x1234_5678_9abc_def0L);
        assertEquals(0x1234_5678_9abc_def0L, evaluate(0x38, 0x1c, 0x06));
        assertEquals(0xde_f0, evaluate(0x38, 0x1c, 0x94, 2));
        assertEquals(-2, evaluate(0x11, 0x7e));
        assertEquals(0x5000 + 300, evaluate(0x23, 0xac, 0x02));
        assertEquals(0xff1, evaluate(0x77, 0x71));
        assertEquals(0x5000 - 7, evaluate(0x37, 0x16, 0x12, 0x13, 0x16, 0x1c));
        assertEquals(5, evaluate(0x31, 0x28, 1, 0, 0x37, 0x35));
    }

    @Test
    void damageIsTold() {
        assertEquals("an expression in the unwind table is damaged", reason(0x13, 0x13));
        assertEquals("an expression in the unwind table is damaged", reason(0x0e, 1));
        assertEquals("an expression in the unwind table is damaged", reason(0x2f, 0, 0x80));
        assertEquals("an expression in the unwind table does not end", reason(0x2f, 0xfd, 0xff));
        assertEquals("an expression in the unwind table divides by zero", reason(0x30, 0x1b));
        assertEquals("the unwind table uses the DWARF operation 0xe0, which is not known", reason(0xe0));
        assertEquals("the unwind table needs rbx, which is not known here", reason(0x73, 0));
    }

    private String reason(int... operations) {
        return assertThrows(TrailEnds.class, () -> evaluate(operations)).reason();
    }
}
