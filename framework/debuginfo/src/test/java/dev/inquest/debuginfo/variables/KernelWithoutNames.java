package dev.inquest.debuginfo.variables;

import dev.inquest.api.layout.DumpLayout;
import dev.inquest.debuginfo.fakes.FakeContext;
import dev.inquest.debuginfo.fakes.FakeMachine;
import dev.inquest.debuginfo.fakes.FakeMemory;
import dev.inquest.debuginfo.fakes.FakeSymbols;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * A kernel's image in memory: 4096 functions of 64 bytes, read-only data with the table of exported symbols, and data. Its symbol table has
 * the functions alone.
 */
final class KernelWithoutNames {
    static final long TEXT = 0xffff800008010000L;
    static final long RODATA = TEXT + 0x40000;
    static final long TABLE = RODATA + 0x1238;
    static final long STRINGS = RODATA + 0x20000;
    static final long DATA = RODATA + 0x40000;
    static final long END = DATA + 0x40000;
    static final int FUNCTIONS = 4096;

    private final ExportForm form;
    private final ByteBuffer rodata;
    private final ByteBuffer data;
    private final FakeMemory memory;
    private final FakeSymbols symbols = new FakeSymbols();
    private final TreeMap<String, Long> exports = new TreeMap<>();
    private final TreeMap<String, Long> gplExports = new TreeMap<>();
    private final Map<Long, Set<Long>> code = new HashMap<>();
    private int functions;

    KernelWithoutNames(ExportForm form, ByteOrder order) {
        this.form = form;
        memory = new FakeMemory(order);
        rodata = ByteBuffer.allocate((int) (DATA - RODATA)).order(order);
        data = ByteBuffer.allocate((int) (END - DATA)).order(order);
        symbols.add('T', "_stext", TEXT);
        for (int i = 0; i < FUNCTIONS; i++) {
            symbols.add('T', function(i), TEXT + i * 64L);
            if (i % 8 == 0) {
                (i % 16 == 0 ? exports : gplExports).put(function(i), TEXT + i * 64L);
            }
        }
    }

    static String function(int number) {
        return "do_" + number;
    }

    FakeSymbols symbols() {
        return symbols;
    }

    FakeMemory memory() {
        return memory;
    }

    /** The bytes between {@link #DATA} and {@link #END}. */
    ByteBuffer data() {
        return data;
    }

    KernelWithoutNames export(String name, long address) {
        exports.put(name, address);
        return this;
    }

    KernelWithoutNames gplExport(String name, long address) {
        gplExports.put(name, address);
        return this;
    }

    /** Gives the next function another name, and returns its address. */
    long function(String name, long... references) {
        long address = TEXT + 64L * (1 + 2 * functions++);
        symbols.add('t', name, address);
        code.put(address, LongStream.of(references).boxed().collect(Collectors.toSet()));
        return address;
    }

    /** Puts numbers of 8 bytes to an address in {@link #data}. */
    KernelWithoutNames put(long address, long... numbers) {
        for (int i = 0; i < numbers.length; i++) {
            data.putLong((int) (address - DATA) + i * 8, numbers[i]);
        }
        return this;
    }

    /** Puts a text to an address in {@link #data}. */
    KernelWithoutNames put(long address, String text) {
        data.put((int) (address - DATA), (text + "\0").getBytes(StandardCharsets.US_ASCII));
        return this;
    }

    /** Writes everything into memory. */
    FakeContext context() {
        int at = (int) (TABLE - RODATA);
        int string = (int) (STRINGS - RODATA);
        // One name is the end of the other.
        int shared = string;
        string = text(string, "x_init_task");
        for (Map<String, Long> section : List.of(exports, gplExports)) {
            for (Map.Entry<String, Long> entry : section.entrySet()) {
                boolean end = entry.getKey().equals("init_task");
                member(at, entry.getValue());
                member(at + form.width(), RODATA + (end ? shared + 2 : string));
                if (form.size() == 3 * form.width()) {
                    member(at + 2 * form.width(), RODATA + shared + 11);
                }
                at += form.size();
                string = end ? string : text(string, entry.getKey());
            }
        }
        memory.put(TEXT, new byte[(int) (RODATA - TEXT)]);
        memory.put(RODATA, rodata.array());
        memory.put(DATA, data.array());
        return new FakeContext(memory)
                .source(symbols)
                .machine(FakeMachine.kernel(TEXT, END, code))
                .vmcoreInfo("SYMBOL(_stext)=" + Long.toHexString(TEXT) + "\nSYMBOL(prb)="
                        + Long.toHexString(DATA + 0x700) + "\nSYMBOL(mem_section)=ffff0eafd7f0f380\n");
    }

    private int text(int at, String text) {
        byte[] bytes = (text + "\0").getBytes(StandardCharsets.US_ASCII);
        rodata.put(at, bytes);
        return at + bytes.length;
    }

    private void member(int at, long target) {
        if (form.width() == 4) {
            rodata.putInt(at, (int) (target - RODATA - at));
        } else {
            rodata.putLong(at, target);
        }
    }

    static VariableSymbols found(DumpLayout.Context context) {
        var source = new VariablesLayout().find(context);
        return (VariableSymbols)
                Objects.requireNonNull(Objects.requireNonNull(source).symbols());
    }
}
