package dev.inquest.debuginfo.bundle.build;

/** A section as it is written. */
final class SectionData {
    private final int kind;
    private final int module;
    private final byte[] bytes;
    private final int checked;

    /**
     * Makes a section.
     *
     * @param kind what it is
     * @param module 0 for the kernel, else the number of the module
     * @param bytes its bytes, which nobody may change afterwards
     * @param checked how many of them the directory's checksum is over
     */
    SectionData(int kind, int module, byte[] bytes, int checked) {
        this.kind = kind;
        this.module = module;
        this.bytes = bytes;
        this.checked = checked;
    }

    int kind() {
        return kind;
    }

    int module() {
        return module;
    }

    byte[] bytes() {
        return bytes;
    }

    int checked() {
        return checked;
    }
}
