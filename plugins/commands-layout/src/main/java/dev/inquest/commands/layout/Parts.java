package dev.inquest.commands.layout;

import dev.inquest.api.command.Arguments;
import dev.inquest.api.command.CommandException;
import dev.inquest.api.layout.LayoutBuilder.Part;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Reads {@code --with} and {@code --without}. */
final class Parts {
    private Parts() {}

    /** Returns the parts that are wanted; all when neither option was given. */
    static Set<Part> of(Arguments arguments) throws CommandException {
        Set<Part> parts = EnumSet.allOf(Part.class);
        if (arguments.has("with")) {
            parts = named(arguments.values("with"), "with");
        }
        parts.removeAll(named(arguments.values("without"), "without"));
        if (parts.isEmpty()) {
            throw CommandException.usage("layout build: nothing is left to put into the bundle");
        }
        return parts;
    }

    private static Set<Part> named(List<String> lists, String option) throws CommandException {
        Set<Part> parts = EnumSet.noneOf(Part.class);
        for (String list : lists) {
            for (String word : list.split(",", -1)) {
                parts.add(part(word.strip(), option));
            }
        }
        return parts;
    }

    private static Part part(String word, String option) throws CommandException {
        StringBuilder known = new StringBuilder();
        for (Part part : Part.values()) {
            String name = part.name().toLowerCase(Locale.ROOT);
            if (name.equals(word)) {
                return part;
            }
            known.append(known.isEmpty() ? "" : ", ").append(name);
        }
        throw CommandException.usage(
                "layout build: --" + option + " does not know '" + word + "'; the parts are " + known);
    }
}
