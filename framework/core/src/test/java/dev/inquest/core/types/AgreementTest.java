package dev.inquest.core.types;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.inquest.api.layout.LayoutSource;
import dev.inquest.api.types.StructType;
import dev.inquest.core.fake.FakeTypes;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** BTF and DWARF of two builds, side by side. */
class AgreementTest {
    private final List<String> said = new ArrayList<>();
    private final List<StructType> used = new ArrayList<>();
    private final FakeTypes btf = new FakeTypes("BTF", true);
    private final FakeTypes dwarf = new FakeTypes("DWARF", false);
    private final Agreement agreement =
            new Agreement(new TypeTable(() -> List.<LayoutSource>of(btf, dwarf)), () -> used, said::add);

    private static StructType task(long pid, long size) {
        return FakeTypes.struct(
                "task_struct",
                size,
                FakeTypes.member("state", FakeTypes.INT, 0),
                FakeTypes.member("pid", FakeTypes.INT, pid));
    }

    private void both(StructType one, StructType other) {
        btf.add(one);
        dwarf.add(other);
        used.add(one);
    }

    @Test
    void saysNothingWhereSourcesAgree() {
        both(task(8, 16), task(8, 16));
        agreement.compare(dwarf);
        agreement.compare(btf);
        assertEquals(List.of(), said);
    }

    @Test
    void saysOnceWhereAMemberLiesElsewhere() {
        both(task(8, 16), task(12, 16));
        agreement.compare(dwarf);
        agreement.compare(dwarf);
        assertEquals(List.of("struct task_struct: BTF has the member pid at 8, DWARF at 12; BTF is used"), said);
    }

    @Test
    void saysWhereASizeDiffers() {
        both(task(8, 16), task(8, 24));
        agreement.compare(dwarf);
        assertEquals(List.of("struct task_struct has 16 bytes in BTF, but 24 in DWARF; BTF is used"), said);
    }

    @Test
    void membersThatOneSourceLacksAreNoDifference() {
        StructType less = FakeTypes.struct("task_struct", 16, FakeTypes.member("state", FakeTypes.INT, 0));
        both(task(8, 16), less);
        used.add(FakeTypes.struct("unknown", 4));
        agreement.compare(dwarf);
        assertEquals(List.of(), said);
    }

    @Test
    void membersOfAnonymousStructsAreComparedByWhereTheyLie() {
        StructType inner = FakeTypes.struct(null, 8, FakeTypes.member("pid", FakeTypes.INT, 4));
        StructType nested = FakeTypes.struct(
                "task_struct", 16, FakeTypes.member("state", FakeTypes.INT, 0), FakeTypes.member(null, inner, 4));
        both(task(8, 16), nested);
        agreement.compare(dwarf);
        assertEquals(List.of(), said);
    }

    @Test
    void doesNotGoOnForEver() {
        for (int i = 0; i < 10; i++) {
            both(FakeTypes.struct("s" + i, 8), FakeTypes.struct("s" + i, 16));
        }
        agreement.compare(dwarf);
        assertEquals(4, said.size());
        assertEquals("The sources of types differ in 7 more structures, so one is of another build", said.getLast());
    }
}
