package dev.inquest.arch.x8664;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.inquest.api.arch.KnownStacks;
import dev.inquest.api.arch.Registers;
import dev.inquest.api.arch.StackArea;
import dev.inquest.api.arch.Unwinder.RawFrame;
import dev.inquest.api.arch.Unwinder.RawStack;
import dev.inquest.api.layout.Symbol;
import dev.inquest.api.layout.UnwindRow;
import dev.inquest.api.layout.UnwindRule;
import dev.inquest.testkit.SparseMemory;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OopsHandlerTest {
    private static final long STACK = 0xffff_c900_0001_0000L;
    private static final StackArea AREA = new StackArea("task", STACK, STACK + 0x4000);
    private static final long KEXEC = 0xffff_ffff_8100_0100L;
    private static final long EXCEPTION = 0xffff_ffff_8100_0200L;
    private static final long CULPRIT = 0xffff_ffff_8100_0300L;
    private static final Symbol MACHINE_KEXEC = new Symbol("machine_kexec", KEXEC, 0x100, 'T', null, "test");

    private final SparseMemory memory = new SparseMemory();
    private final Map<Long, UnwindRow> rows = Map.of(
            KEXEC, row(UnwindRow.Kind.CALL, 0x20),
            EXCEPTION, row(UnwindRow.Kind.REGISTERS, 0),
            CULPRIT, row(UnwindRow.Kind.END, 0));
    private final Registers noted = Registers.none(X8664Registers.SET)
            .with(X8664Registers.RIP, CULPRIT + 5)
            .with(X8664Registers.RSP, STACK + 0x3000)
            .with(X8664Registers.CS, 0x10);

    private static UnwindRow row(UnwindRow.Kind kind, long offset) {
        return new UnwindRow(
                kind,
                new UnwindRule.RegisterPlus(7, offset),
                Map.of(16, new UnwindRule.AtCfa(-8)),
                16,
                kind != UnwindRow.Kind.CALL,
                "orc");
    }

    private @Nullable RawStack find() {
        return find(AREA, noted, new KnownStacks(AREA, () -> List.of()));
    }

    private @Nullable RawStack find(StackArea stack, Registers registers, KnownStacks known) {
        CodeMap code = new CodeMap() {
            @Override
            public boolean code(long pc) {
                return pc < 0 && pc >= AddressSpace.KERNEL_MAP;
            }

            @Override
            public @Nullable String function(long pc) {
                return null;
            }

            @Override
            public long entry(long pc) {
                return 0;
            }
        };
        return OopsHandler.find(
                memory,
                stack,
                registers,
                MACHINE_KEXEC,
                () -> new StackWalk(memory, pc -> rows.get(pc & ~0xffL), code, known));
    }

    /** Lays a frame of machine_kexec at an offset that leads to registers at that offset plus 0x100. */
    private void handler(long offset, long ip, long sp) {
        memory.put(STACK + offset, KEXEC + 0x40);
        memory.put(STACK + offset + 8 + 0x18, EXCEPTION + 0x20);
        long registers = STACK + offset + 8 + 0x20;
        memory.put(registers + 128, ip);
        memory.put(registers + 136, 0x10);
        memory.put(registers + 152, sp);
    }

    @Test
    void theHandlerThatComesThroughTheRegistersIsFound() {
        for (long page = STACK; page < AREA.high(); page += 0x1000) {
            memory.page(page);
        }
        handler(0x800, CULPRIT + 9, STACK + 0x2800);
        handler(0x1800, CULPRIT + 5, STACK + 0x3000);
        RawStack found = find();
        assertNotNull(found);
        assertEquals(
                List.of(KEXEC + 0x40, EXCEPTION + 0x20, CULPRIT + 5),
                found.frames().stream().map(RawFrame::pc).toList());
        assertEquals(STACK + 0x1800, found.frames().getFirst().sp());
    }

    @Test
    void theHandlerOfAnOverflownStackIsOnTheStackForDoubleFaults() {
        long area = 0xffff_fe00_0000_9000L;
        StackArea doubleFault = new StackArea("double fault", area, area + 0x2000);
        memory.page(area);
        memory.page(area + 0x1000);
        // The stack pointer had gone below the task's stack, into its guard page.
        Registers overflown = noted.with(X8664Registers.RSP, STACK - 8);
        memory.put(area + 0x1800, KEXEC + 0x40);
        memory.put(area + 0x1820, EXCEPTION + 0x20);
        memory.put(area + 0x1828 + 128, CULPRIT + 5);
        memory.put(area + 0x1828 + 136, 0x10);
        memory.put(area + 0x1828 + 152, STACK - 8);
        RawStack found = find(doubleFault, overflown, new KnownStacks(AREA, () -> List.of(doubleFault)));
        assertNotNull(found);
        assertEquals(
                List.of("double fault", "double fault", "task"),
                found.frames().stream().map(RawFrame::stack).toList());
        assertEquals(CULPRIT + 5, found.frames().getLast().pc());
    }

    @Test
    void aStaleHandlerIsNone() {
        handler(0x800, CULPRIT + 9, STACK + 0x2800);
        assertNull(find());
    }
}
