package dev.inquest.arch.arm64;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;

class CodeReferencesTest {
    /**
     * Assembled and linked by GNU binutils; {@code nm} has datum at 481238, other at 484240 and wide at 484d00.
     *
     * <pre>
     * 400000 adrp x0, datum              40001c bl f                     400038 ldr x6, [x6, #8]
     * 400004 add x0, x0, :lo12:datum     400020 ldr x5, [x19, …other]    40003c str x7, [x6, #8]
     * 400008 ldr x1, [x0, #16]           400024 ldr x5, [x4, …other]     400040 adr x9, 400000
     * 40000c ldr x2, [x0, #80]!          400028 adrp x6, wide            400044 mov x9, x1
     * 400010 ldr w3, [x0, #4]            40002c ldr q0, [x6, …wide]      400048 ldr x10, [x9]
     * 400014 adrp x19, other             400030 str q0, [x6, …wide]      40004c ldur x11, [x19, #-8]
     * 400018 adrp x4, other              400034 stp x7, x8, [x6, #-16]   400050 ldr x12, [x19], #8
     * </pre>
     */
    private static final int[] CODE = {
        0xb0000400, 0x9108e000, 0xf9400801, 0xf8450c02, 0xb9400403, 0x90000433, 0x90000424, 0x9400000e, 0xf9412265,
        0xf9412085, 0x90000426, 0x3dc340c0, 0x3d8340c0, 0xa93f20c7, 0xf94004c6, 0xf90004c7, 0x10fffe09, 0xaa0103e9,
        0xf940012a, 0xf85f826b, 0xf840866c, 0xd65f03c0
    };

    /** Not: x4 behind the call; x6 when it was loaded; x9 when it was copied over. */
    @Test
    void pagesAndTheRestAndWhatLiesBeside() {
        ByteBuffer code = ByteBuffer.allocate(CODE.length * 4).order(ByteOrder.LITTLE_ENDIAN);
        for (int word : CODE) {
            code.putInt(word);
        }
        assertEquals(
                List.of(
                        0x481238L, 0x481248L, 0x481288L, 0x48128cL, 0x484240L, 0x484d00L, 0x483ff0L, 0x484008L,
                        0x400000L, 0x483ff8L, 0x484000L),
                List.copyOf(CodeReferences.of(code.array(), 0x400000)));
    }

    @Test
    void codeThatEndsInTheMiddle() {
        assertEquals(List.of(), List.copyOf(CodeReferences.of(new byte[3], 0x400000)));
    }
}
