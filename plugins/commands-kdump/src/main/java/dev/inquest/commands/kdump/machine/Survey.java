package dev.inquest.commands.kdump.machine;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was found out about a machine: each fact with where it was read, and what its files or its dump cannot tell. What somebody says on the
 * command line comes before it.
 */
public final class Survey {
    /** What there is to know. */
    public enum What {
        /** Its memory in bytes. */
        MEMORY("memory"),
        /** {@code x86_64}, {@code aarch64} or {@code ppc64le}. */
        ARCHITECTURE("architecture"),
        /** Bytes in a page. */
        PAGE_SIZE("page size"),
        /** How many CPUs it has. */
        CPUS("CPUs"),
        /** The kernel's release. */
        RELEASE("release"),
        /** The distribution. */
        DISTRIBUTION("distribution"),
        /** Loaded modules, in words. */
        MODULES("modules"),
        /** Whether its memory is encrypted (AMD SME or SEV): yes or no. */
        ENCRYPTION("memory encryption"),
        /** Whether it has an SMMU: yes or no. */
        SMMU("SMMU"),
        /** Whether it has a Mellanox 5 network card: yes or no. */
        MLX5("Mellanox 5 card"),
        /** The displacement of the kernel. */
        KASLR("KASLR"),
        /** {@code crashkernel=} of its command line, several with blanks between. */
        CRASHKERNEL("crashkernel="),
        /** Bytes that it kept for the capture kernel. */
        RESERVED("reserved for the capture kernel");

        private final String words;

        What(String words) {
            this.words = words;
        }

        /** Returns it in words. */
        public String words() {
            return words;
        }
    }

    /**
     * A fact.
     *
     * @param what what it is about
     * @param value its value; sizes in bytes
     * @param from where it was read
     * @param estimate whether it is a guess from something else
     */
    public record Fact(What what, String value, String from, boolean estimate) {}

    /**
     * Something that could not be found out.
     *
     * @param what what it is about
     * @param why why not
     */
    public record Unknown(What what, String why) {}

    private final String origin;
    private final Map<What, Fact> facts = new LinkedHashMap<>();
    private final List<Unknown> unknown = new ArrayList<>();

    /** Begins a survey; {@code origin} says of what, for instance {@code "this machine"}. */
    public Survey(String origin) {
        this.origin = origin;
    }

    /** Returns what was looked at. */
    public String origin() {
        return origin;
    }

    Survey add(What what, String value, String from) {
        facts.putIfAbsent(what, new Fact(what, value, from, false));
        return this;
    }

    /** Puts a better guess in the place of another. */
    Survey replace(What what, String value, String from) {
        facts.put(what, new Fact(what, value, from, true));
        return this;
    }

    Survey guess(What what, String value, String from) {
        facts.putIfAbsent(what, new Fact(what, value, from, true));
        return this;
    }

    Survey missing(What what, String why) {
        if (!facts.containsKey(what)) {
            unknown.add(new Unknown(what, why));
        }
        return this;
    }

    /** Returns whether a fact is known, and no guess. */
    boolean sure(What what) {
        Fact fact = facts.get(what);
        return fact != null && !fact.estimate();
    }

    /** Returns a fact's value, or null. */
    public @Nullable String value(What what) {
        Fact fact = facts.get(what);
        return fact == null ? null : fact.value();
    }

    /** Returns a fact that is a number, or {@code otherwise}. */
    public long number(What what, long otherwise) {
        String value = value(what);
        return value == null || !value.matches("[0-9]{1,18}") ? otherwise : Long.parseLong(value);
    }

    /** Returns whether a fact is {@code yes}. */
    public boolean yes(What what) {
        return "yes".equals(value(what));
    }

    /** Returns all facts. */
    public List<Fact> facts() {
        return facts.values().stream().sorted(Comparator.comparing(Fact::what)).toList();
    }

    /** Returns what could not be found out. */
    public List<Unknown> unknown() {
        return unknown.stream().sorted(Comparator.comparing(Unknown::what)).toList();
    }
}
