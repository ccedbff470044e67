package dev.inquest.api.layout;

import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A table of symbols at runtime addresses. Looking a symbol up reads no more than it needs. Safe for use by many threads. */
public interface SymbolSource {

    /** Returns all symbols of this name (static functions of one name may be many), in the order of address. */
    List<Symbol> byName(String name);

    /**
     * Returns the symbol with the highest address that is not above {@code address}, or null when there is none or the
     * address lies outside what the source covers. Of several at one address the one that best names a function is chosen: sized
     * before unsized, global before local.
     */
    @Nullable
    Symbol at(long address);

    /** Gives all symbols in the order of address. */
    void forEach(Consumer<Symbol> action);
}
