package dev.inquest.debuginfo.bundle.build;

/** Gathers records into blocks of about one size. */
final class RecordWriter {
    private final BlockWriter blocks = new BlockWriter();
    private final Bytes block = new Bytes();
    private final int size;
    private int records;

    /**
     * Makes a writer.
     *
     * @param size bytes after which a block is full
     */
    RecordWriter(int size) {
        this.size = size;
    }

    /** Adds a record; its number is how many were added before. */
    void add(Bytes record) {
        block.put(record);
        records++;
        if (block.size() >= size) {
            flush();
        }
    }

    private void flush() {
        if (records > 0) {
            blocks.add(0, records, block.toArray());
            block.clear();
            records = 0;
        }
    }

    SectionData end(int kind, int module) {
        flush();
        return blocks.end(kind, module);
    }
}
