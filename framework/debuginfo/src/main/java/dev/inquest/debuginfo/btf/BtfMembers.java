package dev.inquest.debuginfo.btf;

import dev.inquest.api.types.MissingTypeException;
import dev.inquest.api.types.StructType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The members of one struct or union.
 *
 * <p>A bit-field is told in one of two ways. With kind_flag the offset's high byte is its width (Linux 5.0, commit 9d5f9f701b18);
 * without it, its type is an integer whose own {@code bits} are fewer than its size, at its own {@code offset} from the member's.
 */
final class BtfMembers extends Remembered<List<StructType.Member>> {
    private final BtfRecords records;
    private final BtfTypes types;
    private final BtfNesting nesting;
    private final int id;

    BtfMembers(BtfRecords records, BtfTypes types, BtfNesting nesting, int id) {
        this.records = records;
        this.types = types;
        this.nesting = nesting;
        this.id = id;
    }

    @Override
    List<StructType.Member> make() {
        nesting.check(id);
        int count = records.vlen(id);
        boolean flagged = records.kindFlag(id);
        List<StructType.Member> members = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            String name = records.string(records.extra(id, i * 3));
            if (name == null) {
                throw new MissingTypeException(
                        records.describe() + " is damaged: type " + id + " has a member's name outside the strings");
            }
            int type = records.extra(id, i * 3 + 1);
            int offset = records.extra(id, i * 3 + 2);
            long bits = offset & 0xffffffffL;
            int width = 0;
            if (flagged) {
                width = offset >>> 24;
                bits = offset & 0xffffff;
            } else {
                int encoding = narrow(type);
                if (encoding != 0) {
                    width = encoding & 0xff;
                    bits += encoding >>> 16 & 0xff;
                }
            }
            members.add(new StructType.Member(
                    name.isEmpty() ? null : name, new BtfTypes.Reference(types, type), bits, width));
        }
        return Collections.unmodifiableList(members);
    }

    /** Returns the encoding of the integer behind a member's type when it is narrower than its size, otherwise 0. */
    private int narrow(int type) {
        int at = type;
        for (int step = 0; step < 64 && at > 0 && records.has(at); step++) {
            BtfRecords here = records.of(at);
            int kind = here.kind(at);
            if (kind == BtfKind.INT) {
                int encoding = here.extra(at, 0);
                boolean whole = (encoding & 0xff0000) == 0 && (encoding & 0xff) == here.size(at) * 8;
                return whole ? 0 : encoding;
            }
            at = kind == BtfKind.ARRAY ? 0 : BtfTypes.next(here, at);
        }
        return 0;
    }
}
