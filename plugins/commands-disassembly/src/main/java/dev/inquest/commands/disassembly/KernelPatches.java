package dev.inquest.commands.disassembly;

import dev.inquest.api.disassembly.Decoder;
import dev.inquest.api.disassembly.Instruction;
import dev.inquest.api.disassembly.Instruction.Flow;
import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.layout.Symbol;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What the kernel changes in its own text: the calls and nops of ftrace, static keys and static calls, whose tables are in the dump; and whatever else differs
 * from the vmlinux, when one was given: alternatives, thunks, breakpoints.
 */
final class KernelPatches implements Patches, AutoCloseable {
    /** Intel SDM volume 2, NOP: the recommended form of five bytes, which ftrace and jump labels use. */
    private static final byte[] NOP5 = {0x0f, 0x1f, 0x44, 0, 0};

    /** A function's mcount or fentry is among its first bytes: behind endbr64 or bti, or the first instructions of its entry. */
    private static final int ENTRY = 16;

    private final Kernel kernel;
    private final Decoder decoder;
    private final boolean x86;
    private final boolean ftrace;
    private final @Nullable OriginalText original;
    private @Nullable Sites sites;

    /** Where the last changed instruction ended: what follows it may be the rest of the same change. */
    private long changedUpTo;

    /**
     * Makes it.
     *
     * @param kernel the kernel
     * @param decoder decodes what was there before; it is closed with this
     */
    KernelPatches(Kernel kernel, Decoder decoder) {
        this.kernel = kernel;
        this.decoder = decoder;
        x86 = kernel.arch().architecture().name().startsWith("x86");
        ftrace = kernel.symbol("ftrace_caller") != null;
        original = kernel.kernelFile().map(OriginalText::open).orElse(null);
    }

    @Override
    public String note(Instruction instruction) {
        String known = known(instruction);
        return known.isEmpty() ? changed(instruction) : known;
    }

    private String known(Instruction instruction) {
        byte[] bytes = instruction.bytes();
        boolean nop = x86 ? Arrays.equals(bytes, NOP5) : instruction.mnemonic().equals("nop");
        boolean shortNop = x86 && bytes.length == 2 && bytes[0] == 0x66 && bytes[1] == (byte) 0x90;
        boolean jump = instruction.flow() == Flow.JUMP && instruction.target().isPresent();
        boolean call = instruction.flow() == Flow.CALL && instruction.target().isPresent();
        if (nop || shortNop || jump || call) {
            String label = call ? "" : sites().label(instruction.address());
            if (!label.isEmpty()) {
                return "static key " + label + (jump ? ", jumps" : ", does not jump");
            }
            String name = shortNop ? "" : sites().call(instruction.address());
            if (!name.isEmpty()) {
                return "static call " + name;
            }
        }
        if (nop && ftrace && atEntry(instruction.address())) {
            return "FTRACE NOP";
        }
        return call && ftrace && traced(instruction) ? "FTRACE CALL" : "";
    }

    private Sites sites() {
        if (sites == null) {
            sites = new Sites(kernel);
        }
        return sites;
    }

    private boolean atEntry(long address) {
        Symbol symbol = kernel.symbolAt(address);
        return symbol != null && address - symbol.address() < ENTRY;
    }

    /** A function that is traced calls ftrace, or a trampoline that ftrace made and that has no symbol of the kernel's. */
    private boolean traced(Instruction instruction) {
        Symbol target = kernel.symbolAt(instruction.target().orElseThrow());
        return atEntry(instruction.address())
                && (target == null || target.name().startsWith("ftrace_"));
    }

    /** Compares with the vmlinux. */
    private String changed(Instruction instruction) {
        if (original == null) {
            return "";
        }
        long bias = kernel.arch().bias();
        byte[] now = instruction.bytes();
        byte[] built = original.bytes(instruction.address() - bias, now.length);
        if (built == null || Arrays.equals(now, built) || relocated(now, built, bias)) {
            return "";
        }
        boolean rest = instruction.address() == changedUpTo;
        changedUpTo = instruction.address() + now.length;
        if (rest) {
            return "patched";
        }
        boolean breakpoint = x86 && now.length == 1 && now[0] == (byte) 0xcc;
        return (breakpoint ? "breakpoint, was " : "patched, was ") + was(instruction.address(), bias);
    }

    /** Returns the instruction that was built, with what its address means. */
    private String was(long address, long bias) {
        byte[] built = null;
        for (int length = decoder.longest(); built == null && length > 0; length--) {
            built = original == null ? null : original.bytes(address - bias, length);
        }
        if (built == null) {
            return "something else";
        }
        List<Instruction> first = new ArrayList<>();
        decoder.decode(built, address, instruction -> {
            first.add(instruction);
            return false;
        });
        Instruction before = first.getFirst();
        OptionalLong place = before.target().isPresent() ? before.target() : before.data();
        Symbol symbol = place.isEmpty() ? null : kernel.symbolAt(place.getAsLong());
        long distance = symbol == null ? 0 : place.getAsLong() - symbol.address();
        return before + (symbol == null ? "" : " <" + symbol.name() + (distance == 0 ? "" : "+" + distance) + ">");
    }

    /** Returns whether the only difference is the kernel's place: an address of 32 or 64 bits, or a distance to per-CPU variables, which stay where they are. */
    private boolean relocated(byte[] now, byte[] built, long bias) {
        if (bias == 0) {
            return false;
        }
        ByteBuffer a = ByteBuffer.wrap(now).order(kernel.memory().order());
        ByteBuffer b = ByteBuffer.wrap(built).order(kernel.memory().order());
        for (int at = 0; at + 4 <= now.length; at++) {
            int difference = a.getInt(at) - b.getInt(at);
            boolean moved = difference != 0 && (difference == (int) bias || difference == (int) -bias);
            int size = moved && at + 8 <= now.length && a.getLong(at) - b.getLong(at) == bias ? 8 : 4;
            if (moved
                    && Arrays.equals(now, 0, at, built, 0, at)
                    && Arrays.equals(now, at + size, now.length, built, at + size, now.length)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void close() {
        decoder.close();
        if (original != null) {
            original.close();
        }
    }
}
