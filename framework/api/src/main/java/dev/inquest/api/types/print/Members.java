package dev.inquest.api.types.print;

import dev.inquest.api.types.StructType;
import dev.inquest.api.types.Value;

/** Members of a value without a look-up by name. */
final class Members {
    private Members() {}

    static Value of(Value struct, StructType.Member member) {
        int width = member.bitFieldSize();
        return new Value(
                struct.memory(),
                member.type().get(),
                struct.address() + member.offset(),
                width == 0 ? 0 : (int) (member.bitOffset() & 7),
                width);
    }
}
