package dev.inquest.core.types;

import dev.inquest.api.layout.LayoutSource;
import dev.inquest.api.layout.TypeSource;
import dev.inquest.api.memory.FaultException;
import dev.inquest.api.types.MissingTypeException;
import dev.inquest.api.types.StructType;
import dev.inquest.api.types.Type;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Compares what two sources say of the structures that a session works with. One of them answers all questions, so nobody would notice
 * otherwise that it is of another build. It compares with sources whose index somebody else needed already, each structure once.
 */
public final class Agreement {
    private static final int MOST_SAID = 3;

    private final TypeTable types;
    private final Supplier<Collection<StructType>> used;
    private final Consumer<String> remark;
    private final Set<Compared> compared = new HashSet<>();
    private int said;

    private record Compared(LayoutSource source, String tag) {}

    /**
     * Makes a comparison; nothing is compared yet.
     *
     * @param types tells who told a structure
     * @param used gives the structures that the session works with
     * @param remark told, in a sentence, where sources differ
     */
    public Agreement(TypeTable types, Supplier<Collection<StructType>> used, Consumer<String> remark) {
        this.types = types;
        this.used = used;
        this.remark = remark;
    }

    /** Compares with a source all structures that were not compared with it before. */
    public synchronized void compare(LayoutSource other) {
        TypeSource table = other.types();
        if (table == null) {
            return;
        }
        List<String> differences = new ArrayList<>();
        for (StructType struct : used.get()) {
            String tag = struct.tag();
            if (tag != null && compared.add(new Compared(other, tag))) {
                String difference = difference(struct, tag, table, other);
                if (difference != null) {
                    differences.add(difference);
                }
            }
        }
        for (String difference : differences) {
            if (said++ < MOST_SAID) {
                remark.accept(difference);
            }
        }
        if (said > MOST_SAID && said - differences.size() <= MOST_SAID) {
            remark.accept("The sources of types differ in " + (said - MOST_SAID)
                    + " more structures, so one is of another build");
        }
    }

    private @Nullable String difference(StructType struct, String tag, TypeSource table, LayoutSource other) {
        TypeSource.Kind kind = struct.union() ? TypeSource.Kind.UNION : TypeSource.Kind.STRUCT;
        String source = types.sourceOf(kind, tag);
        if (source == null || source.equals(other.describe())) {
            return null;
        }
        try {
            Type found = table.find(kind, tag);
            String difference =
                    found instanceof StructType theirs && theirs.size() >= 0 ? difference(struct, theirs) : null;
            return difference == null
                    ? null
                    : struct.spelling() + difference.replace("%1", source).replace("%2", other.describe()) + "; "
                            + source + " is used";
        } catch (FaultException | MissingTypeException e) {
            return null;
        }
    }

    /** Returns the first difference, to follow the structure's name. */
    private static @Nullable String difference(StructType ours, StructType theirs) {
        for (StructType.Member member : ours.members()) {
            String name = member.name();
            StructType.Place place = name == null ? null : theirs.find(name);
            if (place != null && place.bitOffset() != member.bitOffset()) {
                return ": %1 has the member " + name + " at " + bytes(member.bitOffset()) + ", %2 at "
                        + bytes(place.bitOffset());
            }
        }
        return ours.size() == theirs.size()
                ? null
                : " has " + ours.size() + " bytes in %1, but " + theirs.size() + " in %2";
    }

    private static String bytes(long bits) {
        return bits % 8 == 0 ? Long.toString(bits / 8) : bits / 8 + " and " + bits % 8 + " bits";
    }
}
