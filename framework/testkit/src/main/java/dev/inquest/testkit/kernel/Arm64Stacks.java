package dev.inquest.testkit.kernel;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;

/**
 * Stacks of arm64: a chain of frame records (AAPCS64, section 6.4.6) up to the one in the {@code pt_regs} at the stack's top (since 5.14), whose
 * return addresses are signed. Every function makes its record with its first two instructions.
 */
final class Arm64Stacks implements StackWriter {
    /** The bits of a return address that have a signature; not bit 55. */
    static final long SIGNATURE_BITS = 0xff7f_0000_0000_0000L & -1L << 52;

    private static final long SIGNATURE = 0x5a30_0000_0000_0000L;
    private static final int FRAME = 48;
    private static final int PSTATE_USER = 0x8000_0000;
    private static final int PSTATE_KERNEL = 0x5;
    private static final long USER_PC = 0x40_1000L;
    private static final int STORE_RECORD = 0xa9bd7bfd; // stp x29, x30, [sp, #-48]!
    private static final int POINT_AT_RECORD = 0x910003fd; // mov x29, sp
    private static final int NOP = 0xd503201f;

    private final Scene scene;

    Arm64Stacks(Scene scene) {
        this.scene = scene;
    }

    private long pc(Place place) {
        if (place.offset() < 8 || place.offset() >= ImageLayout.FUNCTION || (place.offset() & 3) != 0) {
            throw new IllegalArgumentException("no instruction behind the prologue of a function: " + place);
        }
        return scene.image.function(place.function()) + place.offset();
    }

    @Override
    public long write(List<Place> frames, boolean user, long low) {
        long top = low + scene.machine.stackSize();
        scene.write(low, new byte[scene.machine.stackSize()]);
        Scene.StructAt registers = scene.struct("pt_regs", top - scene.types.sizeOf("pt_regs"));
        registers.put("pstate", user ? PSTATE_USER & 0xffff_ffffL : PSTATE_KERNEL);
        if (user) {
            registers.put("pc", USER_PC).put("sp", USER_PC + 0x10000);
        }
        long record = registers.at("stackframe");
        long at = registers.address();
        for (int i = frames.size() - 1; i > 0; i--) {
            at -= FRAME;
            scene.number(at, record, 8);
            scene.number(at + 8, pc(frames.get(i)) & ~SIGNATURE_BITS | SIGNATURE & SIGNATURE_BITS, 8);
            record = at;
        }
        return record;
    }

    @Override
    public long switchedOut(List<Place> frames, boolean user, long low) {
        return write(frames, user, low);
    }

    @Override
    public Map<String, Long> saved(List<Place> frames, long stackPointer) {
        return Map.of("thread.cpu_context.fp", stackPointer, "thread.cpu_context.pc", pc(frames.getFirst()));
    }

    @Override
    public long[] registers(Place place, long stackPointer) {
        long[] registers = new long[34];
        registers[29] = stackPointer;
        registers[30] = pc(place);
        registers[31] = stackPointer;
        registers[32] = pc(place);
        registers[33] = PSTATE_KERNEL;
        return registers;
    }

    @Override
    public void finish() {
        ByteBuffer code = ByteBuffer.allocate(ImageLayout.FUNCTION).order(ByteOrder.LITTLE_ENDIAN);
        code.putInt(STORE_RECORD).putInt(POINT_AT_RECORD);
        while (code.hasRemaining()) {
            code.putInt(NOP);
        }
        scene.image.functions().values().forEach(address -> scene.write(address, code.array()));
        scene.image.label('T', "_etext", scene.image.textEnd());
    }
}
