package dev.inquest.testkit.kernel;

import dev.inquest.testkit.BtfWriter;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Writes C types as BTF: first the integers, then the structs, then the pointers and arrays that their members need. */
final class BtfOfTypes {
    private static final int STRUCT = 4;
    private static final int FORWARD = 7;

    private final BtfWriter btf;
    private final Map<String, Integer> known = new HashMap<>();
    private final List<Runnable> later = new ArrayList<>();
    private final int firstLater;

    private BtfOfTypes(CTypes types, ByteOrder order) {
        this.btf = new BtfWriter(order);
        new TreeMap<>(CTypes.bases())
                .forEach((name, base) -> known.put(name, btf.integer(name, base.size(), base.signed() ? 1 : 0)));
        int next = known.size() + 1;
        for (CTypes.Struct struct : types.structs()) {
            known.put("struct " + struct.name(), next++);
        }
        known.put("void", 0);
        firstLater = next;
    }

    static byte[] write(CTypes types, ByteOrder order) {
        BtfOfTypes writer = new BtfOfTypes(types, order);
        for (CTypes.Struct struct : types.structs()) {
            writer.struct(struct);
        }
        // What comes later may add to what comes later.
        for (int i = 0; i < writer.later.size(); i++) {
            writer.later.get(i).run();
        }
        return writer.btf.build();
    }

    private void struct(CTypes.Struct struct) {
        boolean bitFields = struct.fields().stream().anyMatch(field -> field.bits() > 0);
        List<Object> members = new ArrayList<>();
        for (CTypes.Field field : struct.fields()) {
            members.add(field.name());
            members.add(type(field));
            members.add(bitFields ? field.bits() << 24 | field.bitOffset() : field.bitOffset());
        }
        btf.struct(STRUCT, struct.name(), bitFields, struct.size(), members.toArray());
    }

    private int type(CTypes.Field field) {
        String name = field.type();
        int id = named(name);
        for (int i = 0; i < field.pointers(); i++) {
            int target = id;
            name += " *";
            id = id(name, () -> btf.pointer(target));
        }
        int element = id;
        return field.count() < 0 ? id : id(name + "[" + field.count() + "]", () -> btf.array(element, field.count()));
    }

    private int named(String name) {
        Integer id = known.get(name);
        if (id != null) {
            return id;
        }
        if (!name.startsWith("struct ")) {
            throw new IllegalArgumentException("no type " + name);
        }
        return id(name, () -> btf.add(name.substring("struct ".length()), FORWARD, false, 0, 0));
    }

    private int id(String key, Runnable write) {
        Integer id = known.get(key);
        if (id != null) {
            return id;
        }
        int next = firstLater + later.size();
        later.add(write);
        known.put(key, next);
        return next;
    }
}
