package dev.inquest.debuginfo.btf;

import dev.inquest.testkit.BtfWriter;
import java.lang.foreign.MemorySegment;

/** Opens what was written. */
final class Btfs {
    private Btfs() {}

    static Btf open(BtfWriter writer) throws BtfException {
        return (Btf) Btf.parse(MemorySegment.ofArray(writer.build()), writer.order(), "test BTF");
    }
}
