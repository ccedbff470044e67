package dev.inquest.debuginfo.dwarf;

import dev.inquest.api.layout.VariableSource.Absent;
import dev.inquest.api.layout.VariableSource.Content;
import dev.inquest.api.layout.VariableSource.Present;
import dev.inquest.api.location.ExpressionMachine;
import dev.inquest.api.location.Piece;
import dev.inquest.api.location.UnknownValueException;
import dev.inquest.api.memory.FaultException;
import dev.inquest.api.types.Type;
import dev.inquest.api.types.Value;
import dev.inquest.debuginfo.data.Cursor;
import dev.inquest.debuginfo.data.MalformedException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Finds where the value of one variable is: what {@code DW_AT_location} says for the frame's instruction, or {@code DW_AT_const_value}
 * (DWARF 5, section 4.1).
 *
 * @param surroundings the frame and the unit
 * @param die the variable's entry
 * @param type its type
 */
record VariableContent(DieSurroundings surroundings, Die die, Type type) {
    private static final Absent OPTIMISED_OUT = new Absent("optimised out", true);

    Content find() throws MalformedException {
        Die located = die.withAttribute(At.LOCATION);
        Attribute location = located == null ? null : located.attribute(At.LOCATION);
        if (location != null) {
            ByteBuffer operations = LocationList.find(surroundings.dwarf(), location, surroundings.address());
            return operations == null ? OPTIMISED_OUT : at(operations);
        }
        Die constant = die.withAttribute(At.CONST_VALUE);
        Attribute value = constant == null ? null : constant.attribute(At.CONST_VALUE);
        return value == null ? OPTIMISED_OUT : constant(value);
    }

    private Content at(ByteBuffer operations) {
        try {
            return of(ExpressionMachine.locate(operations, surroundings));
        } catch (UnknownValueException e) {
            return new Absent(e.optimisedOut() ? "optimised out: " + e.reason() : e.reason(), e.optimisedOut());
        } catch (FaultException e) {
            return new Absent("not readable: " + e.fault().message(), false);
        }
    }

    private Content of(List<Piece> pieces) {
        if (pieces.size() == 1
                && pieces.getFirst().place() instanceof Piece.InMemory memory
                && memory.bitOffset() == 0) {
            return new Present(
                    new Value(surroundings.memory(), type, memory.address()),
                    "0x" + Long.toHexString(memory.address()),
                    true);
        }
        return new Assembly(surroundings, type, pieces).content();
    }

    private Content constant(Attribute value) throws MalformedException {
        byte[] bytes;
        Cursor block = value.block();
        if (block != null) {
            bytes = block.bytes(block.remaining());
        } else if (value.isAddress()) {
            return of(List.of(new Piece(0, new Piece.Computed(surroundings.runtime(value.address()), 0))));
        } else if (value.isNumber()) {
            return of(List.of(new Piece(0, new Piece.Computed(value.number(0), 0))));
        } else if (value.form() == Form.DATA16) {
            bytes = value.sixteen();
        } else {
            String text = value.string();
            if (text == null) {
                return OPTIMISED_OUT;
            }
            bytes = (text + "\0").getBytes(StandardCharsets.UTF_8);
        }
        return of(List.of(new Piece(0, new Piece.Bytes(bytes, 0))));
    }
}
