package dev.inquest.commands.expression;

import dev.inquest.api.command.CommandException;
import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.types.StructType;

/**
 * Where in a structure a link lies.
 *
 * @param bytes distance from the beginning of the structure
 * @param listHead whether the member is known to be a {@code struct list_head}
 */
record Offset(long bytes, boolean listHead) {

    /** Reads a number of bytes, decimal or with 0x, or {@code struct.member}. */
    static Offset parse(Kernel kernel, String command, String text) throws CommandException {
        String[] parts = Structures.split(text);
        if (parts[1].isEmpty()) {
            try {
                return new Offset(Long.decode(text), false);
            } catch (NumberFormatException e) {
                throw CommandException.usage(
                        command + ": " + text + " is no offset: give a number of bytes, or struct.member");
            }
        }
        StructType struct = Structures.find(kernel, command, parts[0]);
        StructType.Place place = Structures.member(struct, command, parts[1]);
        return new Offset(place.offset(), place.type().bare().spelling().equals("struct list_head"));
    }
}
