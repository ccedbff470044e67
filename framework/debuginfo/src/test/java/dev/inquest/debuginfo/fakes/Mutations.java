package dev.inquest.debuginfo.fakes;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Random;
import java.util.function.Consumer;

/** Damages files, in the same way each time. */
public final class Mutations {
    private Mutations() {}

    /** Returns a resource. */
    public static byte[] resource(String name) {
        try (InputStream in = Mutations.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new AssertionError(name + " is missing");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Gives a number of damaged copies: bytes and words changed, pieces moved, ends cut off. */
    public static void of(byte[] good, int count, Consumer<byte[]> action) {
        Random random = new Random(good.length);
        for (int i = 0; i < count; i++) {
            byte[] bad = good.clone();
            int changes = 1 + random.nextInt(4);
            for (int change = 0; change < changes; change++) {
                int at = random.nextInt(bad.length);
                switch (random.nextInt(5)) {
                    case 0 -> bad[at] ^= (byte) (1 << random.nextInt(8));
                    case 1 -> bad[at] = (byte) random.nextInt(256);
                    case 2 -> Arrays.fill(bad, at, Math.min(bad.length, at + 4), (byte) 0xff);
                    case 3 -> {
                        int from = random.nextInt(bad.length);
                        int length = Math.min(random.nextInt(64), bad.length - Math.max(at, from));
                        System.arraycopy(good, from, bad, at, length);
                    }
                    default -> bad = Arrays.copyOf(bad, 1 + random.nextInt(bad.length));
                }
            }
            action.accept(bad);
        }
    }
}
