import dev.inquest.api.disassembly.Decoder;
import dev.inquest.api.disassembly.Disassembler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;

/** Decodes a file of machine code, or random bytes, several times, and says how many instructions a second: see bench/disassembly. */
class Disassembly {
    private static final int PART = 4 << 20;

    public static void main(String[] arguments) throws Exception {
        String architecture = arguments[0];
        byte[] code = code(arguments[1]);
        Disassembler capstone = (Disassembler) Class.forName("dev.inquest.disassembler.capstone.CapstoneDisassembler")
                .getConstructor()
                .newInstance();
        try (Decoder decoder = capstone.open(architecture, Disassembler.Syntax.ATT)) {
            for (int run = 0; run < 5; run++) {
                long[] counts = new long[2];
                var threads = java.lang.management.ManagementFactory.getThreadMXBean();
                long start = System.nanoTime();
                long cpu = threads.getCurrentThreadCpuTime();
                for (int at = 0; at < code.length; at += PART) {
                    decoder.decode(Arrays.copyOfRange(code, at, Math.min(code.length, at + PART)), 0x1000L + at, instruction -> {
                        counts[0]++;
                        counts[1] += instruction.bad() ? 1 : 0;
                        return true;
                    });
                }
                double seconds = (System.nanoTime() - start) / 1e9;
                double used = (threads.getCurrentThreadCpuTime() - cpu) / 1e9;
                System.out.printf(
                        "%s: %d instructions, %d bad, %.2f s, %.2f M/s; of CPU time %.2f M/s%n",
                        architecture, counts[0], counts[1], seconds, counts[0] / seconds / 1e6, counts[0] / used / 1e6);
            }
        }
    }

    private static byte[] code(String name) throws IOException {
        if (name.startsWith("random:")) {
            byte[] bytes = new byte[Integer.parseInt(name.substring("random:".length()))];
            new Random(1).nextBytes(bytes);
            return bytes;
        }
        return Files.readAllBytes(Path.of(name));
    }
}
