package dev.inquest.api.location;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inquest.api.memory.Fault;
import dev.inquest.api.memory.Memory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ExpressionMachineTest {
    /** Registers 7 = 0x1000 and 16 = 0x2b are known; 0x4ff8 holds a word; entry 64 is a signed char, 65 a float, 66 has 16 bytes. */
    private final Surroundings surroundings = new Surroundings() {
        @Override
        public Memory memory() {
            return new OneWord();
        }

        @Override
        public long register(int number) throws UnknownValueException {
            Long value = Map.of(7, 0x1000L, 16, 0x2bL).get(number);
            if (value == null) {
                throw new UnknownValueException("register " + number + " is not known here");
            }
            return value;
        }

        @Override
        public long cfa() {
            return 0x7000;
        }

        @Override
        public long frameBase() {
            return 0x6000;
        }

        @Override
        public long runtime(long linked) {
            return linked + 0x100;
        }

        @Override
        public long indexed(long index) {
            return index * 8;
        }

        @Override
        public long entryValue(ByteBuffer expression) {
            return expression.get(expression.position()) == 0x55 ? 99 : 0;
        }

        @Override
        public BaseType type(long offset) {
            return offset == 64 ? new BaseType(1, 6) : offset == 65 ? new BaseType(4, 4) : new BaseType(16, 5);
        }

        @Override
        public ByteBuffer called(long offset, boolean inUnit) {
            // Entry 1 calls itself, entry 2 pushes 5.
            return bytes(offset == 1 ? new int[] {0x98, 1, 0} : new int[] {0x35});
        }
    };

    private static final class OneWord implements Memory {
        @Override
        public ByteOrder order() {
            return ByteOrder.LITTLE_ENDIAN;
        }

        @Override
        public @org.jspecify.annotations.Nullable Fault tryRead(
                long address, byte[] destination, int offset, int length) {
            byte[] word = {(byte) 0xf0, (byte) 0xde, (byte) 0xbc, (byte) 0x9a, 0x78, 0x56, 0x34, 0x12};
            if (address != 0x4ff8 || length > 8) {
                return new Fault(Fault.Kind.NOT_MAPPED, address, "nothing here");
            }
            System.arraycopy(word, 0, destination, offset, length);
            return null;
        }
    }

    private static ByteBuffer bytes(int... operations) {
        byte[] bytes = new byte[operations.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) operations[i];
        }
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private long evaluate(int... operations) throws UnknownValueException {
        return ExpressionMachine.evaluate(bytes(operations), surroundings, 0x5000);
    }

    private List<Piece> locate(int... operations) throws UnknownValueException {
        return ExpressionMachine.locate(bytes(operations), surroundings);
    }

    private String reason(int... operations) {
        return assertThrows(UnknownValueException.class, () -> evaluate(operations))
                .reason();
    }

    @Test
    void theExpressionOfProcedureLinkageTables() throws UnknownValueException {
        // rsp + 8 + (((rip & 15) >= 11) << 3), as compilers write it.
        assertEquals(0x1010, evaluate(0x77, 8, 0x80, 0, 0x3f, 0x1a, 0x3b, 0x2a, 0x33, 0x24, 0x22));
    }

    @Test
    void literalsStackAndMemory() throws UnknownValueException {
        assertEquals(0x1234_5678_9abc_def0L, evaluate(0x38, 0x1c, 0x06));
        assertEquals(0xde_f0, evaluate(0x38, 0x1c, 0x94, 2));
        assertEquals(-2, evaluate(0x11, 0x7e));
        assertEquals(0x5000 + 300, evaluate(0x23, 0xac, 0x02));
        assertEquals(0xff1, evaluate(0x77, 0x71));
        assertEquals(0x5000 - 7, evaluate(0x37, 0x16, 0x12, 0x13, 0x16, 0x1c));
        assertEquals(5, evaluate(0x31, 0x28, 1, 0, 0x37, 0x35));
    }

    @Test
    void stackOperationsMoveWhatTheStandardSays() throws UnknownValueException {
        // 1 2 3 rot → 3 1 2: 2 - 1 = 1 on top of 3.
        assertEquals(1, evaluate(0x31, 0x32, 0x33, 0x17, 0x16, 0x1c));
        assertEquals(3, evaluate(0x31, 0x32, 0x33, 0x17, 0x13, 0x13));
        assertEquals(1, evaluate(0x31, 0x32, 0x33, 0x15, 2));
        assertEquals(2, evaluate(0x31, 0x32, 0x33, 0x14));
    }

    @Test
    void whatTheFrameAndTheUnitTell() throws UnknownValueException {
        assertEquals(0x7000, evaluate(0x9c));
        assertEquals(0x6000 - 16, evaluate(0x91, 0x70));
        assertEquals(0x1234 + 0x100, evaluate(0x03, 0x34, 0x12, 0, 0, 0, 0, 0, 0));
        assertEquals(0x118, evaluate(0xa1, 3));
        assertEquals(0x18, evaluate(0xa2, 3));
        assertEquals(99, evaluate(0xa3, 1, 0x55));
        assertEquals(99, evaluate(0xf3, 1, 0x55));
        assertEquals(5, evaluate(0x98, 2, 0));
        assertEquals(0x1000, evaluate(0x57));
    }

    @Test
    void typedNumbersAreCutAndExtended() throws UnknownValueException {
        assertEquals(-1, evaluate(0x0a, 0xff, 0x01, 0xa8, 64));
        assertEquals(-16, evaluate(0x0a, 0xf0, 0x01, 0xa9, 64));
        assertEquals(0x2b, evaluate(0xa5, 16, 64));
        assertEquals(-128, evaluate(0xa4, 64, 1, 0x7f, 0xa4, 64, 1, 1, 0x22));
        assertEquals("the value is computed with floating-point numbers", reason(0xa8, 65));
        assertEquals("the value is computed with numbers of 16 bytes", reason(0xa8, 66));
    }

    @Test
    void placesOfValues() throws UnknownValueException {
        assertEquals(List.of(new Piece(0, new Piece.InMemory(0x6008, 0))), locate(0x91, 8));
        assertEquals(List.of(new Piece(0, new Piece.InRegister(3, 0))), locate(0x53));
        assertEquals(List.of(new Piece(0, new Piece.InRegister(40, 0))), locate(0x90, 40));
        assertEquals(List.of(new Piece(0, new Piece.Computed(7, 0))), locate(0x37, 0x9f));
        Piece.Bytes bytes = assertInstanceOf(
                Piece.Bytes.class, locate(0x9e, 2, 1, 2).getFirst().place());
        assertArrayEquals(new byte[] {1, 2}, bytes.bytes());
        assertEquals(
                List.of(
                        new Piece(64, new Piece.InRegister(3, 0)),
                        new Piece(32, new Piece.Nowhere("optimised out", true)),
                        new Piece(5, new Piece.Computed(9, 3))),
                locate(0x53, 0x93, 8, 0x93, 4, 0x39, 0x9f, 0x9d, 5, 3));
    }

    @Test
    void anEmptyExpressionAndAnImplicitPointerAreOptimisedOut() throws UnknownValueException {
        assertEquals(List.of(new Piece(0, new Piece.Nowhere("optimised out", true))), locate());
        Piece.Nowhere nowhere = assertInstanceOf(
                Piece.Nowhere.class, locate(0xa0, 1, 2, 3, 4, 0).getFirst().place());
        assertTrue(nowhere.optimisedOut());
    }

    @Test
    void damageIsTold() {
        assertEquals("a DWARF expression is damaged", reason(0x13, 0x13));
        assertEquals("a DWARF expression is damaged", reason(0x0e, 1));
        assertEquals("a DWARF expression is damaged", reason(0x2f, 0, 0x80));
        assertEquals("a DWARF expression is damaged", reason(0xa3, 9, 0x55));
        assertEquals("a DWARF expression is damaged", reason(0x9d, 1));
        assertEquals("a DWARF expression does not end", reason(0x2f, 0xfd, 0xff));
        assertEquals("DWARF expressions call one another too deeply", reason(0x98, 1, 0));
        assertEquals("a DWARF expression divides by zero", reason(0x30, 0x1b));
        assertEquals("the DWARF operation 0xe0 is not known or not supported", reason(0xe0));
        assertEquals("register 3 is not known here", reason(0x73, 0));
    }

    @Test
    void anyBytesAtAllEnd() {
        java.util.Random random = new java.util.Random(7);
        for (int i = 0; i < 20_000; i++) {
            byte[] noise = new byte[random.nextInt(24)];
            random.nextBytes(noise);
            ByteBuffer operations = ByteBuffer.wrap(noise).order(ByteOrder.LITTLE_ENDIAN);
            try {
                ExpressionMachine.locate(operations, surroundings);
            } catch (UnknownValueException | dev.inquest.api.memory.FaultException e) {
                assertTrue(e.getMessage() != null);
            }
        }
    }
}
