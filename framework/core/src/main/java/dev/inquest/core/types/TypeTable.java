package dev.inquest.core.types;

import dev.inquest.api.layout.LayoutSource;
import dev.inquest.api.layout.TypeSource;
import dev.inquest.api.types.StructType;
import dev.inquest.api.types.Type;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The types of all sources as one table: the first source that has a complete type gives it, and the answer is kept, so that a
 * question has one answer for as long as the sources stay the same.
 */
public final class TypeTable {
    private final Supplier<List<LayoutSource>> sources;
    private final Map<TypeSource.Kind, Map<String, Answer>> answers = new EnumMap<>(TypeSource.Kind.class);
    private final Map<String, Answer> spelled = new ConcurrentHashMap<>();
    private final TypeParser parser = new TypeParser(this::find);

    /**
     * An answer, which may be that there is none.
     *
     * @param type the type, or null
     * @param source who told it, or null
     */
    private record Answer(@Nullable Type type, @Nullable LayoutSource source) {
        static final Answer NONE = new Answer(null, null);
    }

    /**
     * Makes a table.
     *
     * @param sources gives the sources in the order in which they are asked; called for each new question
     */
    public TypeTable(Supplier<List<LayoutSource>> sources) {
        this.sources = sources;
        for (TypeSource.Kind kind : TypeSource.Kind.values()) {
            answers.put(kind, new ConcurrentHashMap<>());
        }
    }

    /** Finds a type by kind and name; null when no source has it. */
    public @Nullable Type find(TypeSource.Kind kind, String name) {
        return answer(kind, name).type();
    }

    /** Returns who told a type, in words for users; null when no source has it. */
    public @Nullable String sourceOf(TypeSource.Kind kind, String name) {
        LayoutSource source = answer(kind, name).source();
        return source == null ? null : source.describe();
    }

    /** Finds a type as C spells it; null when there is none. */
    public @Nullable Type find(String spelling) {
        Answer known = spelled.get(spelling);
        if (known == null) {
            Type type = parser.parse(spelling);
            known = type == null ? Answer.NONE : new Answer(type, null);
            spelled.put(spelling, known);
        }
        return known.type();
    }

    /** Forgets that types were not found, or declared only: a new source was added. */
    public void sourcesChanged() {
        answers.values().forEach(ofKind -> ofKind.values().removeIf(TypeTable::incomplete));
        spelled.values().removeIf(TypeTable::incomplete);
    }

    private static boolean incomplete(Answer answer) {
        Type type = answer.type();
        return type == null || type instanceof StructType struct && struct.size() < 0;
    }

    private Answer answer(TypeSource.Kind kind, String name) {
        Map<String, Answer> ofKind = Objects.requireNonNull(answers.get(kind));
        Answer known = ofKind.get(name);
        if (known == null) {
            known = ask(kind, name);
            ofKind.put(name, known);
        }
        return known;
    }

    private Answer ask(TypeSource.Kind kind, String name) {
        Answer declared = Answer.NONE;
        for (LayoutSource source : sources.get()) {
            TypeSource types = source.types();
            Type found = types == null ? null : types.find(kind, name);
            if (found instanceof StructType struct && struct.size() < 0) {
                declared = declared.type() == null ? new Answer(found, source) : declared;
            } else if (found != null) {
                return new Answer(found, source);
            }
        }
        return declared;
    }
}
