package dev.inquest.debuginfo.bundle.build;

import dev.inquest.api.layout.TypeSource;
import dev.inquest.api.types.EnumType;
import dev.inquest.api.types.StructType;
import dev.inquest.api.types.Type;
import dev.inquest.debuginfo.bundle.Format;
import java.util.List;

/**
 * What the names in a kernel or module stand for, in arrays, as there may be thousands of modules.
 *
 * @param module 0 for the kernel, else the module's number
 * @param typeKinds the kinds of types, as they are hashed with their names
 * @param typeNames the names of types
 * @param types their numbers
 * @param variableNames the names of variables, sorted
 * @param variables the numbers of their types
 * @param functionAddresses the addresses of functions, rising
 * @param functions the numbers of their types
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record ModuleTypes(
        int module,
        int[] typeKinds,
        String[] typeNames,
        int[] types,
        String[] variableNames,
        int[] variables,
        long[] functionAddresses,
        int[] functions) {
    private static final int BLOCK = 8 << 10;
    private static final int FINGERPRINT = 8;
    private static final int FUNCTIONS = 1024;

    /** Returns how a kind of types is hashed. */
    static int code(TypeSource.Kind kind) {
        return switch (kind) {
            case STRUCT -> Format.STRUCT;
            case UNION -> Format.UNION;
            case ENUM -> Format.ENUM;
            case TYPEDEF -> Format.TYPEDEF;
            case BASE -> Format.INT;
        };
    }

    /** Returns whether a type is of a kind. */
    static boolean is(Type type, TypeSource.Kind kind) {
        return switch (kind) {
            case STRUCT -> type instanceof StructType struct && !struct.union();
            case UNION -> type instanceof StructType struct && struct.union();
            case ENUM -> type instanceof EnumType;
            case TYPEDEF, BASE -> true;
        };
    }

    /** Writes the sections of the names. */
    List<SectionData> write(TypeOrder order) {
        IndexWriter index = new IndexWriter(FINGERPRINT);
        for (int i = 0; i < types.length; i++) {
            index.add(typeKinds[i], typeNames[i], order.written(types[i]));
        }
        List<SectionData> sections = new java.util.ArrayList<>();
        sections.add(index.end(Format.TYPE_NAMES, module));
        if (variables.length > 0) {
            RecordWriter records = new RecordWriter(BLOCK);
            IndexWriter names = new IndexWriter(FINGERPRINT);
            for (int i = 0; i < variables.length; i++) {
                names.add(0, variableNames[i], i);
                records.add(new Bytes().text(variableNames[i]).uleb(order.written(variables[i])));
            }
            sections.add(records.end(Format.VARIABLES, module));
            sections.add(names.end(Format.VARIABLE_NAMES, module));
        }
        if (functions.length > 0) {
            sections.add(functions(order));
        }
        return sections;
    }

    private SectionData functions(TypeOrder order) {
        BlockWriter blocks = new BlockWriter();
        for (int from = 0; from < functions.length; from += FUNCTIONS) {
            int to = Math.min(functions.length, from + FUNCTIONS);
            Bytes out = new Bytes().uleb(to - from);
            long before = functionAddresses[from];
            for (int i = from; i < to; i++) {
                out.uleb(functionAddresses[i] - before);
                before = functionAddresses[i];
            }
            for (int i = from; i < to; i++) {
                out.uleb(order.written(functions[i]));
            }
            blocks.add(functionAddresses[from], to - from, out.toArray());
        }
        return blocks.end(Format.FUNCTION_TYPES, module);
    }
}
