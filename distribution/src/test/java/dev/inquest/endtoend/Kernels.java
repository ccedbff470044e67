package dev.inquest.endtoend;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.inquest.testkit.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The vmlinux files of real dumps, below the folder that the environment's {@code INQUEST_KERNELS} names. */
final class Kernels {
    private Kernels() {}

    /** Returns the vmlinux of the dump in a folder, whose {@code drgn.json.gz} says the release; skips the test where there is none. */
    static Path of(Path folder) throws IOException {
        Object uts = Json.object(Json.parse(Reference.text(folder.resolve("drgn.json.gz"))))
                .get("uts");
        return named("vmlinux-" + Json.object(uts).get("release"));
    }

    /** Returns a vmlinux by the name of its file; skips the test where there is none. */
    static Path named(String name) {
        String kernels = System.getenv("INQUEST_KERNELS");
        assumeTrue(kernels != null, "INQUEST_KERNELS names no folder with vmlinux files");
        Path kernel = Stream.of("", "usr/lib/debug/boot")
                .map(inside -> Path.of(String.valueOf(kernels), inside, name))
                .filter(Files::exists)
                .findFirst()
                .orElse(Path.of(name));
        assumeTrue(Files.exists(kernel), name + " is missing");
        return kernel;
    }
}
