package dev.inquest.commands.tasks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.inquest.api.result.Address;
import dev.inquest.api.result.Result;
import dev.inquest.api.result.Row;
import dev.inquest.api.result.TextOut;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The expected lines are crash's own, from a transcript of crash 8.0.6. */
class BtViewTest {
    private static final BtOptions PLAIN = new BtOptions(false, false, false, false);

    private static Row frame(long sp, long pc, String symbol, long offset) {
        return new Row()
                .put("sp", new Address(sp))
                .put("pc", new Address(pc))
                .put("symbol", symbol)
                .put("offset", offset)
                .put("inline", false)
                .put("kind", "call")
                .put("stack", "task");
    }

    private static Row task(Row... frames) {
        return new Row()
                .put("task", new Address(0xff160129d7c48000L))
                .put("pid", 189)
                .put("cpu", 0)
                .put("comm", "insmod")
                .put("complete", true)
                .put("stop_reason", "entry from user mode")
                .put("frames", List.of(frames));
    }

    private static String text(BtOptions options, Row... rows) {
        StringBuilder text = new StringBuilder();
        Result result = Result.of("bt/1", List.of(rows), new BtView(options));
        result.view().write(result, new TextOut() {
            @Override
            public TextOut print(String part) {
                text.append(part);
                return this;
            }
        });
        return text.toString();
    }

    private static Row registers() {
        return new Row()
                .put("rip", new Address(0xffffffffc04d41daL))
                .put("rsp", new Address(0xff3e40d480413a00L))
                .put("rflags", new Address(0x246))
                .put("r8", new Address(0))
                .put("r9", new Address(0xff3e40d480413890L))
                .put("r10", new Address(3))
                .put("orig_rax", new Address(-1))
                .put("cs", new Address(0x10))
                .put("ss", new Address(0x18));
    }

    @Test
    void anExceptionFrameStandsBetweenTheHandlerAndWhatItInterrupted() {
        Row interrupted = frame(0xff3e40d480413a00L, 0xffffffffc04d41daL, "do_null", 5)
                .put("kind", "interrupted")
                .put("saved_at", new Address(0xff3e40d480413958L))
                .put("registers", registers());
        assertEquals(
                """
                PID: 189      TASK: ff160129d7c48000  CPU: 0    COMMAND: "insmod"
                 #0 [ff3e40d480413950] asm_exc_page_fault at ffffffffade00c02
                    [exception RIP: do_null+5]
                    RIP: ffffffffc04d41da  RSP: ff3e40d480413a00  RFLAGS: 00000246
                     R8: 0000000000000000   R9: ff3e40d480413890  R10: 0000000000000003
                    ORIG_RAX: ffffffffffffffff  CS: 0010  SS: 0018
                 #1 [ff3e40d480413a38] do_one_initcall at ffffffffad2024b9
                """,
                text(
                        PLAIN,
                        task(
                                frame(0xff3e40d480413950L, 0xffffffffade00c02L, "asm_exc_page_fault", 0x22),
                                interrupted,
                                frame(0xff3e40d480413a38L, 0xffffffffad2024b9L, "do_one_initcall", 0x59))));
    }

    @Test
    void offsetsAreDecimalUnlessAskedOtherwise() {
        Row row = task(frame(0xff3e40d480413a38L, 0xffffffffad2024b9L, "do_one_initcall", 89));
        assertEquals(
                " #0 [ff3e40d480413a38] do_one_initcall+89 at ffffffffad2024b9",
                text(new BtOptions(false, true, false, false), row)
                        .lines()
                        .toList()
                        .get(1));
        assertEquals(
                " #0 [ff3e40d480413a38] do_one_initcall+0x59 at ffffffffad2024b9",
                text(new BtOptions(false, true, true, false), row)
                        .lines()
                        .toList()
                        .get(1));
    }

    @Test
    void linesShowTheInlinedFunctionFirst() {
        Row inlined = frame(0xff3e40d480413b98L, 0xffffffffadc43e1dL, "do_syscall_x64", 0x5d)
                .put("inline", true)
                .put("source", "arch/x86/entry/common.c:46");
        Row container = frame(0xff3e40d480413b98L, 0xffffffffadc43e1dL, "do_syscall_64", 0x5d)
                .put("source", "arch/x86/entry/common.c:76");
        assertEquals(
                List.of(
                        " #0 [ff3e40d480413b98] do_syscall_64 at ffffffffadc43e1d",
                        "    arch/x86/entry/common.c: 46 (inlined do_syscall_x64)",
                        "    arch/x86/entry/common.c: 76"),
                text(new BtOptions(true, false, false, false), task(inlined, container))
                        .lines()
                        .skip(1)
                        .toList());
    }

    @Test
    void aStackThatBreaksOffSaysWhy() {
        Row row = task(frame(0x10, 0x20, "a", 0)).put("complete", false).put("stop_reason", "0x30: not mapped");
        assertEquals(
                "    (the stack ends here: 0x30: not mapped)",
                text(PLAIN, row).lines().toList().getLast());
    }

    @Test
    void aTaskWithoutAStackHasNone() {
        assertEquals("(no stack)", text(PLAIN, task()).lines().toList().getLast());
    }

    @Test
    void leavingTheIrqStackIsMarked() {
        Row irq = frame(0x1000, 0x20, "handle_irq", 1).put("stack", "irq");
        assertEquals(
                "--- <IRQ stack> ---",
                text(PLAIN, task(irq, frame(0x2000, 0x30, "do_idle", 2)))
                        .lines()
                        .toList()
                        .get(2));
    }
}
