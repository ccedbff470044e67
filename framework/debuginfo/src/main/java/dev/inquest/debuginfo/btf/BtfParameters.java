package dev.inquest.debuginfo.btf;

import dev.inquest.api.types.FunctionType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The parameters of one function. */
final class BtfParameters extends Remembered<List<FunctionType.Parameter>> {
    private final BtfRecords records;
    private final BtfTypes types;
    private final int id;
    private final int count;

    BtfParameters(BtfRecords records, BtfTypes types, int id, int count) {
        this.records = records;
        this.types = types;
        this.id = id;
        this.count = count;
    }

    @Override
    List<FunctionType.Parameter> make() {
        List<FunctionType.Parameter> parameters = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            String name = records.string(records.extra(id, i * 2));
            parameters.add(new FunctionType.Parameter(
                    name == null || name.isEmpty() ? null : name, types.type(records.extra(id, i * 2 + 1))));
        }
        return Collections.unmodifiableList(parameters);
    }
}
