package dev.inquest.debuginfo.bundle.build;

import dev.inquest.debuginfo.bundle.Format;

/** Writes the records of types. */
final class TypeWriter {
    private static final int BLOCK = 24 << 10;

    private TypeWriter() {}

    static SectionData write(TypeGraph graph, TypeOrder order) {
        RecordWriter records = new RecordWriter(BLOCK);
        Bytes record = new Bytes();
        for (int number : order.order()) {
            int[] parts = graph.references(number).clone();
            for (int i = 0; i < parts.length; i++) {
                parts[i] = order.written(parts[i]);
            }
            record.clear();
            graph.record(number).write(parts, record);
            records.add(record);
        }
        return records.end(Format.TYPES, 0);
    }
}
