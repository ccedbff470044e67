package dev.inquest.debuginfo.bundle.build;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The order in which types are written: those that many others refer to first, so that their numbers are short; then those with names in
 * the order of these, each followed by what only it consists of, so that like stands beside like.
 */
final class TypeOrder {
    private static final int MANY = 12;

    private final TypeGraph graph;
    private final int[] place;
    /** What each type is called; empty for those without a name. */
    private final String[] names;

    private final List<Integer> order = new ArrayList<>();

    private TypeOrder(TypeGraph graph) {
        this.graph = graph;
        this.place = new int[graph.count() + 1];
        this.names = new String[graph.count() + 1];
        for (int i = 1; i < names.length; i++) {
            names[i] = graph.record(i).name();
        }
    }

    /** Returns the order. */
    static TypeOrder of(TypeGraph graph) {
        TypeOrder order = new TypeOrder(graph);
        order.arrange();
        return order;
    }

    /** Returns the types' numbers in the graph in the order in which they are written. */
    List<Integer> order() {
        return order;
    }

    /** Returns the number that a type is written under. */
    int written(int number) {
        return place[number];
    }

    private void arrange() {
        int count = graph.count();
        int[] uses = new int[count + 1];
        for (int i = 1; i <= count; i++) {
            for (int part : graph.references(i)) {
                uses[part]++;
            }
        }
        List<Integer> all = new ArrayList<>(count);
        for (int i = 1; i <= count; i++) {
            all.add(i);
        }
        List<Integer> popular = new ArrayList<>(all);
        popular.removeIf(number -> uses[number] < MANY);
        popular.sort(Comparator.comparingInt((Integer number) -> -uses[number]));
        popular.forEach(this::put);
        List<Integer> named = new ArrayList<>(all);
        named.removeIf(number -> names[number].isEmpty());
        named.sort(Comparator.comparing((Integer number) -> names[number]));
        for (int number : named) {
            put(number);
            unnamed(number);
        }
        all.forEach(this::put);
    }

    private void unnamed(int number) {
        List<Integer> waiting = new ArrayList<>();
        waiting.add(number);
        for (int i = 0; i < waiting.size(); i++) {
            for (int part : graph.references(waiting.get(i))) {
                if (part != 0 && place[part] == 0 && names[part].isEmpty()) {
                    put(part);
                    waiting.add(part);
                }
            }
        }
    }

    private void put(int number) {
        if (place[number] == 0) {
            order.add(number);
            place[number] = order.size();
        }
    }
}
