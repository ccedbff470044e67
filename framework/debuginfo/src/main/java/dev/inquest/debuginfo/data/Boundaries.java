package dev.inquest.debuginfo.data;

import java.util.function.LongConsumer;

/** A table by address that can tell where its answers may change. */
public interface Boundaries {

    /** Gives all runtime addresses at which the answer may differ from the one before; in no order, and some of them perhaps twice. */
    void forEachBoundary(LongConsumer action);
}
