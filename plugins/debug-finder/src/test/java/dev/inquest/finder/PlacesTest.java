package dev.inquest.finder;

import static dev.inquest.finder.Fakes.ID;
import static dev.inquest.finder.Fakes.OTHER_ID;
import static dev.inquest.finder.Fakes.debug;
import static dev.inquest.finder.Fakes.elf;
import static dev.inquest.finder.Fakes.kernel;
import static dev.inquest.finder.Fakes.module;
import static dev.inquest.finder.Fakes.write;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.inquest.api.layout.DebugFinder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlacesTest {
    @TempDir
    private Path root = Path.of("");

    private @Nullable String usual(DebugFinder.Query query) {
        return relative(new UsualPlaces(root).find(query, new Fakes.Said(List.of(), Map.of())));
    }

    private @Nullable String named(DebugFinder.Query query) {
        return relative(new NamedFolders().find(query, new Fakes.Said(List.of(root), Map.of())));
    }

    private @Nullable String relative(@Nullable Path found) {
        return found == null ? null : root.relativize(found).toString();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "usr/lib/debug/.build-id/01/23456789abcdef0123456789abcdef01234567.debug",
                "usr/lib/debug/boot/vmlinux-6.1.0-test",
                "usr/lib/debug/boot/vmlinux-6.1.0-test.debug",
                "usr/lib/debug/lib/modules/6.1.0-test/vmlinux",
                "usr/lib/debug/usr/lib/modules/6.1.0-test/vmlinux.debug",
                "usr/lib/modules/6.1.0-test/vmlinux",
                "lib/modules/6.1.0-test/build/vmlinux",
                "usr/lib/modules/6.1.0-test/debug/vmlinux",
                "boot/vmlinux-6.1.0-test"
            })
    void findsAKernelWhereDistributionsPutIt(String name) throws IOException {
        write(root, name, debug(ID));
        assertEquals(name, usual(kernel(ID)));
        assertEquals(name, named(kernel(ID)));
    }

    @Test
    void findsNothingInAnEmptyRoot() {
        assertNull(usual(kernel(ID)));
        assertNull(usual(kernel(null)));
        assertNull(usual(module(ID, "crasher")));
        assertNull(named(kernel(ID)));
    }

    @Test
    void theSameBuildComesBeforeTheSameRelease() throws IOException {
        write(root, "usr/lib/debug/boot/vmlinux-6.1.0-test", debug(OTHER_ID));
        assertEquals("usr/lib/debug/boot/vmlinux-6.1.0-test", usual(kernel(ID)), "so that it can be said");
        write(root, "usr/lib/modules/6.1.0-test/build/vmlinux", debug(ID));
        assertEquals("usr/lib/modules/6.1.0-test/build/vmlinux", usual(kernel(ID)));
    }

    @Test
    void whatWasRefusedIsNotProposedAgain() throws IOException {
        Path first = write(root, "usr/lib/debug/boot/vmlinux-6.1.0-test", debug(ID));
        write(root, "boot/vmlinux-6.1.0-test", debug(ID));
        Fakes.Said said = new Fakes.Said(List.of(), Map.of());
        UsualPlaces finder = new UsualPlaces(root);
        assertEquals(first, finder.find(kernel(ID), said));
        said.refused.add(first);
        assertEquals("boot/vmlinux-6.1.0-test", relative(finder.find(kernel(ID), said)));
    }

    @Test
    void aStrippedKernelIsPassedOverUnlessItLeadsToItsDebugInformation() throws IOException {
        write(root, "boot/vmlinux-6.1.0-test", elf().buildId(ID).bytes());
        assertNull(usual(kernel(ID)));
        byte[] target = debug(ID);
        write(
                root,
                "boot/vmlinux-6.1.0-test",
                elf().buildId(ID).link("vm.debug", target).bytes());
        assertNull(usual(kernel(ID)));
        write(root, "boot/.debug/vm.debug", target);
        assertEquals("boot/.debug/vm.debug", usual(kernel(ID)));
        Files.delete(root.resolve("boot/.debug/vm.debug"));
        // Below the folder for debug information under the path that the file has.
        String below = "usr/lib/debug" + root.resolve("boot") + "/vm.debug";
        write(root, below, target);
        assertEquals(below, usual(kernel(ID)));
    }

    @Test
    void aLinkWithoutBuildIdsIsCheckedByItsChecksum() throws IOException {
        byte[] target = elf().debugInfo().bytes();
        write(
                root,
                "lib/modules/6.1.0-test/x/crasher.ko",
                elf().symbols().link("crasher.ko.debug", target).bytes());
        write(
                root,
                "lib/modules/6.1.0-test/x/.debug/crasher.ko.debug",
                elf().debugInfo().symbols().bytes());
        write(root, "lib/modules/6.1.0-test/modules.dep", "x/crasher.ko:\n".getBytes(StandardCharsets.US_ASCII));
        assertNull(usual(module(null, "crasher")), "the file has another checksum");
        write(root, "lib/modules/6.1.0-test/x/.debug/crasher.ko.debug", target);
        assertEquals("lib/modules/6.1.0-test/x/.debug/crasher.ko.debug", usual(module(null, "crasher")));
    }

    @Test
    void findsModulesByNameAndByBuildId() throws IOException {
        write(root, "usr/lib/debug/lib/modules/6.1.0-test/kernel/net/nf-tables.ko.debug", debug(ID));
        assertEquals(
                "usr/lib/debug/lib/modules/6.1.0-test/kernel/net/nf-tables.ko.debug", usual(module(ID, "nf_tables")));
        write(root, "usr/lib/debug/.build-id/01/" + ID.substring(2) + ".debug", debug(ID));
        assertEquals("usr/lib/debug/.build-id/01/" + ID.substring(2) + ".debug", usual(module(ID, "nf_tables")));
        assertNull(usual(module(ID.replace('0', '1'), "xfs")));
    }

    @Test
    void takesDepmodsListWhereThereIsOne() throws IOException {
        write(
                root,
                "lib/modules/6.1.0-test/modules.dep",
                "updates/crasher.ko: kernel/a.ko\nkernel/a.ko.xz:\nnonsense\n".getBytes(StandardCharsets.US_ASCII));
        write(root, "lib/modules/6.1.0-test/updates/crasher.ko", debug(ID));
        write(root, "lib/modules/6.1.0-test/kernel/a.ko.xz", new byte[] {(byte) 0xfd, '7', 'z', 'X', 'Z', 0});
        assertEquals("lib/modules/6.1.0-test/updates/crasher.ko", usual(module(ID, "crasher")));
        assertEquals("lib/modules/6.1.0-test/kernel/a.ko.xz", usual(module(ID, "a")));
    }

    @Test
    void aModuleWithSymbolsAloneIsGoodEnoughInANamedFolderOnly() throws IOException {
        write(
                root,
                "lib/modules/6.1.0-test/kernel/crasher.ko",
                elf().buildId(ID).symbols().bytes());
        assertNull(usual(module(ID, "crasher")), "the dump has as much");
        assertEquals("lib/modules/6.1.0-test/kernel/crasher.ko", named(module(ID, "crasher")));
    }

    @Test
    void theVmlinuxOfAPackageOfHeadersIsPassedOver() throws IOException {
        write(root, "usr/lib/modules/6.1.0-test/build/vmlinux", elf().symbols().bytes());
        assertNull(usual(kernel(ID)));
        assertEquals("usr/lib/modules/6.1.0-test/build/vmlinux", named(kernel(ID)));
        write(root, "boot/vmlinux-6.1.0-test", elf().buildId(ID).symbols().bytes());
        assertEquals("boot/vmlinux-6.1.0-test", usual(kernel(ID)), "symbols of the same build are better than none");
    }

    @Test
    void namedFoldersMayHaveFilesUnderAnyName() throws IOException {
        write(root, "vmlinux-of-yesterday", debug(OTHER_ID));
        write(root, "vmlinux-of-today", debug(ID));
        assertEquals("vmlinux-of-today", named(kernel(ID)));
        assertNull(usual(kernel(ID)));
        write(root, "deep/in/here/crasher.ko", debug(ID));
        assertEquals("deep/in/here/crasher.ko", named(module(ID, "crasher")));
    }

    @Test
    void packedKernelsComeLast() throws IOException {
        write(root, "boot/vmlinux-6.1.0-test.xz", new byte[] {(byte) 0xfd, '7', 'z', 'X', 'Z', 0});
        assertEquals("boot/vmlinux-6.1.0-test.xz", usual(kernel(ID)));
        write(root, "boot/vmlinux-6.1.0-test", debug(ID));
        assertEquals("boot/vmlinux-6.1.0-test", usual(kernel(ID)));
    }

    @Test
    void findsASupplementByBuildIdAndByPath() throws IOException {
        DebugFinder.Query query = Fakes.query(DebugFinder.Kind.SUPPLEMENT, ID, "../../.dwz/kernel");
        assertNull(usual(query));
        write(root, "usr/lib/debug/.dwz/kernel", elf().buildId(ID).debugInfo().bytes());
        assertEquals("usr/lib/debug/.dwz/kernel", usual(query));
    }

    @Test
    void aReleaseThatIsAPathIsNotFollowed() throws IOException {
        write(root, "etc/vmlinux", debug(ID));
        DebugFinder.Query evil =
                new DebugFinder.Query(DebugFinder.Kind.KERNEL, kernel(ID).machine(), ID, "../../../etc", "", null);
        assertNull(relative(new UsualPlaces(root).find(evil, new Fakes.Said(List.of(), Map.of()))));
    }

    @Test
    void damagedFilesAreNothingSpecial() throws IOException {
        byte[] whole = elf().buildId(ID).symbols().link("x.debug", new byte[1]).bytes();
        for (int i = 0; i < whole.length; i++) {
            byte[] damaged = whole.clone();
            damaged[i] ^= (byte) 0xff;
            ElfLook.at(Files.write(root.resolve("damaged"), damaged));
            ElfLook.at(Files.write(root.resolve("cut"), java.util.Arrays.copyOf(whole, i)));
        }
        ElfLook look = Objects.requireNonNull(ElfLook.at(Files.write(root.resolve("whole"), whole)));
        assertEquals(ID, Objects.requireNonNull(look.buildId()));
    }
}
