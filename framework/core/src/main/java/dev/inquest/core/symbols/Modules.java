package dev.inquest.core.symbols;

import dev.inquest.api.kernel.KernelModule;
import dev.inquest.api.memory.FaultException;
import dev.inquest.api.types.CorruptListException;
import dev.inquest.api.types.MissingTypeException;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The modules, as symbol look-ups see them: none where they cannot be read, and none while the list itself is being read, which
 * looks up symbols too.
 */
public final class Modules {
    private final Supplier<List<KernelModule>> list;
    private final LongFunction<Optional<KernelModule>> byAddress;
    private final ThreadLocal<Boolean> reading = new ThreadLocal<>();

    /**
     * Makes the view.
     *
     * @param list gives the modules
     * @param byAddress gives the module that contains an address
     */
    public Modules(Supplier<List<KernelModule>> list, LongFunction<Optional<KernelModule>> byAddress) {
        this.list = list;
        this.byAddress = byAddress;
    }

    List<KernelModule> all() {
        return guarded(list, List.of());
    }

    @Nullable
    KernelModule at(long address) {
        return guarded(() -> byAddress.apply(address), Optional.<KernelModule>empty())
                .orElse(null);
    }

    private <T> T guarded(Supplier<T> read, T otherwise) {
        if (reading.get() != null) {
            return otherwise;
        }
        reading.set(true);
        try {
            return read.get();
        } catch (FaultException | MissingTypeException | CorruptListException e) {
            return otherwise;
        } finally {
            reading.remove();
        }
    }
}
