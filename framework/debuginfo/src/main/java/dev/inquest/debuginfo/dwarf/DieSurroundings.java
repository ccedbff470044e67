package dev.inquest.debuginfo.dwarf;

import dev.inquest.api.layout.FrameState;
import dev.inquest.api.location.ExpressionMachine;
import dev.inquest.api.location.Surroundings;
import dev.inquest.api.location.UnknownValueException;
import dev.inquest.api.memory.Memory;
import dev.inquest.debuginfo.data.MalformedException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** What an expression of a function's variables asks: the frame, and the unit that the function lies in. */
final class DieSurroundings implements Surroundings {
    private static final int MOST_CALLERS = 16;

    private final Dwarf dwarf;
    private final UnitCodes units;
    private final TypeReader types;
    private final Die function;
    private final FrameState frame;
    private final int callers;
    private boolean inFrameBase;

    /**
     * Surroundings.
     *
     * @param dwarf the entries
     * @param units the functions by address
     * @param types makes types of entries
     * @param function the function that the frame is of, not inlined
     * @param frame the frame
     * @param callers how many callers were asked already for values at entry
     */
    DieSurroundings(Dwarf dwarf, UnitCodes units, TypeReader types, Die function, FrameState frame, int callers) {
        this.dwarf = dwarf;
        this.units = units;
        this.types = types;
        this.function = function;
        this.frame = frame;
        this.callers = callers;
    }

    Dwarf dwarf() {
        return dwarf;
    }

    FrameState frame() {
        return frame;
    }

    /** Returns the frame's instruction as linked. */
    long address() {
        return frame.instruction() - dwarf.sections().bias();
    }

    @Override
    public Memory memory() {
        return frame.memory();
    }

    @Override
    public long register(int number) throws UnknownValueException {
        Integer index = frame.registers().set().dwarfNumbers().get(number);
        if (index != null && frame.registers().knows(index)) {
            return frame.registers().get(index);
        }
        throw unknownRegister(number);
    }

    /** A register that called functions may use was overwritten by the one that the frame called; another one could not be found. */
    UnknownValueException unknownRegister(int number) {
        Integer index = frame.registers().set().dwarfNumbers().get(number);
        String name = frame.registers().set().dwarfName(number);
        boolean preserved = index != null
                && (frame.registers().set().preserved().contains(index)
                        || index == frame.registers().set().sp());
        return frame.call() && !preserved
                ? UnknownValueException.optimisedOut("it was in " + name + ", which the call does not preserve")
                : new UnknownValueException(name + " is not known in this frame");
    }

    @Override
    public long cfa() throws UnknownValueException {
        return frame.cfa();
    }

    @Override
    public long frameBase() throws UnknownValueException {
        if (inFrameBase) {
            throw new UnknownValueException("the frame base depends on itself");
        }
        inFrameBase = true;
        try {
            Attribute base = function.attribute(At.FRAME_BASE);
            ByteBuffer operations = base == null ? null : LocationList.find(dwarf, base, address());
            if (operations == null) {
                throw new UnknownValueException("the function has no frame base here");
            }
            return ExpressionMachine.evaluate(operations, this);
        } catch (MalformedException e) {
            throw damaged(e);
        } finally {
            inFrameBase = false;
        }
    }

    private static UnknownValueException damaged(MalformedException e) {
        return new UnknownValueException("damaged debug information: " + e.getMessage());
    }

    @Override
    public long runtime(long linked) {
        return linked + dwarf.sections().bias();
    }

    @Override
    public long indexed(long index) throws UnknownValueException {
        try {
            Unit unit = function.unit();
            return dwarf.address(unit, unit.bases(dwarf).addresses(), index);
        } catch (MalformedException e) {
            throw damaged(e);
        }
    }

    @Override
    public BaseType type(long offset) throws UnknownValueException {
        try {
            Unit unit = function.unit();
            boolean inside = offset >= 0 && offset < unit.end() - unit.offset();
            Die die = dwarf.die(unit, inside ? unit.offset() + (int) offset : -1);
            return new BaseType((int) die.number(At.BYTE_SIZE, 0), (int) die.number(At.ENCODING, 0));
        } catch (MalformedException e) {
            throw damaged(e);
        }
    }

    @Override
    public ByteBuffer called(long offset, boolean inUnit) throws UnknownValueException {
        try {
            Die die = dwarf.dieAt(inUnit ? function.unit().offset() + offset : offset);
            Attribute location = die.attribute(At.LOCATION);
            ByteBuffer operations = location == null ? null : LocationList.find(dwarf, location, address());
            return operations == null ? ByteBuffer.allocate(0) : operations;
        } catch (MalformedException e) {
            throw damaged(e);
        }
    }

    @Override
    public int offsetSize() {
        return function.unit().offsetSize();
    }

    @Override
    public long entryValue(ByteBuffer expression) throws UnknownValueException {
        FrameState caller = frame.caller();
        if (caller == null || !caller.call()) {
            throw UnknownValueException.optimisedOut("the caller of the function is not known");
        }
        if (callers >= MOST_CALLERS) {
            throw UnknownValueException.optimisedOut("the value at entry depends on too many callers");
        }
        try {
            DieSurroundings calling = of(caller);
            Die site = calling == null
                    ? null
                    : new CallSites(calling.function)
                            .at(caller.pc() - dwarf.sections().bias());
            if (calling == null || site == null) {
                throw UnknownValueException.optimisedOut("the caller does not tell the value at entry");
            }
            if (!CallSites.calls(site, function, calling)) {
                throw UnknownValueException.optimisedOut("the function was perhaps not entered by the caller's call");
            }
            ByteBuffer value = CallSites.value(site, expression);
            if (value == null) {
                throw UnknownValueException.optimisedOut("the caller does not tell the value at entry");
            }
            return ExpressionMachine.evaluate(value, calling);
        } catch (MalformedException e) {
            throw damaged(e);
        }
    }

    private @Nullable DieSurroundings of(FrameState caller) throws MalformedException {
        long address = caller.instruction() - dwarf.sections().bias();
        UnitCode unit = units.find(address);
        if (unit == null) {
            return null;
        }
        Die outermost = unit.function(address);
        return outermost == null ? null : new DieSurroundings(dwarf, units, types, outermost, caller, callers + 1);
    }
}
