package dev.inquest.debuginfo.btf;

import dev.inquest.api.types.EnumType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The constants of one enumeration. */
final class BtfEnumerators extends Remembered<List<EnumType.Enumerator>> {
    private final BtfRecords records;
    private final int id;
    private final boolean wide;
    private final boolean signed;

    BtfEnumerators(BtfRecords records, int id, boolean wide, boolean signed) {
        this.records = records;
        this.id = id;
        this.wide = wide;
        this.signed = signed;
    }

    @Override
    List<EnumType.Enumerator> make() {
        int count = records.vlen(id);
        List<EnumType.Enumerator> constants = new ArrayList<>(count);
        int words = wide ? 3 : 2;
        for (int i = 0; i < count; i++) {
            String name = records.string(records.extra(id, i * words));
            int low = records.extra(id, i * words + 1);
            long value = wide
                    ? (long) records.extra(id, i * words + 2) << 32 | low & 0xffffffffL
                    : signed ? low : low & 0xffffffffL;
            // A name outside the strings costs this constant its name, and no other.
            constants.add(new EnumType.Enumerator(name == null ? "" : name, value));
        }
        return Collections.unmodifiableList(constants);
    }
}
