package dev.inquest.commands.kdump.reserve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class NeedTest {
    private static final long MB = 1L << 20;
    private static final long GB = 1L << 30;

    private static Need.Machine machine(long memory, String architecture, int pageSize) {
        return new Need.Machine(memory, architecture, pageSize, 4, false, false, false, false);
    }

    /** The worked examples that administrators learn by: 44 GB and 1 TB. */
    @Test
    void twoBitsAPage() {
        assertEquals(2883584, Need.bitmaps(44 * GB, 4096));
        assertEquals("2.8 MB", Sizes.words(Need.bitmaps(44 * GB, 4096)));
        assertEquals(64 * MB, Need.bitmaps(1024 * GB, 4096));
        List<Need.Part> parts = Need.parts(machine(1024 * GB, "x86_64", 4096));
        assertEquals(20 * MB, parts.getLast().bytes());
        assertEquals(
                84 * MB, parts.getLast().bytes() + parts.get(parts.size() - 2).bytes());
        assertEquals(
                23855104,
                Need.parts(machine(44 * GB, "x86_64", 4096)).stream()
                        .filter(part -> part.name().startsWith("makedumpfile"))
                        .mapToLong(Need.Part::bytes)
                        .sum());
    }

    /** RHEL 6: 128 MB, and 64 MB more for each TB. */
    @Test
    void autoOfRhel6() {
        Defaults.Kept kept = Defaults.of(machine(1024 * GB, "x86_64", 4096)).getFirst();
        assertEquals("RHEL 6", kept.distribution());
        assertEquals(192 * MB, kept.bytes());
        assertEquals(
                128 * MB,
                Defaults.of(machine(44 * GB, "x86_64", 4096)).getFirst().bytes());
        assertEquals(0, Defaults.of(machine(GB, "x86_64", 4096)).getFirst().bytes());
    }

    /** 420M is what comments in kdump-lib.sh give for 64 KB pages between 4 GB and 64 GB: 320M + 100M. */
    @Test
    void pagesOf64KilobytesOnArm() {
        Defaults.Kept rhel9 = Defaults.of(machine(16 * GB, "aarch64", 64 << 10)).stream()
                .filter(kept -> kept.distribution().equals("RHEL 9"))
                .findFirst()
                .orElseThrow();
        assertEquals(420 * MB, rhel9.bytes());
        assertTrue(rhel9.option().contains("4G-64G:420M"), rhel9.option());
    }

    @Test
    void everySyntaxOfCrashkernel() {
        assertEquals(256 * MB, Crashkernel.parse("256M").size(GB));
        assertEquals(0x1000000, Crashkernel.parse("64M@16M").offset().orElseThrow());
        Crashkernel ranges = Crashkernel.parse("512M-2G:64M,2G-:128M@16M");
        assertEquals(0, ranges.size(512 * MB - 1));
        assertEquals(64 * MB, ranges.size(512 * MB));
        assertEquals(128 * MB, ranges.size(2 * GB));
        assertEquals(Crashkernel.Place.HIGH, Crashkernel.parse("300M,high").place());
        assertEquals(Crashkernel.Place.LOW, Crashkernel.parse("72M,low").place());
        assertEquals(Crashkernel.Place.CMA, Crashkernel.parse("512M,cma").place());
        assertTrue(Crashkernel.parse("auto").auto());
        for (String bad : List.of(
                "",
                "M",
                "12Q",
                "1G-:",
                "-1G:64M",
                "1G-512M:64M",
                "64M,middle",
                "64M@",
                "1G-2G:64M,high",
                "9999999P",
                "1e9999999",
                "64M@1G,high")) {
            assertThrows(IllegalArgumentException.class, () -> Crashkernel.parse(bad), bad);
        }
    }

    @Test
    void sizesAreWrittenAsTheyAreRead() {
        for (String text : List.of("1", "64M", "1T", "3G", "1536M", "4K", "0")) {
            assertEquals(text, Sizes.option(Sizes.parse(text)), text);
        }
        assertEquals(44 * GB, Sizes.parse("44 GB"));
        assertEquals(44 * GB, Sizes.parse("44GiB"));
        assertEquals(3 * GB / 2, Sizes.parse("1.5G"));
        assertEquals(0x1000, Sizes.parse("0x1000"));
    }
}
