package dev.inquest.capstone;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads {@code cs_detail} after each instruction. */
final class DetailReader {
    // cs_op_type and arm64_op_type, ppc_op_type
    private static final int REGISTER = 1;
    private static final int IMMEDIATE = 2;
    private static final int MEMORY = 3;
    private static final int FLOATING_POINT = 4;
    private static final int SPECIAL = 64;
    private static final List<String> SHIFTS = List.of("", "lsl", "msl", "lsr", "asr", "ror");
    private static final List<String> EXTENDS =
            List.of("", "uxtb", "uxth", "uxtw", "uxtx", "sxtb", "sxth", "sxtw", "sxtx");

    private static final boolean LITTLE = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;

    private final Names names;
    private final Architecture architecture;
    private final MemorySegment detail;
    /** A copy: one call copies it, where each read of native memory costs one. */
    private final byte[] bytes = new byte[Layout.DETAIL_USED];

    DetailReader(Names names, Architecture architecture, MemorySegment detail) {
        this.names = names;
        this.architecture = architecture;
        this.detail = detail;
    }

    Detail read() {
        MemorySegment.copy(detail, ValueLayout.JAVA_BYTE, 0, bytes, 0, Layout.DETAIL_USED);
        if (architecture.x86()) {
            return new Detail.X86(
                    common(operands(Layout.X86_COUNT, Layout.X86_OPERANDS, Layout.X86_OPERAND_SIZE)),
                    u8(Layout.X86_PREFIXES)
                            | u8(Layout.X86_PREFIXES + 1) << 8
                            | u8(Layout.X86_PREFIXES + 2) << 16
                            | u8(Layout.X86_PREFIXES + 3) << 24,
                    opcode(),
                    u8(Layout.X86_REX),
                    u8(Layout.X86_ADDRESS_SIZE),
                    u8(Layout.X86_MODRM),
                    u8(Layout.X86_SIB),
                    u8(Layout.X86_DISPLACEMENT_SIZE),
                    u8(Layout.X86_IMMEDIATE_SIZE));
        }
        if (architecture.powerPc()) {
            return new Detail.PowerPc(
                    common(operands(Layout.PPC_COUNT, Layout.PPC_OPERANDS, Layout.PPC_OPERAND_SIZE)),
                    i32(Layout.PPC_CONDITION),
                    i32(Layout.PPC_HINT),
                    u8(Layout.PPC_CR0) != 0);
        }
        return new Detail.Aarch64(
                common(operands(Layout.ARM_COUNT, Layout.ARM_OPERANDS, Layout.ARM_OPERAND_SIZE)),
                i32(Layout.ARM_CONDITION),
                u8(Layout.ARM_FLAGS) != 0,
                u8(Layout.ARM_WRITEBACK) != 0,
                u8(Layout.ARM_POST_INDEX) != 0);
    }

    /** The opcode's bytes come without a length: trailing zeros are none, except the first byte. */
    private int opcode() {
        int opcode = u8(Layout.X86_OPCODE);
        for (int i = 1; i < 4 && u8(Layout.X86_OPCODE + i) != 0; i++) {
            opcode = opcode << 8 | u8(Layout.X86_OPCODE + i);
        }
        return opcode;
    }

    private Common common(List<Operand> operands) {
        int groups = 0;
        long features = 0;
        int count = Math.min(u8(Layout.GROUP_COUNT), Layout.GROUP_COUNT - Layout.GROUPS);
        for (int i = 0; i < count; i++) {
            int id = u8(Layout.GROUPS + i);
            if (id < 8) {
                groups |= 1 << id;
            } else {
                features = features << 8 | id;
                names.feature(id);
            }
        }
        return new Common(
                names,
                groups,
                features,
                implicit(Layout.READS, Layout.READ_COUNT),
                implicit(Layout.WRITES, Layout.WRITE_COUNT),
                operands);
    }

    private short @Nullable [] implicit(int offset, int countOffset) {
        int count = Math.min(u8(countOffset), (countOffset - offset) / 2);
        if (count == 0) {
            return null;
        }
        short[] ids = new short[count];
        for (int i = 0; i < count; i++) {
            int at = offset + 2 * i;
            int id = LITTLE ? u8(at) | u8(at + 1) << 8 : u8(at) << 8 | u8(at + 1);
            ids[i] = (short) id;
            names.register(id);
        }
        return ids;
    }

    private List<Operand> operands(int countOffset, int offset, int size) {
        int count = Math.min(u8(countOffset), Layout.MOST_OPERANDS);
        List<Operand> operands = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            int at = offset + i * size;
            operands.add(architecture.x86() ? x86(at) : architecture.powerPc() ? powerPc(at) : aarch64(at));
        }
        return operands;
    }

    private Operand x86(int at) {
        Operand.Value value = switch (i32(at + Layout.X86_TYPE)) {
            case REGISTER -> named(i32(at + Layout.X86_VALUE));
            case MEMORY ->
                new Operand.InMemory(
                        register(i32(at + Layout.X86_SEGMENT)),
                        register(i32(at + Layout.X86_BASE)),
                        register(i32(at + Layout.X86_INDEX)),
                        i32(at + Layout.X86_SCALE),
                        i64(at + Layout.X86_DISPLACEMENT));
            default -> new Operand.Immediate(i64(at + Layout.X86_VALUE));
        };
        return new Operand(value, u8(at + Layout.X86_SIZE), Access.of(u8(at + Layout.X86_ACCESS)), null, -1);
    }

    private Operand aarch64(int at) {
        int type = i32(at + Layout.ARM_TYPE);
        Operand.Value value = switch (type) {
            case REGISTER -> named(i32(at + Layout.ARM_VALUE));
            case IMMEDIATE, SPECIAL -> new Operand.Immediate(i64(at + Layout.ARM_VALUE));
            case MEMORY ->
                new Operand.InMemory(
                        null,
                        register(i32(at + Layout.ARM_BASE)),
                        register(i32(at + Layout.ARM_INDEX)),
                        1,
                        i32(at + Layout.ARM_DISPLACEMENT));
            case FLOATING_POINT -> new Operand.FloatingPoint(Double.longBitsToDouble(i64(at + Layout.ARM_VALUE)));
            default -> new Operand.SystemValue(type, i32(at + Layout.ARM_VALUE) & 0xffffffffL);
        };
        return new Operand(value, 0, Access.of(u8(at + Layout.ARM_ACCESS)), modifier(at), i32(at + Layout.ARM_LANE));
    }

    private Operand.@Nullable Modifier modifier(int at) {
        int shift = i32(at + Layout.ARM_SHIFT);
        int extend = i32(at + Layout.ARM_EXTEND);
        int amount = i32(at + Layout.ARM_SHIFT_AMOUNT);
        if (extend > 0 && extend < EXTENDS.size()) {
            return new Operand.Modifier(EXTENDS.get(extend), amount);
        }
        return shift > 0 && shift < SHIFTS.size() ? new Operand.Modifier(SHIFTS.get(shift), amount) : null;
    }

    private Operand powerPc(int at) {
        Operand.Value value = switch (i32(at + Layout.PPC_TYPE)) {
            case REGISTER -> named(i32(at + Layout.PPC_VALUE));
            case MEMORY ->
                new Operand.InMemory(
                        null, register(i32(at + Layout.PPC_BASE)), null, 1, i32(at + Layout.PPC_DISPLACEMENT));
            case SPECIAL ->
                new Operand.Condition(
                        Objects.requireNonNullElse(register(i32(at + Layout.PPC_FIELD)), new Register(0, "")),
                        i32(at + Layout.PPC_SCALE),
                        i32(at + Layout.PPC_FIELD_CONDITION));
            default -> new Operand.Immediate(i64(at + Layout.PPC_VALUE));
        };
        return new Operand(value, 0, Access.UNKNOWN, null, -1);
    }

    private Operand.Value named(int id) {
        return new Operand.InRegister(Objects.requireNonNullElse(register(id), new Register(0, "")));
    }

    private @Nullable Register register(int id) {
        return names.register(id);
    }

    private int u8(int offset) {
        return bytes[offset] & 0xff;
    }

    private int i32(int offset) {
        int value = bytes[offset] & 0xff
                | (bytes[offset + 1] & 0xff) << 8
                | (bytes[offset + 2] & 0xff) << 16
                | bytes[offset + 3] << 24;
        return LITTLE ? value : Integer.reverseBytes(value);
    }

    private long i64(int offset) {
        long first = i32(offset) & 0xffffffffL;
        long second = i32(offset + 4) & 0xffffffffL;
        return LITTLE ? second << 32 | first : first << 32 | second;
    }
}
