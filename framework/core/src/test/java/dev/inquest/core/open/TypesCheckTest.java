package dev.inquest.core.open;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inquest.api.image.Machine;
import dev.inquest.api.image.OpenException;
import dev.inquest.api.image.VmcoreInfo;
import dev.inquest.api.layout.DebugFile;
import dev.inquest.api.layout.LayoutSource;
import dev.inquest.api.layout.LoadMap;
import dev.inquest.api.layout.TypeSource;
import dev.inquest.api.types.IntType;
import dev.inquest.api.types.StructType;
import dev.inquest.api.types.StructType.Member;
import dev.inquest.api.types.Type;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TypesCheckTest {
    private static final Type LONG = new IntType("long unsigned int", 8, false, false);

    /** A page of 64 bytes with members at 0 and, in an anonymous struct, at 24. */
    private record Btf(String name) implements DebugFile, LayoutSource, TypeSource {
        @Override
        public @Nullable Type find(Kind kind, String tag) {
            StructType inner =
                    new StructType(false, null, 40, () -> List.of(new Member("mapping", () -> LONG, 128, 0)));
            StructType page = new StructType(
                    false,
                    "page",
                    64,
                    () -> List.of(new Member("flags", () -> LONG, 0, 0), new Member(null, () -> inner, 64, 0)));
            return kind == Kind.STRUCT && tag.equals("page") ? page : null;
        }

        @Override
        public @Nullable Type variable(String variable) {
            return null;
        }

        @Override
        public void forEachName(Kind kind, Consumer<String> action) {}

        @Override
        public String describe() {
            return name;
        }

        @Override
        public TypeSource types() {
            return this;
        }

        @Override
        public Machine machine() {
            return new Machine(0, ByteOrder.LITTLE_ENDIAN);
        }

        @Override
        public boolean kernel() {
            return true;
        }

        @Override
        public Optional<String> buildId() {
            return Optional.empty();
        }

        @Override
        public Optional<String> release() {
            return Optional.empty();
        }

        @Override
        public String moduleName() {
            return "";
        }

        @Override
        public OptionalLong linkAddress(String symbol) {
            return OptionalLong.empty();
        }

        @Override
        public boolean hasDebugInfo() {
            return false;
        }

        @Override
        public List<LayoutSource> load(LoadMap map) {
            return List.of(this);
        }

        @Override
        public void close() {}
    }

    private final List<String> remarks = new ArrayList<>();

    private void compare(@Nullable String info, boolean force) throws OpenException {
        TypesCheck.compare(new Btf("btf"), info == null ? null : VmcoreInfo.parse(info), force, remarks::add);
    }

    @Test
    void theSameStructuresAreTakenInSilence() throws OpenException {
        compare(
                "SIZE(page)=64\nOFFSET(page.flags)=0\nOFFSET(page.mapping)=24\nSIZE(not_there)=3\nLENGTH(page)=7\n",
                false);
        assertEquals(List.of(), remarks);
    }

    @Test
    void otherStructuresAreRefusedWithTheFirstDifference() {
        String info =
                "OSRELEASE=6.1.0\nSIZE(page)=64\nOFFSET(page.flags)=0\nOFFSET(page.mapping)=32\nOFFSET(page.lru)=8\n";
        OpenException refused = assertThrows(OpenException.class, () -> compare(info, false));
        assertEquals(
                "btf: has the types of another kernel: mapping of struct page is at 24 there and at 32 in VMCOREINFO of"
                        + " the dump (and 1 more of 4 differ); --force uses it all the same",
                refused.getMessage());
    }

    @Test
    void forceTakesThemAndWarnsOnce() throws OpenException {
        compare("SIZE(page)=56\n", true);
        assertEquals(1, remarks.size());
        assertTrue(
                remarks.getFirst()
                        .startsWith("btf: has the types of another kernel: struct page has 64 bytes there and 56"),
                remarks.toString());
        assertTrue(remarks.getFirst().endsWith("because of --force, and results may be wrong"), remarks.toString());
    }

    @Test
    void whereNothingCanBeComparedThatIsSaid() throws OpenException {
        compare("SIZE(other)=56\nSIZE(page)=many\n", false);
        compare(null, false);
        assertEquals(2, remarks.size());
        assertTrue(remarks.getLast().contains("cannot be told"), remarks.toString());
    }
}
