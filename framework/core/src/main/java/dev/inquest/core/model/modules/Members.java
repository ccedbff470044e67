package dev.inquest.core.model.modules;

import dev.inquest.api.memory.Memory;
import dev.inquest.api.types.MissingTypeException;
import dev.inquest.api.types.StructType;
import org.jspecify.annotations.Nullable;

/** Places of numbers in one struct. */
final class Members {
    private final Memory memory;
    private final StructType struct;

    Members(Memory memory, StructType struct) {
        this.memory = memory;
        this.struct = struct;
    }

    /** A number at a fixed distance from the beginning of a struct. */
    record Member(Memory memory, long offset, int size) {
        long read(long base) {
            return memory.unsigned(base + offset, size);
        }
    }

    /** Returns a number's place, or null when the struct has no such member. */
    @Nullable
    Member find(String path) {
        StructType.Place place = struct.find(path);
        return place == null
                ? null
                : new Member(
                        memory, place.offset(), (int) Math.clamp(place.type().size(), 1, 8));
    }

    /** Returns a number's place. */
    Member get(String path) {
        Member member = find(path);
        if (member == null) {
            throw new MissingTypeException(struct.spelling() + " has no member " + path);
        }
        return member;
    }
}
