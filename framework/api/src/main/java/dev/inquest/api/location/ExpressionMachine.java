package dev.inquest.api.location;

import dev.inquest.api.location.Surroundings.BaseType;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Runs the operations of DWARF 5, sections 2.5 and 2.6 (numbers: section 7.7.1, table 7.9), and the GNU ones that came before them: of
 * call frame information, frame bases, locations of variables and values at call sites. Bounded in operations, depth and nesting.
 *
 * <p>Not supported, and said so: address spaces, thread-local storage, arithmetic with floating-point numbers and with more than 64 bits.
 */
public final class ExpressionMachine {
    private static final int MOST_OPERATIONS = 10_000;
    private static final int MOST_PIECES = 1024;
    private static final int DEEPEST = 64;
    private static final int DEEPEST_CALL = 8;

    private final Surroundings surroundings;
    private final long[] stack = new long[DEEPEST];
    private final BaseType[] types = new BaseType[DEEPEST];
    private final List<Piece> pieces = new ArrayList<>(1);
    private int depth;
    private int count;
    private Piece.@Nullable Place place;

    private ExpressionMachine(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /**
     * Computes a number or an address.
     *
     * @param operations the operations, in the machine's byte order, from the buffer's position to its limit
     * @param surroundings what the expression asks
     * @param initial what lies on the stack at the start
     * @throws UnknownValueException when something that is needed is not known, or the expression is damaged
     */
    public static long evaluate(ByteBuffer operations, Surroundings surroundings, long... initial)
            throws UnknownValueException {
        ExpressionMachine machine = new ExpressionMachine(surroundings);
        machine.start(operations, initial);
        if (machine.place instanceof Piece.InRegister register && machine.pieces.isEmpty()) {
            return surroundings.register(register.number());
        }
        if (machine.place instanceof Piece.Computed computed && machine.pieces.isEmpty()) {
            return computed.value();
        }
        if (machine.place instanceof Piece.Nowhere nowhere) {
            throw nowhere.optimisedOut()
                    ? UnknownValueException.optimisedOut(nowhere.reason())
                    : new UnknownValueException(nowhere.reason());
        }
        if (machine.depth == 0 || machine.place != null) {
            throw damaged();
        }
        return machine.pop();
    }

    /**
     * Finds where a value is; an expression without operations says that it is nowhere.
     *
     * @param operations the operations, in the machine's byte order, from the buffer's position to its limit
     * @param surroundings what the expression asks
     * @return the pieces in the order of the value's bytes, first byte first; one piece with 0 bits when it is in one place
     * @throws UnknownValueException when something that is needed is not known, or the expression is damaged
     */
    public static List<Piece> locate(ByteBuffer operations, Surroundings surroundings) throws UnknownValueException {
        ExpressionMachine machine = new ExpressionMachine(surroundings);
        machine.start(operations);
        if (machine.pieces.isEmpty()) {
            machine.pieces.add(new Piece(0, machine.taken()));
        } else if (machine.place != null || machine.depth > 0) {
            throw damaged();
        }
        return List.copyOf(machine.pieces);
    }

    private static UnknownValueException damaged() {
        return new UnknownValueException("a DWARF expression is damaged");
    }

    private void start(ByteBuffer operations, long... initial) throws UnknownValueException {
        try {
            for (long value : initial) {
                push(value);
            }
            run(operations, 0);
        } catch (IndexOutOfBoundsException e) {
            throw damaged();
        }
    }

    private void run(ByteBuffer operations, int nesting) throws UnknownValueException {
        if (nesting > DEEPEST_CALL) {
            throw new UnknownValueException("DWARF expressions call one another too deeply");
        }
        Operands in = new Operands(operations);
        while (!in.atEnd()) {
            if (++count > MOST_OPERATIONS) {
                throw new UnknownValueException("a DWARF expression does not end");
            }
            operation(in, nesting);
        }
    }

    private void operation(Operands in, int nesting) throws UnknownValueException {
        int code = in.u8();
        if (code >= 0x30 && code <= 0x4f) { // DW_OP_lit0 … lit31
            push(code - 0x30);
        } else if (code >= 0x50 && code <= 0x6f) { // DW_OP_reg0 … reg31
            place = new Piece.InRegister(code - 0x50, 0);
        } else if (code >= 0x70 && code <= 0x8f) { // DW_OP_breg0 … breg31
            long offset = in.sleb();
            push(surroundings.register(code - 0x70) + offset);
        } else if (code >= 0x08 && code <= 0x11) { // DW_OP_const1u … consts
            push(constant(code, in));
        } else if (Arithmetic.binary(code)) {
            binary(code);
        } else if (code <= 0x2f) {
            simple(code, in);
        } else {
            other(code, in, nesting);
        }
    }

    private static long constant(int code, Operands in) {
        return switch (code) {
            case 0x08 -> in.u8();
            case 0x09 -> (byte) in.u8();
            case 0x0a -> in.unsigned(2);
            case 0x0b -> in.s16();
            case 0x0c -> in.unsigned(4);
            case 0x0d -> in.s32();
            case 0x0e, 0x0f -> in.u64();
            case 0x10 -> in.uleb();
            default -> in.sleb();
        };
    }

    private void binary(int code) throws UnknownValueException {
        BaseType type = types[depth - 2];
        numeric(type);
        long right = pop();
        long left = pop();
        long result = Arithmetic.compute(code, left, right, type);
        push(
                Arithmetic.comparison(code) ? result : Arithmetic.fit(result, type),
                Arithmetic.comparison(code) ? BaseType.GENERIC : type);
    }

    private static void numeric(BaseType type) throws UnknownValueException {
        if (type.floating()) {
            throw new UnknownValueException("the value is computed with floating-point numbers");
        }
    }

    private void simple(int code, Operands in) throws UnknownValueException {
        switch (code) {
            case 0x03 -> push(surroundings.runtime(in.u64())); // DW_OP_addr
            case 0x06 -> push(surroundings.memory().u64(pop())); // DW_OP_deref
            case 0x12 -> push(stack[depth - 1], types[depth - 1]); // DW_OP_dup
            case 0x13 -> pop(); // DW_OP_drop
            case 0x14 -> pick(1); // DW_OP_over
            case 0x15 -> pick(in.u8()); // DW_OP_pick
            case 0x16 -> rotate(2); // DW_OP_swap
            case 0x17 -> rotate(3); // DW_OP_rot
            case 0x19 -> unary(Math.abs(stack[depth - 1])); // DW_OP_abs
            case 0x1f -> unary(-stack[depth - 1]); // DW_OP_neg
            case 0x20 -> unary(~stack[depth - 1]); // DW_OP_not
            case 0x23 -> unary(stack[depth - 1] + in.uleb()); // DW_OP_plus_uconst
            case 0x28 -> { // DW_OP_bra
                int distance = in.s16();
                if (pop() != 0) {
                    in.jump(distance);
                }
            }
            case 0x2f -> in.jump(in.s16()); // DW_OP_skip
            default -> throw unknown(code);
        }
    }

    private void unary(long result) throws UnknownValueException {
        BaseType type = types[depth - 1];
        numeric(type);
        stack[depth - 1] = Arithmetic.fit(result, type);
    }

    private void pick(int index) {
        push(stack[depth - 1 - index], types[depth - 1 - index]);
    }

    /** Moves the top entry below the {@code size - 1} entries under it. */
    private void rotate(int size) {
        long value = stack[depth - 1];
        BaseType type = types[depth - 1];
        int bottom = depth - size;
        System.arraycopy(stack, bottom, stack, bottom + 1, size - 1);
        System.arraycopy(types, bottom, types, bottom + 1, size - 1);
        stack[bottom] = value;
        types[bottom] = type;
    }

    private void other(int code, Operands in, int nesting) throws UnknownValueException {
        switch (code) {
            case 0x90 -> place = new Piece.InRegister(in.small(), 0); // DW_OP_regx
            case 0x91 -> { // DW_OP_fbreg
                long offset = in.sleb();
                push(surroundings.frameBase() + offset);
            }
            case 0x92 -> { // DW_OP_bregx
                int number = in.small();
                long offset = in.sleb();
                push(surroundings.register(number) + offset);
            }
            case 0x93 -> piece(in.uleb() * 8, 0); // DW_OP_piece
            case 0x94 -> push(surroundings.memory().unsigned(pop(), size(in.u8(), 8))); // DW_OP_deref_size
            case 0x96 -> {} // DW_OP_nop
            case 0x98 -> run(surroundings.called(in.unsigned(2), true), nesting + 1); // DW_OP_call2
            case 0x99 -> run(surroundings.called(in.unsigned(4), true), nesting + 1); // DW_OP_call4
            case 0x9a -> // DW_OP_call_ref
                run(surroundings.called(in.unsigned(surroundings.offsetSize()), false), nesting + 1);
            case 0x9c -> push(surroundings.cfa()); // DW_OP_call_frame_cfa
            case 0x9d -> { // DW_OP_bit_piece
                long bits = in.uleb();
                piece(bits, in.uleb());
            }
            case 0x9e -> { // DW_OP_implicit_value
                ByteBuffer block = in.block(in.uleb());
                byte[] bytes = new byte[block.remaining()];
                block.get(bytes);
                place = new Piece.Bytes(bytes, 0);
            }
            case 0x9f -> place = new Piece.Computed(pop(), 0); // DW_OP_stack_value
            case 0xa0, 0xf2 -> { // DW_OP_implicit_pointer, DW_OP_GNU_implicit_pointer
                in.block(surroundings.offsetSize());
                in.sleb();
                place = new Piece.Nowhere("it points to a variable that has no address", true);
            }
            case 0xa1, 0xfb -> push(surroundings.runtime(surroundings.indexed(in.uleb()))); // DW_OP_addrx
            case 0xa2, 0xfc -> push(surroundings.indexed(in.uleb())); // DW_OP_constx
            case 0xa3, 0xf3 -> push(surroundings.entryValue(in.block(in.uleb()))); // DW_OP_entry_value
            case 0xf0 -> place = new Piece.Nowhere("not initialised", true); // DW_OP_GNU_uninit
            default -> typed(code, in);
        }
    }

    private void typed(int code, Operands in) throws UnknownValueException {
        switch (code) {
            case 0xa4, 0xf4 -> { // DW_OP_const_type
                BaseType type = checked(surroundings.type(in.uleb()));
                push(Arithmetic.fit(in.unsigned(in.u8()), type), type);
            }
            case 0xa5, 0xf5 -> { // DW_OP_regval_type
                int number = in.small();
                BaseType type = checked(surroundings.type(in.uleb()));
                push(Arithmetic.fit(surroundings.register(number), type), type);
            }
            case 0xa6, 0xf6 -> { // DW_OP_deref_type
                int size = size(in.u8(), 8);
                BaseType type = checked(surroundings.type(in.uleb()));
                push(Arithmetic.fit(surroundings.memory().unsigned(pop(), size), type), type);
            }
            case 0xa8, 0xf7 -> { // DW_OP_convert
                BaseType to = target(in.uleb());
                if (to.floating() || types[depth - 1].floating()) {
                    throw new UnknownValueException("the value is computed with floating-point numbers");
                }
                push(Arithmetic.fit(pop(), to), to);
            }
            case 0xa9, 0xf9 -> { // DW_OP_reinterpret
                BaseType to = target(in.uleb());
                push(Arithmetic.fit(pop(), to), to);
            }
            case 0xfa -> // DW_OP_GNU_parameter_ref
                throw UnknownValueException.optimisedOut("the caller does not tell the parameter");
            case 0xfd -> // DW_OP_GNU_variable_value
                throw UnknownValueException.optimisedOut("it depends on a variable that has no address");
            default -> throw unknown(code);
        }
    }

    private BaseType target(long offset) throws UnknownValueException {
        return offset == 0 ? BaseType.GENERIC : checked(surroundings.type(offset));
    }

    private static BaseType checked(BaseType type) throws UnknownValueException {
        if (type.size() < 1 || type.size() > 8) {
            throw new UnknownValueException("the value is computed with numbers of " + type.size() + " bytes");
        }
        return type;
    }

    private static UnknownValueException unknown(int code) {
        return new UnknownValueException(
                "the DWARF operation 0x" + Integer.toHexString(code) + " is not known or not supported");
    }

    private static int size(int told, int most) throws UnknownValueException {
        if (told < 1 || told > most) {
            throw damaged();
        }
        return told;
    }

    private void piece(long bits, long bitOffset) throws UnknownValueException {
        if (bits < 0 || bits > Integer.MAX_VALUE || bitOffset < 0 || pieces.size() == MOST_PIECES) {
            throw damaged();
        }
        pieces.add(new Piece(bits, moved(taken(), bitOffset)));
    }

    private static Piece.Place moved(Piece.Place place, long bits) {
        if (bits == 0 || place instanceof Piece.Nowhere) {
            return place;
        }
        if (place instanceof Piece.InMemory memory) {
            return new Piece.InMemory(memory.address(), bits);
        }
        if (place instanceof Piece.InRegister register) {
            return new Piece.InRegister(register.number(), bits);
        }
        return place instanceof Piece.Computed computed
                ? new Piece.Computed(computed.value(), bits)
                : place instanceof Piece.Bytes bytes ? new Piece.Bytes(bytes.bytes(), bits) : place;
    }

    /** Takes the place that the operations so far have found. */
    private Piece.Place taken() {
        Piece.Place found = place;
        place = null;
        if (found != null) {
            return found;
        }
        return depth == 0 ? new Piece.Nowhere("optimised out", true) : new Piece.InMemory(pop(), 0);
    }

    private void push(long value) {
        push(value, BaseType.GENERIC);
    }

    private void push(long value, BaseType type) {
        stack[depth] = value;
        types[depth++] = type;
    }

    private long pop() {
        return stack[--depth];
    }
}
