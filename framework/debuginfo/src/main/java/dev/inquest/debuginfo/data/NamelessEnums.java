package dev.inquest.debuginfo.data;

import dev.inquest.api.types.EnumType;
import java.util.function.Consumer;

/** A table of types that can tell its enumerations without a name, which nothing leads to: half of a kernel's constants stand in such. */
public interface NamelessEnums {

    /** Gives all enumerations without a name; one that several units have is perhaps given several times. */
    void forEachNamelessEnum(Consumer<EnumType> action);
}
