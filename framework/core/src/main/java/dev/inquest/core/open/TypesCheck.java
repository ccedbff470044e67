package dev.inquest.core.open;

import dev.inquest.api.image.OpenException;
import dev.inquest.api.image.VmcoreInfo;
import dev.inquest.api.layout.DebugFile;
import dev.inquest.api.layout.LayoutSource;
import dev.inquest.api.layout.LoadMap;
import dev.inquest.api.layout.TypeSource;
import dev.inquest.api.types.MissingTypeException;
import dev.inquest.api.types.StructType;
import dev.inquest.api.types.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Compares types that name no build, as BTF in a file of its own does, with what the kernel wrote of its structures into VMCOREINFO
 * (include/linux/vmcore_info.h): {@code SIZE(struct)} and {@code OFFSET(struct.member)}, in bytes. There are some forty such lines; builds that differ in
 * none of them, as those of one distribution's point releases, are not told apart.
 */
final class TypesCheck {
    private static final Pattern LINE = Pattern.compile("(SIZE|OFFSET)\\((\\w+)(?:\\.([\\w.]+))?\\)");

    private final TypeSource types;
    private final List<String> differences = new ArrayList<>();
    private int compared;

    private TypesCheck(TypeSource types) {
        this.types = types;
    }

    /**
     * Compares a file with the dump.
     *
     * @param file the file
     * @param info what the kernel told of itself, or null
     * @param force whether it is used although it is another kernel's
     * @param remark told what users should know
     * @throws OpenException when it is another kernel's
     */
    static void compare(DebugFile file, @Nullable VmcoreInfo info, boolean force, Consumer<String> remark)
            throws OpenException {
        TypesCheck check = null;
        for (LayoutSource source : file.load(LoadMap.kernel(0))) {
            TypeSource types = source.types();
            if (types != null && check == null) {
                check = new TypesCheck(types);
            }
        }
        if (check == null) {
            return;
        }
        if (info != null) {
            check.all(info);
        }
        if (check.compared == 0) {
            remark.accept(
                    file.name() + ": whether these are the types of the dump's kernel cannot be told, for the dump"
                            + " has no VMCOREINFO with sizes of structures");
        } else if (!check.differences.isEmpty()) {
            int more = check.differences.size() - 1;
            String sentence = file.name() + ": has the types of another kernel: " + check.differences.getFirst()
                    + " of the dump" + (more == 0 ? "" : " (and " + more + " more of " + check.compared + " differ)");
            if (!force) {
                throw new OpenException(sentence + "; --force uses it all the same");
            }
            remark.accept(sentence + "; it is used because of --force, and results may be wrong");
        }
    }

    private void all(VmcoreInfo info) {
        for (Map.Entry<String, String> line : info.lines().entrySet()) {
            Matcher key = LINE.matcher(line.getKey());
            if (key.matches()) {
                try {
                    compare(key, Long.parseLong(line.getValue().strip()));
                } catch (NumberFormatException | MissingTypeException e) {
                    // The other lines will do.
                }
            }
        }
    }

    private void compare(Matcher key, long dumped) {
        String name = key.group(2);
        String member = key.group(3);
        Type type = find(name);
        if (type == null) {
            // A kernel names structures of its own alone; but makedumpfile and others add lines.
            return;
        }
        if (key.group(1).equals("SIZE")) {
            if (member == null) {
                check(
                        words(type, name) + " has " + type.size() + " bytes there and " + dumped + " in VMCOREINFO",
                        type.size() == dumped);
            }
        } else if (member != null && type instanceof StructType struct) {
            StructType.Place place = struct.find(member);
            if (place == null) {
                check(words(type, name) + " has no member " + member + " there, which is in VMCOREINFO", false);
            } else {
                long offset = place.bitOffset() / 8;
                check(
                        member + " of " + words(type, name) + " is at " + offset + " there and at " + dumped
                                + " in VMCOREINFO",
                        offset == dumped);
            }
        }
    }

    private void check(String difference, boolean same) {
        compared++;
        if (!same) {
            differences.add(difference);
        }
    }

    private @Nullable Type find(String name) {
        for (TypeSource.Kind kind : List.of(TypeSource.Kind.STRUCT, TypeSource.Kind.UNION, TypeSource.Kind.TYPEDEF)) {
            Type type = types.find(kind, name);
            if (type != null && type.size() >= 0) {
                return type;
            }
        }
        return null;
    }

    private static String words(Type type, String name) {
        return (type instanceof StructType struct ? struct.union() ? "union " : "struct " : "") + name;
    }
}
