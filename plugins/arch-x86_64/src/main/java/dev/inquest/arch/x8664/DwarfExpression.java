package dev.inquest.arch.x8664;

import dev.inquest.api.arch.Registers;
import dev.inquest.api.memory.Memory;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * Evaluates the operations of DWARF 5, section 2.5, that call frame information uses: literals, registers with offsets, stack,
 * arithmetic, comparison, branches, dereferences. Bounded in operations and depth.
 */
final class DwarfExpression {
    private static final int MOST_OPERATIONS = 1000;
    private static final int DEEPEST = 64;
    private static final ValueLayout.OfShort SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final LittleEndian operations;
    private final Registers registers;
    private final Memory memory;
    private final long[] stack = new long[DEEPEST];
    private int depth;
    private long at;

    private DwarfExpression(MemorySegment operations, Registers registers, Memory memory) {
        this.operations = new LittleEndian(operations);
        this.registers = registers;
        this.memory = memory;
    }

    /**
     * Evaluates an expression.
     *
     * @param operations the operations
     * @param registers the frame's registers
     * @param memory memory to dereference in; faults pass through
     * @param initial what lies on the stack at the start
     * @throws TrailEnds when an operation is not known, a register is not, or the expression is damaged
     */
    static long evaluate(MemorySegment operations, Registers registers, Memory memory, long... initial)
            throws TrailEnds {
        DwarfExpression expression = new DwarfExpression(operations, registers, memory);
        try {
            for (long value : initial) {
                expression.push(value);
            }
            int count = 0;
            while (expression.at < operations.byteSize()) {
                if (++count > MOST_OPERATIONS) {
                    throw new TrailEnds("an expression in the unwind table does not end");
                }
                expression.operation();
            }
            return expression.pop();
        } catch (IndexOutOfBoundsException e) {
            throw new TrailEnds("an expression in the unwind table is damaged");
        }
    }

    private void operation() throws TrailEnds {
        int code = u8();
        if (code >= 0x30 && code <= 0x4f) { // DW_OP_lit0 … lit31
            push(code - 0x30);
        } else if (code >= 0x70 && code <= 0x8f) { // DW_OP_breg0 … breg31
            push(register(code - 0x70) + sleb());
        } else if (code >= 0x08 && code <= 0x11) { // DW_OP_const1u … consts
            push(constant(code));
        } else if (code >= 0x1a && code <= 0x2e && code != 0x1f && code != 0x20 && code != 0x23 && code != 0x28) {
            binary(code);
        } else {
            other(code);
        }
    }

    private long constant(int code) {
        return switch (code) {
            case 0x08 -> u8();
            case 0x09 -> (byte) u8();
            case 0x0a -> u16();
            case 0x0b -> (short) u16();
            case 0x0c -> u32() & 0xffff_ffffL;
            case 0x0d -> u32();
            case 0x0e, 0x0f -> u64();
            case 0x10 -> uleb();
            default -> sleb();
        };
    }

    private void binary(int code) throws TrailEnds {
        long right = pop();
        long left = pop();
        if ((code == 0x1b || code == 0x1d) && right == 0) {
            throw new TrailEnds("an expression in the unwind table divides by zero");
        }
        push(
                switch (code) {
                    case 0x1a -> left & right;
                    case 0x1b -> left / right;
                    case 0x1c -> left - right;
                    case 0x1d -> Long.remainderUnsigned(left, right);
                    case 0x1e -> left * right;
                    case 0x21 -> left | right;
                    case 0x22 -> left + right;
                    case 0x24 -> shift(left, right, 0);
                    case 0x25 -> shift(left, right, 1);
                    case 0x26 -> shift(left, right, 2);
                    case 0x27 -> left ^ right;
                    case 0x29 -> left == right ? 1 : 0;
                    case 0x2a -> left >= right ? 1 : 0;
                    case 0x2b -> left > right ? 1 : 0;
                    case 0x2c -> left <= right ? 1 : 0;
                    case 0x2d -> left < right ? 1 : 0;
                    default -> left != right ? 1 : 0;
                });
    }

    private static long shift(long value, long bits, int how) {
        boolean all = bits < 0 || bits > 63;
        return switch (how) {
            case 0 -> all ? 0 : value << bits;
            case 1 -> all ? 0 : value >>> bits;
            default -> value >> (all ? 63 : bits);
        };
    }

    private void other(int code) throws TrailEnds {
        switch (code) {
            case 0x06 -> push(memory.u64(pop())); // DW_OP_deref
            case 0x12 -> push(stack[depth - 1]); // DW_OP_dup
            case 0x13 -> pop(); // DW_OP_drop
            case 0x14 -> push(stack[depth - 2]); // DW_OP_over
            case 0x15 -> push(stack[depth - 1 - u8()]); // DW_OP_pick
            case 0x16 -> { // DW_OP_swap
                long upper = pop();
                long lower = pop();
                push(upper);
                push(lower);
            }
            case 0x19 -> push(Math.abs(pop())); // DW_OP_abs
            case 0x1f -> push(-pop()); // DW_OP_neg
            case 0x20 -> push(~pop()); // DW_OP_not
            case 0x23 -> push(pop() + uleb()); // DW_OP_plus_uconst
            case 0x28 -> { // DW_OP_bra
                int distance = (short) u16();
                if (pop() != 0) {
                    jump(distance);
                }
            }
            case 0x2f -> jump((short) u16()); // DW_OP_skip
            case 0x92 -> { // DW_OP_bregx
                long number = uleb();
                push(register((int) Math.min(number, Integer.MAX_VALUE)) + sleb());
            }
            case 0x94 -> push(memory.unsigned(pop(), size(u8()))); // DW_OP_deref_size
            case 0x96 -> {} // DW_OP_nop
            default ->
                throw new TrailEnds("the unwind table uses the DWARF operation 0x" + Integer.toHexString(code)
                        + ", which is not known");
        }
    }

    private static int size(int told) throws TrailEnds {
        if (told < 1 || told > 8) {
            throw new TrailEnds("an expression in the unwind table is damaged");
        }
        return told;
    }

    private void jump(int distance) {
        at += distance;
        if (at < 0) {
            throw new IndexOutOfBoundsException();
        }
    }

    private long register(int number) throws TrailEnds {
        Integer index = X8664Registers.SET.dwarfNumbers().get(number);
        if (index == null || !registers.knows(index)) {
            throw new TrailEnds(
                    "the unwind table needs " + X8664Registers.dwarfName(number) + ", which is not known here");
        }
        return registers.get(index);
    }

    private void push(long value) {
        stack[depth++] = value;
    }

    private long pop() {
        return stack[--depth];
    }

    private int u8() {
        return operations.bytes().get(ValueLayout.JAVA_BYTE, at++) & 0xff;
    }

    private int u16() {
        at += 2;
        return operations.bytes().get(SHORT, at - 2) & 0xffff;
    }

    private int u32() {
        at += 4;
        return operations.i32(at - 4);
    }

    private long u64() {
        at += 8;
        return operations.u64(at - 8);
    }

    private long uleb() {
        long value = 0;
        for (int shift = 0; shift < 70; shift += 7) {
            int b = u8();
            value |= shift < 64 ? (long) (b & 0x7f) << shift : 0;
            if ((b & 0x80) == 0) {
                break;
            }
        }
        return value;
    }

    private long sleb() {
        long value = 0;
        int shift = 0;
        int b;
        do {
            b = u8();
            value |= shift < 64 ? (long) (b & 0x7f) << shift : 0;
            shift += 7;
        } while ((b & 0x80) != 0 && shift < 70);
        return (b & 0x40) != 0 && shift < 64 ? value | -1L << shift : value;
    }
}
