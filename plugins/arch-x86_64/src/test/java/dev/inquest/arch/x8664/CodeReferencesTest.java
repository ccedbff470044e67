package dev.inquest.arch.x8664;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CodeReferencesTest {
    private static final long START = 0xffffffff81000000L;

    /**
     * Sets a, c and e to numbers, and adds an element of b and the address of d; by gcc 12 with -mcmodel=kernel, and where objdump has them.
     *
     * <pre>
     * mov -0x7dfffe00(,%rdi,8),%rax     b ffffffff82000200
     * movb $0x5,0x10004f1(%rip)         e ffffffff82000500
     * movq $0x7,0x10000e6(%rip)         a ffffffff82000100
     * movl $0x1234,0x10002dc(%rip)      c ffffffff82000300
     * add $0xffffffff82000400,%rax      d ffffffff82000400
     * ret
     * </pre>
     */
    private static final String CODE =
            "488b04fd00020082c605f104000105" + "48c705e600000107000000c705dc02000134120000" + "480500040082c3";

    @Test
    void allThatCodeRefersToIsAmongThem() {
        Set<Long> found = CodeReferences.of(HexFormat.of().parseHex(CODE), START);
        for (long expected : List.of(
                0xffffffff82000100L,
                0xffffffff82000200L,
                0xffffffff82000300L,
                0xffffffff82000400L,
                0xffffffff82000500L)) {
            assertTrue(found.contains(expected), Long.toHexString(expected));
        }
        assertFalse(found.contains(0xffffffff82000600L));
        assertTrue(found.size() < CODE.length(), found.size() + " of " + CODE.length() / 2 + " bytes");
    }

    @Test
    void codeThatEndsInTheMiddle() {
        assertEquals(Set.of(), CodeReferences.of(new byte[] {5, 1, 2, 3}, START));
    }
}
