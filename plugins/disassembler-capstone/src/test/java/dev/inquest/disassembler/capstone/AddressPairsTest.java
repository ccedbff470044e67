package dev.inquest.disassembler.capstone;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.inquest.api.disassembly.Decoder;
import dev.inquest.api.disassembly.Disassembler.Syntax;
import dev.inquest.api.disassembly.Instruction;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Addresses that two instructions make together. The code was assembled and linked; the addresses are nm's. */
class AddressPairsTest {
    /**
     * <pre>
     * 400000  adrp x0, datum           40001c  adrp x19, other                  40003c  ldp x6, x7, [x1], #16
     * 400004  add x0, x0, :lo12:datum  400020  adrp x4, other                   400040  ldr x7, [x6, :lo12:wide]
     * 400008  cbz x1, 400014           400024  bl f                             400044  adrp x8, datum
     * 40000c  adrp x2, other           400028  ldr x5, [x4, :lo12:other]        400048  cbnz x1, 400050
     * 400010  b 400018                 40002c  ldr x5, [x19, :lo12:other]       40004c  ldrb w9, [x8, :lo12:datum]
     * 400014  adrp x2, datum           400030  adrp x6, wide                    400050  ldrh w9, [x8, :lo12:datum]
     * 400018  ldr w3, [x2, …]          400034  ldr q0, 400038 str q0, [x6, …]   400054  ret; ldrb w9, [x8, :lo12:datum]
     * </pre>
     */
    private static final int[] AARCH64 = {
        0xb0000400, 0x9108e000, 0xb4000061, 0x90000422, 0x14000002, 0xb0000402, 0xb9424043, 0x90000433,
        0x90000424, 0x97fffff7, 0xf9412085, 0xf9412265, 0x90000426, 0x3dc340c0, 0x3d8340c0, 0xa8c11c26,
        0xf94680c7, 0xb0000408, 0xb5000041, 0x3948e109, 0x79447109, 0xd65f03c0, 0x3948e109
    };

    private static final long DATUM = 0x481238;
    private static final long OTHER = 0x484240;
    private static final long WIDE = 0x484d00;

    /** {@code long g(int a) { long r = ext(a); y = r; if (a > 3) z[1] += y; else r = x[70000]; return r + z[2]; }}, by gcc 12. */
    private static final int[] PPC64LE = {
        0x3c401002, 0x38428000, 0x7c0802a6, 0xfbe1fff8, 0x7c7f1b78, 0xf8010010, 0xf821ffd1, 0x4bffffbd,
        0x2c1f0003, 0x60000000, 0xf8628000, 0x40810044, 0x60000000, 0x38210030, 0xe9428000, 0xe9228018,
        0xe8010010, 0xebe1fff8, 0x7c0803a6, 0x7d295214, 0xf9228018, 0x60000000, 0xe9228020, 0x7c634a14,
        0x4e800020, 0x60000000, 0x60000000, 0x60420000, 0x38210030, 0x3d220004, 0xe869c5f2, 0xe8010010,
        0x60000000, 0xe9228020, 0xebe1fff8, 0x7c0803a6, 0x7c634a14, 0x4e800020
    };

    private static final long X = 0x10010030;
    private static final long Y = 0x10010000;
    private static final long Z = 0x10010010;

    private static Map<Long, Long> data(String architecture, long address, int... words) throws Exception {
        ByteBuffer code = ByteBuffer.allocate(words.length * 4).order(ByteOrder.LITTLE_ENDIAN);
        for (int word : words) {
            code.putInt(word);
        }
        Map<Long, Long> found = new TreeMap<>();
        try (Decoder decoder = new CapstoneDisassembler().open(architecture, Syntax.ATT)) {
            for (Instruction one : decoder.decode(code.array(), address)) {
                one.data().ifPresent(data -> found.put(one.address(), data));
            }
        }
        return found;
    }

    /** Not: x2, which two ways set differently; x4 behind a call; x6 that was loaded; x8 behind the end of the function. */
    @Test
    void aPageAndTheRest() throws Exception {
        assertEquals(
                Map.of(
                        0x400004L, DATUM,
                        0x40002cL, OTHER,
                        0x400034L, WIDE,
                        0x400038L, WIDE,
                        0x40004cL, DATUM,
                        0x400050L, DATUM),
                data("aarch64", 0x400000, AARCH64));
    }

    @Test
    void relativeToTheTableOfContents() throws Exception {
        assertEquals(
                Map.of(
                        0x100001e8L, Y,
                        0x100001f8L, Y,
                        0x100001fcL, Z + 8,
                        0x10000210L, Z + 8,
                        0x10000218L, Z + 16,
                        0x10000238L, X + 70000 * 4,
                        0x10000244L, Z + 16),
                data("ppc64le", 0x100001c0, PPC64LE));
    }

    /** {@code addis r2,r12,57; addi r2,r2,-32560; addis r3,r2,-18; addi r3,r3,-26608}: r12 is where the function begins. */
    @Test
    void theTableOfContentsIsFoundFromTheFunctionsAddress() throws Exception {
        long entry = 0xc000000000dc0030L;
        long toc = entry + 57 * 65536 - 32560;
        assertEquals(
                Map.of(entry + 12, toc - 18 * 65536 - 26608),
                data("ppc64le", entry, 0x3c4c0039, 0x384280d0, 0x3c62ffee, 0x38639810));
        assertEquals(Map.of(), data("ppc64le", entry, 0x3c62ffee, 0x38639810));
        assertEquals(Map.of(), data("ppc64le", entry, 0x3c4c0039, 0x3c62ffee, 0x38639810));
    }
}
