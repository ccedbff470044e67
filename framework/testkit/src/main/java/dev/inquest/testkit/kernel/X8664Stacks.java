package dev.inquest.testkit.kernel;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Stacks of x86_64 and the ORC rows by which they unwind (arch/x86/include/asm/orc_types.h of 6.1). Every function has one row:
 *
 * <pre>
 * CALL  the frame has 32 bytes, the return address lies above
 * REGS  where user mode was left: the stack pointer is at struct pt_regs, at the stack's top
 * END   where a thread began
 * </pre>
 */
final class X8664Stacks implements StackWriter {
    private static final int FRAME = 32;
    private static final int PT_REGS = 168;
    private static final int SP = 5;
    private static final int CALL_ROW = 0;
    private static final int REGS_ROW = 1;
    private static final int END_BIT = 1 << 10;
    private static final long USER_CODE = 0x33;
    private static final long USER_PC = 0x7f0000401000L;

    private final Scene scene;
    private final Map<String, Row> rows = new HashMap<>();

    private enum Row {
        CALL,
        REGS,
        END
    }

    X8664Stacks(Scene scene) {
        this.scene = scene;
    }

    private long pc(Place place) {
        if (place.offset() <= 0 || place.offset() >= ImageLayout.FUNCTION) {
            throw new IllegalArgumentException("not inside of a function: " + place);
        }
        return scene.image.function(place.function()) + place.offset();
    }

    private void row(String function, Row row) {
        Row before = rows.put(function, row);
        if (before != null && before != row) {
            throw new IllegalArgumentException(function + " is the outermost frame of some stacks and not of others");
        }
    }

    @Override
    public long write(List<Place> frames, boolean user, long low) {
        long top = low + scene.machine.stackSize();
        long sp = top - PT_REGS;
        scene.write(low, new byte[scene.machine.stackSize()]);
        for (int i = frames.size() - 1; i >= 0; i--) {
            boolean outermost = i == frames.size() - 1;
            row(frames.get(i).function(), !outermost ? Row.CALL : user ? Row.REGS : Row.END);
            if (!outermost) {
                scene.number(sp - 8, pc(frames.get(i + 1)), 8);
                sp -= FRAME + 8;
            }
        }
        if (user) {
            // The words behind the first sixteen are rip, cs, eflags, rsp, ss.
            scene.number(top - 40, USER_PC, 8);
            scene.number(top - 32, USER_CODE, 8);
            scene.number(top - 24, 0x246, 8);
            scene.number(top - 16, USER_PC + 0x10000, 8);
            scene.number(top - 8, 0x2b, 8);
        }
        return sp;
    }

    @Override
    public long switchedOut(List<Place> frames, boolean user, long low) {
        long sp = write(frames, user, low);
        int frame = scene.types.sizeOf("inactive_task_frame");
        scene.struct("inactive_task_frame", sp - frame).put("ret_addr", pc(frames.getFirst()));
        return sp - frame;
    }

    @Override
    public long[] registers(Place place, long stackPointer) {
        long[] registers = new long[27];
        registers[16] = pc(place);
        registers[17] = 0x10;
        registers[18] = 0x46;
        registers[19] = stackPointer;
        registers[20] = 0x18;
        return registers;
    }

    @Override
    public void finish() {
        Map<String, Long> functions = scene.image.functions();
        int count = functions.size() + 1;
        ByteBuffer ips = ByteBuffer.allocate(4 * count).order(ByteOrder.LITTLE_ENDIAN);
        ByteBuffer table = ByteBuffer.allocate(6 * count).order(ByteOrder.LITTLE_ENDIAN);
        long ipsAt = scene.image.readOnly("__start_orc_unwind_ip", ips.capacity());
        scene.image.label('R', "__stop_orc_unwind_ip", ipsAt + ips.capacity());
        byte[] code = new byte[ImageLayout.FUNCTION];
        java.util.Arrays.fill(code, (byte) 0xcc);
        functions.forEach((name, address) -> {
            scene.write(address, code);
            ips.putInt((int) (address - (ipsAt + ips.position())));
            Row row = rows.getOrDefault(name, Row.CALL);
            table.putShort((short) (row == Row.CALL ? FRAME + 8 : 0)).putShort((short) 0);
            table.putShort((short)
                    switch (row) {
                        case CALL -> SP | CALL_ROW << 8;
                        case REGS -> SP | REGS_ROW << 8;
                        case END -> END_BIT;
                    });
        });
        ips.putInt((int) (scene.image.textEnd() - (ipsAt + ips.position())));
        table.putInt(0).putShort((short) 0);
        scene.write(ipsAt, ips.array());
        long rowsAt = scene.readOnly("__start_orc_unwind", table.array());
        scene.image.label('R', "__stop_orc_unwind", rowsAt + table.capacity());
        scene.image.label('T', "_etext", scene.image.textEnd());
    }
}
