package dev.inquest.debuginfo.variables.search;

import dev.inquest.api.arch.ArchSession;
import dev.inquest.api.layout.DumpLayout;
import dev.inquest.api.layout.Symbol;
import dev.inquest.api.layout.SymbolSource;
import dev.inquest.api.layout.TypeSource;
import dev.inquest.api.memory.Memory;
import dev.inquest.api.types.MissingTypeException;
import dev.inquest.api.types.StructType;
import dev.inquest.api.types.Type;
import dev.inquest.api.types.Value;
import java.lang.ref.SoftReference;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What rules go by: the image, the functions in it, types, and the variables that are known already. */
public final class Evidence {
    private static final long LARGEST_PER_CPU = 1 << 24;

    private final DumpLayout.Context context;
    private final SymbolSource functions;
    private final Image image;
    private final Function<String, OptionalLong> known;
    private SoftReference<List<Words>> words = new SoftReference<>(null);

    /**
     * Makes it; nothing is read yet.
     *
     * @param context the dump
     * @param functions the functions, by name
     * @param image the kernel's image
     * @param known gives the addresses of other variables
     */
    public Evidence(
            DumpLayout.Context context, SymbolSource functions, Image image, Function<String, OptionalLong> known) {
        this.context = context;
        this.functions = functions;
        this.image = image;
        this.known = known;
    }

    Memory memory() {
        return context.memory();
    }

    /** Returns the kernel's image. */
    public Image image() {
        return image;
    }

    /** Returns the address of a variable that is known. */
    long variable(String name) {
        return known.apply(name).orElseThrow(() -> new MissingTypeException("where " + name + " lies is not known"));
    }

    /** Returns a structure. */
    Value at(String tag, long address) {
        return new Value(memory(), struct(tag), address);
    }

    StructType struct(String tag) {
        Type type = context.findType(TypeSource.Kind.STRUCT, tag);
        if (type instanceof StructType struct && struct.size() > 0) {
            return struct;
        }
        throw new MissingTypeException("the kernel has no struct " + tag);
    }

    /** Returns the distance of a member in bytes from the beginning of its structure. */
    long offset(String tag, String member) {
        StructType.Place place = struct(tag).find(member);
        if (place == null) {
            throw new MissingTypeException("struct " + tag + " has no member " + member);
        }
        return place.offset();
    }

    /** Returns whether a function of this kernel begins at an address. */
    boolean function(long address) {
        Symbol symbol = functions.at(address);
        return symbol != null && symbol.address() == address && symbol.text();
    }

    /** Returns the addresses of the functions of a name. */
    List<Long> functions(String name) {
        return functions.byName(name).stream()
                .filter(Symbol::text)
                .map(Symbol::address)
                .toList();
    }

    /**
     * Returns which addresses in the image's data a function refers to.
     *
     * @throws MissingTypeException when the kernel has no function of the name, or several
     */
    Set<Long> references(String function) {
        Set<Long> references = allReferences(function);
        references.removeIf(address -> !image.isData(address));
        return references;
    }

    /** Returns the same with what may be a variable of a per-CPU section that is linked at 0, as on x86. */
    Set<Long> perCpuReferences(String function) {
        Set<Long> references = allReferences(function);
        references.removeIf(address -> !image.isData(address) && (address <= 0 || address >= LARGEST_PER_CPU));
        return references;
    }

    private Set<Long> allReferences(String function) {
        List<Long> found = functions(function);
        ArchSession machine = context.machine();
        if (found.size() != 1 || machine == null) {
            throw new MissingTypeException(
                    "the kernel has " + (found.isEmpty() ? "no function " : "several functions ") + function);
        }
        long start = found.getFirst();
        return new LinkedHashSet<>(machine.references(memory(), start, image.endOf(start)));
    }

    /** Returns the addresses in the image's data, multiples of 8, at which a number of 8 bytes lies. */
    List<Long> places(long number) {
        List<Long> places = new ArrayList<>();
        for (Words part : words()) {
            for (int at = 0; at + 8 <= part.length(); at += 8) {
                if (part.u64(at) == number) {
                    places.add(part.address(at));
                }
            }
        }
        return places;
    }

    /** Returns the addresses in the image's data at which a text lies that ends with NUL; other text may come before. */
    List<Long> texts(String text) {
        return beginnings(text + '\0');
    }

    /** Returns the addresses in the image's data at which a text lies; other text may come before and behind. */
    List<Long> beginnings(String text) {
        byte[] wanted = text.getBytes(StandardCharsets.US_ASCII);
        List<Long> places = new ArrayList<>();
        for (Words part : words()) {
            for (int at = part.indexOf(wanted, 0); at >= 0; at = part.indexOf(wanted, at + 1)) {
                places.add(part.address(at));
            }
        }
        return places;
    }

    /** Returns the text at an address, or null when there is none of printable characters and at most so many bytes. */
    @Nullable
    String text(long address, int most) {
        String text = memory().cString(address, most);
        if (text.length() >= most) {
            return null;
        }
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < ' ' || text.charAt(i) > '~') {
                return null;
            }
        }
        return text;
    }

    /** Returns the parts of the image that hold no code. */
    List<Words> words() {
        List<Words> list = words.get();
        if (list == null) {
            list = new ArrayList<>();
            for (Image.Span span : image.data()) {
                list.add(Words.read(memory(), span));
            }
            words = new SoftReference<>(list);
        }
        return list;
    }
}
