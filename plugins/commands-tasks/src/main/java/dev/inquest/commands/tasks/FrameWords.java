package dev.inquest.commands.tasks;

import dev.inquest.api.kernel.Frame;
import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.layout.Symbol;
import dev.inquest.api.result.Address;
import dev.inquest.api.result.Cell;
import dev.inquest.api.result.Row;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The words on the stack that belong to a frame, as numbers or in symbols: {@code bt -f -F -FF}. */
final class FrameWords {
    private static final int MOST_WORDS = 2048;

    private final Kernel kernel;
    private final int symbolic;
    private final SlabCaches caches;

    FrameWords(Kernel kernel, int symbolic) {
        this.kernel = kernel;
        this.symbolic = symbolic;
        this.caches = new SlabCaches(kernel);
    }

    /**
     * Adds what lies above a frame's own slot up to the slot of its caller, that one included, as crash shows it; nothing where the two are
     * not on one stack.
     */
    void add(Row cells, Frame frame, @Nullable Frame caller) {
        if (caller == null || !caller.raw().stack().equals(frame.raw().stack())) {
            return;
        }
        long from = frame.raw().sp() + 8;
        long count = (caller.raw().sp() + 8 - from) / 8;
        if (count <= 0 || count > MOST_WORDS) {
            return;
        }
        cells.put("words_at", new Address(from));
        cells.put("words", Cell.of(() -> {
            List<Address> words = new ArrayList<>();
            for (long i = 0; i < count; i++) {
                words.add(new Address(kernel.memory().u64(from + i * 8)));
            }
            return words;
        }));
        if (symbolic > 0 && cells.get("words") instanceof List<?> words) {
            List<String> names = new ArrayList<>();
            for (Object word : words) {
                names.add(word instanceof Address address ? name(address) : "");
            }
            cells.put("words_symbolic", names);
        }
    }

    private String name(Address word) {
        if (word.value() >= 0) {
            return word.digits();
        }
        Symbol symbol = kernel.symbolAt(word.value());
        if (symbol != null) {
            long distance = word.value() - symbol.address();
            return distance == 0 ? symbol.name() : symbol.name() + "+" + distance;
        }
        String cache = caches.at(word.value());
        return cache == null
                ? word.digits()
                : symbolic > 1 ? "[" + word.digits() + ":" + cache + "]" : "[" + cache + "]";
    }
}
