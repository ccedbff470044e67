package dev.inquest.disassembler.capstone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inquest.api.disassembly.Decoder;
import dev.inquest.api.disassembly.Disassembler.Syntax;
import dev.inquest.api.disassembly.Instruction;
import dev.inquest.api.disassembly.Instruction.Flow;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Instructions of real kernels, against what objdump makes of them. */
class ObjdumpTableTest {
    private static final HexFormat HEX = HexFormat.of();

    @ParameterizedTest
    @ValueSource(strings = {"x86_64", "aarch64", "ppc64le"})
    void everyInstructionReadsAsObjdumpHasIt(String architecture) throws Exception {
        List<String> wrong = new ArrayList<>();
        int checked = 0;
        try (Decoder decoder = new CapstoneDisassembler().open(architecture, Syntax.ATT)) {
            for (String line : table(architecture)) {
                String[] fields = line.split("\t", -1);
                byte[] bytes = HEX.parseHex(fields[1]);
                String expected = (bytes.length + " " + fields[2] + " " + fields[3]).strip();
                Instruction found = decoder.decode(bytes, Long.parseUnsignedLong(fields[0], 16))
                        .getFirst();
                // objdump writes addresses without 0x, crash and gdb with it.
                String text = (found.length() + " " + found.mnemonic() + " " + bare(found)).strip();
                if (!text.equals(expected)) {
                    wrong.add(line + " is here " + text);
                }
                checked++;
            }
        }
        assertTrue(checked > 300, "only " + checked);
        assertEquals(List.of(), wrong);
    }

    private static String bare(Instruction instruction) {
        String operands = instruction.operands();
        int last = operands.lastIndexOf("0x");
        return instruction.target().isPresent() && last >= 0
                ? operands.substring(0, last) + operands.substring(last + 2)
                : operands;
    }

    private static List<String> table(String architecture) throws Exception {
        try (InputStream in =
                Objects.requireNonNull(ObjdumpTableTest.class.getResourceAsStream(architecture + ".txt"))) {
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .toList();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"x86_64", "aarch64", "ppc64le", "ppc64"})
    void randomBytesAreCoveredWithoutAGap(String architecture) throws Exception {
        byte[] bytes = new byte[300_001];
        new Random(1).nextBytes(bytes);
        long[] end = {0x1000};
        try (Decoder decoder = new CapstoneDisassembler().open(architecture, Syntax.ATT)) {
            decoder.decode(bytes, 0x1000, instruction -> {
                assertEquals(end[0], instruction.address());
                assertTrue(instruction.length() > 0 && instruction.length() <= decoder.longest());
                assertFalse(instruction.mnemonic().isEmpty());
                end[0] += instruction.length();
                return true;
            });
        }
        assertEquals(0x1000 + bytes.length, end[0]);
    }

    @Test
    void targetsAndFlowAreTold() throws Exception {
        try (Decoder decoder = new CapstoneDisassembler().open("x86_64", Syntax.ATT)) {
            check(decoder, "e8fb000000", Flow.CALL, "0x1100");
            check(decoder, "7405", Flow.CONDITIONAL_JUMP, "0x1007");
            check(decoder, "eb05", Flow.JUMP, "0x1007");
            check(decoder, "ffe0", Flow.JUMP, "*%rax");
            check(decoder, "c3", Flow.RETURN, "");
            check(decoder, "0f0b", Flow.TRAP, "");
            check(decoder, "06", Flow.BAD, "");
            Instruction relative =
                    decoder.decode(HEX.parseHex("488b05fe9cbf01"), 0x1000).getFirst();
            assertEquals(0x1bf9cfeL + 0x1007, relative.data().orElseThrow());
        }
        try (Decoder decoder = new CapstoneDisassembler().open("aarch64", Syntax.ATT)) {
            check(decoder, "40000094", Flow.CALL, "0x1100");
            check(decoder, "40000054", Flow.CONDITIONAL_JUMP, "0x1008");
            check(decoder, "c0035fd6", Flow.RETURN, "");
            check(decoder, "00003fd6", Flow.CALL, "x0");
            check(decoder, "00001fd6", Flow.JUMP, "x0");
            check(decoder, "000020d4", Flow.TRAP, "#0x0");
        }
        try (Decoder decoder = new CapstoneDisassembler().open("ppc64le", Syntax.ATT)) {
            check(decoder, "01010048", Flow.CALL, "0x1100");
            check(decoder, "08008241", Flow.CONDITIONAL_JUMP, "0x1008");
            check(decoder, "2000804e", Flow.RETURN, "");
            check(decoder, "2104804e", Flow.CALL, "");
        }
    }

    private static void check(Decoder decoder, String bytes, Flow flow, String operands) {
        Instruction found = decoder.decode(HEX.parseHex(bytes), 0x1000).getFirst();
        assertEquals(flow, found.flow(), bytes);
        assertEquals(operands, found.operands(), bytes);
        if (operands.startsWith("0x")) {
            assertEquals(Long.decode(operands), found.target().orElseThrow(), bytes);
        }
    }
}
