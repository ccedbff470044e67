package dev.inquest.testkit.kernel;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * Stacks of ppc64le (64-bit ELF V2 ABI, section 2.2.3; arch/powerpc/include/asm/ptrace.h of 6.1):
 *
 * <pre>
 * stack     := frame* outermost
 * frame     := back chain:u64 0:u64 LR:u64 …             64 bytes; LR is where the frame's function goes on after its call
 * outermost := back chain, 0, LR, …, marker at 96, pt_regs at 112        512 bytes, at the stack's top
 * </pre>
 *
 * <p>The back chain of the outermost frame is the user's stack pointer, or 0 where a thread began. Every function makes its frame with its
 * first instructions and then consists of calls.
 */
final class Ppc64leStacks implements StackWriter {
    private static final int FRAME = 64;
    private static final int OUTERMOST = 512;
    private static final int LINK = 16;
    private static final int MARKER_AT = 96;
    private static final int REGISTERS_AT = 112;
    private static final long MARKER = 0x53474552;
    private static final int NIP = 32;
    private static final int MSR = 33;
    private static final int LINK_REGISTER = 36;
    private static final int TRAP = 40;
    private static final long USER_MSR = 0x800000000280f033L;
    private static final long KERNEL_MSR = 0x8000000000009033L;
    private static final long USER_PC = 0x10004180L;
    private static final long USER_STACK = 0x7fffd9f3b2e0L;
    /** mflr r0; std r0,16(r1); stdu r1,-64(r1). */
    private static final int[] PROLOGUE = {0x7c0802a6, 0xf8010010, 0xf821ffc1};
    /** bl to itself. */
    private static final int CALL = 0x48000001;

    private final Scene scene;

    Ppc64leStacks(Scene scene) {
        this.scene = scene;
    }

    private long pc(Place place) {
        if (place.offset() <= 4 * PROLOGUE.length
                || place.offset() >= ImageLayout.FUNCTION
                || (place.offset() & 3) != 0) {
            throw new IllegalArgumentException("not behind a call in a function: " + place);
        }
        return scene.image.function(place.function()) + place.offset();
    }

    @Override
    public long write(List<Place> frames, boolean user, long low) {
        long sp = low + scene.machine.stackSize() - OUTERMOST;
        scene.write(low, new byte[scene.machine.stackSize()]);
        for (int i = frames.size() - 1; i >= 0; i--) {
            boolean outermost = i == frames.size() - 1;
            if (!outermost) {
                scene.number(sp - FRAME, sp, 8);
                sp -= FRAME;
            }
            // The innermost function has called nobody that stored an address here, unless the task was switched out.
            if (i > 0) {
                scene.number(sp + LINK, pc(frames.get(i)), 8);
            }
        }
        if (user) {
            long top = low + scene.machine.stackSize() - OUTERMOST;
            scene.number(top, USER_STACK, 8);
            scene.number(top + MARKER_AT, MARKER, 8);
            register(top, 1, USER_STACK);
            register(top, NIP, USER_PC);
            register(top, MSR, USER_MSR);
            register(top, TRAP, 0x3000);
        }
        return sp;
    }

    private void register(long frame, int number, long value) {
        scene.number(frame + REGISTERS_AT + number * 8L, value, 8);
    }

    @Override
    public long switchedOut(List<Place> frames, boolean user, long low) {
        long sp = write(frames, user, low);
        long pc = pc(frames.getFirst());
        scene.number(sp + LINK, pc, 8);
        long saved = sp - OUTERMOST;
        scene.number(saved, sp, 8);
        register(saved, NIP, pc);
        return saved;
    }

    @Override
    public long[] registers(Place place, long stackPointer) {
        long[] registers = new long[48];
        registers[1] = stackPointer;
        registers[NIP] = pc(place);
        registers[MSR] = KERNEL_MSR;
        registers[LINK_REGISTER] = pc(place);
        return registers;
    }

    @Override
    public void finish() {
        ByteBuffer code = ByteBuffer.allocate(ImageLayout.FUNCTION).order(ByteOrder.LITTLE_ENDIAN);
        for (int instruction : PROLOGUE) {
            code.putInt(instruction);
        }
        while (code.hasRemaining()) {
            code.putInt(CALL);
        }
        scene.image.functions().values().forEach(address -> scene.write(address, code.array()));
        scene.image.label('T', "_etext", scene.image.textEnd());
        scene.image.label('B', "_end", scene.image.start() + ImageLayout.SIZE);
    }
}
