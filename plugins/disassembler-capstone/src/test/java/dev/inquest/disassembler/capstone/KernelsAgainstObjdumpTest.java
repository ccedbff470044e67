package dev.inquest.disassembler.capstone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.inquest.api.disassembly.Decoder;
import dev.inquest.api.disassembly.Disassembler.Syntax;
import dev.inquest.api.disassembly.Instruction;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * 10,000 random instructions of every kernel's {@code .text} in the folder that {@code INQUEST_KERNELS} names (files {@code vmlinux-*}), against binutils'
 * objdump for its machine, which must be installed. Skipped without the variable.
 */
class KernelsAgainstObjdumpTest {
    private static final int SAMPLE = 10_000;

    /** objdump's words for what is no instruction, which depends on symbols that mark data and that a dump does not have. */
    private static final List<String> DATA = List.of(".word", ".inst", ".long", ".byte", "(bad)", "rex.W", "udf");

    @TestFactory
    List<DynamicTest> kernels() throws IOException {
        String folder = System.getenv("INQUEST_KERNELS");
        assumeTrue(folder != null, "INQUEST_KERNELS names no folder with vmlinux files");
        List<DynamicTest> tests = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(Path.of(String.valueOf(folder)), "vmlinux-*")) {
            for (Path file : files) {
                tests.add(DynamicTest.dynamicTest(String.valueOf(file.getFileName()), () -> compare(file)));
            }
        }
        assertTrue(!tests.isEmpty(), "no vmlinux-* in " + folder);
        return tests;
    }

    private static void compare(Path kernel) throws Exception {
        byte[] head = new byte[20];
        try (var in = Files.newInputStream(kernel)) {
            assertEquals(head.length, in.readNBytes(head, 0, head.length));
        }
        // e_machine: EM_X86_64, EM_AARCH64, EM_PPC64
        switch (head[18] & 0xff) {
            case 62 -> compare(kernel, "x86_64", "x86_64-linux-gnu-objdump");
            case 183 -> compare(kernel, "aarch64", "aarch64-linux-gnu-objdump");
            case 21 -> compare(kernel, "ppc64le", "powerpc64le-linux-gnu-objdump");
            default -> throw new AssertionError("machine " + head[18]);
        }
    }

    private static void compare(Path kernel, String architecture, String objdump) throws Exception {
        List<Objdump> sample = sample(kernel, objdump, architecture.equals("aarch64"));
        Map<String, String> wrong = new TreeMap<>();
        try (Decoder decoder = new CapstoneDisassembler().open(architecture, Syntax.ATT)) {
            for (Objdump expected : sample) {
                // What follows must not matter.
                byte[] code = Arrays.copyOf(expected.bytes(), 16);
                List<Instruction> first = new ArrayList<>();
                decoder.decode(code, expected.address(), instruction -> {
                    first.add(instruction);
                    return false;
                });
                Instruction found = first.getFirst();
                if (found.length() != expected.bytes().length
                        || !found.mnemonic().equals(expected.mnemonic())) {
                    wrong.put(Long.toHexString(expected.address()), expected.mnemonic() + " is here " + found);
                }
            }
        }
        assertEquals(Map.of(), wrong);
    }

    /** Takes lines of objdump's at random, each with the same probability. */
    private static List<Objdump> sample(Path kernel, String objdump, boolean words) throws Exception {
        Process process;
        try {
            process = new ProcessBuilder(objdump, "-d", "-w", "-j", ".text", kernel.toString())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            assumeTrue(false, objdump + " is not installed");
            return List.of();
        }
        List<String> kept = new ArrayList<>(SAMPLE);
        Random random = new Random(20);
        long seen = 0;
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.indexOf(":\t") < 0 || DATA.stream().anyMatch(line::contains)) {
                    continue;
                }
                seen++;
                if (kept.size() < SAMPLE) {
                    kept.add(line);
                } else {
                    long place = random.nextLong(seen);
                    if (place < SAMPLE) {
                        kept.set((int) place, line);
                    }
                }
            }
        }
        assertEquals(0, process.waitFor());
        List<Objdump> sample = new ArrayList<>(kept.size());
        for (String line : kept) {
            Objdump parsed = Objdump.parse(line, words);
            if (parsed != null) {
                sample.add(parsed);
            }
        }
        assertEquals(SAMPLE, sample.size());
        return sample;
    }
}
