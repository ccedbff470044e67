package dev.inquest.debuginfo.variables;

import dev.inquest.api.layout.TypeSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Variables of which the types tell where in their section they lie. Where a section begins is told by those of its variables whose addresses
 * are known: all of them must agree.
 */
final class PlacedVariables {
    /** As many variables of a section must agree. */
    private static final int WITNESSES = 3;

    /**
     * A section.
     *
     * @param name its name
     * @param start its address; for per-CPU variables that of the original, from which CPUs have copies
     * @param witnesses how many variables say so
     * @param contradictions how many say otherwise
     * @param variables their addresses by name
     */
    record Section(String name, long start, int witnesses, int contradictions, Map<String, Long> variables) {
        boolean proved() {
            return witnesses >= WITNESSES && contradictions == 0;
        }
    }

    private PlacedVariables() {}

    /**
     * Returns the sections.
     *
     * @param types tells places
     * @param known addresses that are known already
     */
    static List<Section> find(TypeSource types, Map<String, Long> known) {
        Map<String, List<TypeSource.Placed>> bySection = new LinkedHashMap<>();
        types.forEachPlaced(one -> bySection
                .computeIfAbsent(one.section(), name -> new ArrayList<>())
                .add(one));
        List<Section> sections = new ArrayList<>();
        bySection.forEach((name, list) -> sections.add(section(name, list, known)));
        return sections;
    }

    private static Section section(String name, List<TypeSource.Placed> list, Map<String, Long> known) {
        Map<Long, Integer> votes = new HashMap<>();
        int all = 0;
        for (TypeSource.Placed one : list) {
            Long address = known.get(one.name());
            if (address != null) {
                votes.merge(address - one.offset(), 1, Integer::sum);
                all++;
            }
        }
        long start = 0;
        int most = 0;
        for (Map.Entry<Long, Integer> vote : votes.entrySet()) {
            if (vote.getValue() > most) {
                start = vote.getKey();
                most = vote.getValue();
            }
        }
        Map<String, Long> variables = new LinkedHashMap<>();
        for (TypeSource.Placed one : list) {
            variables.putIfAbsent(one.name(), start + one.offset());
        }
        return new Section(name, start, most, all - most, variables);
    }
}
