package dev.inquest.debuginfo.kallsyms;

import dev.inquest.debuginfo.fakes.FakeContext;
import dev.inquest.debuginfo.fakes.FakeMemory;
import dev.inquest.testkit.KallsymsWriter;
import dev.inquest.testkit.KallsymsWriter.Form;
import java.nio.ByteOrder;

/** Puts kallsyms tables into memory, and their addresses into VMCOREINFO. */
final class KallsymsBuilder {
    static final long NAMES = 0xffffffff82000000L;
    static final long COUNT = 0xffffffff83000000L;
    static final long TOKENS = 0xffffffff84000000L;
    static final long INDEX = 0xffffffff84100000L;
    static final long OFFSETS = 0xffffffff85000000L;
    static final long BASE_VARIABLE = 0xffffffff86000000L;
    static final long ADDRESSES = 0xffffffff87000000L;

    private final ByteOrder order;
    private final Form form;
    private final long base;
    private final KallsymsWriter tables;

    KallsymsBuilder(ByteOrder order, Form form, long base) {
        this.order = order;
        this.form = form;
        this.base = base;
        this.tables = new KallsymsWriter(order);
    }

    /** Adds a symbol; they must come in the order of address. */
    KallsymsBuilder add(char kind, String name, long address) {
        tables.add(kind, name, address);
        return this;
    }

    byte[] names() {
        return tables.names();
    }

    private boolean hasBase() {
        return form == Form.RELATIVE || form == Form.ABSOLUTE_PERCPU;
    }

    FakeMemory memory() {
        FakeMemory memory = new FakeMemory(order);
        memory.put(NAMES, names());
        memory.put(COUNT, tables.count());
        memory.put(TOKENS, KallsymsWriter.tokenTable());
        memory.put(INDEX, tables.tokenIndex());
        memory.put(form == Form.ADDRESSES ? ADDRESSES : OFFSETS, tables.numbers(form, base, OFFSETS));
        if (hasBase()) {
            memory.putLongs(BASE_VARIABLE, base);
        }
        return memory;
    }

    /** Returns all tables behind one another, as kernels before 6.0 have them. */
    byte[] inOnePiece(int width) {
        return tables.inOnePiece(form, base, width);
    }

    FakeContext context(FakeMemory memory) {
        StringBuilder text = new StringBuilder();
        line(text, "kallsyms_names", NAMES);
        line(text, "kallsyms_num_syms", COUNT);
        line(text, "kallsyms_token_table", TOKENS);
        line(text, "kallsyms_token_index", INDEX);
        if (form == Form.ADDRESSES) {
            line(text, "kallsyms_addresses", ADDRESSES);
        } else {
            line(text, "kallsyms_offsets", OFFSETS);
        }
        if (hasBase()) {
            line(text, "kallsyms_relative_base", BASE_VARIABLE);
        }
        for (KallsymsWriter.Entry entry : tables.entries()) {
            if (entry.name().equals("_stext")) {
                line(text, "_stext", entry.address());
            }
        }
        return new FakeContext(memory).vmcoreInfo(text.toString());
    }

    private static void line(StringBuilder text, String name, long address) {
        text.append("SYMBOL(")
                .append(name)
                .append(")=")
                .append(Long.toHexString(address))
                .append('\n');
    }
}
