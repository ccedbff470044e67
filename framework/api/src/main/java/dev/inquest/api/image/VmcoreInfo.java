package dev.inquest.api.image;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The VMCOREINFO text that the kernel leaves for dump tools (kernel/vmcore_info.c, kernel/crash_core.c before 6.9;
 * Documentation/admin-guide/kdump/vmcoreinfo.rst).
 *
 * <pre>
 * text   := (line '\n')*
 * line   := key '=' value
 * key    := 'OSRELEASE' | 'BUILD-ID' | 'PAGESIZE' | 'KERNELOFFSET' | 'CRASHTIME'
 *         | 'SYMBOL(' name ')'      value: hexadecimal address
 *         | 'SIZE(' name ')'        value: decimal bytes
 *         | 'OFFSET(' s '.' m ')'   value: decimal bytes
 *         | 'LENGTH(' name ')'      value: decimal
 *         | 'NUMBER(' name ')'      value: decimal, or hexadecimal with 0x
 * </pre>
 */
public final class VmcoreInfo {
    private final String text;
    private final Map<String, String> lines;

    private VmcoreInfo(String text, Map<String, String> lines) {
        this.text = text;
        this.lines = lines;
    }

    /** Parses the text; lines without {@code =} are left out, a key given twice keeps its first value. */
    public static VmcoreInfo parse(String text) {
        Map<String, String> lines = new LinkedHashMap<>();
        int start = 0;
        while (start < text.length()) {
            int end = text.indexOf('\n', start);
            end = end < 0 ? text.length() : end;
            int equals = text.indexOf('=', start);
            if (equals > start && equals < end) {
                lines.putIfAbsent(text.substring(start, equals), text.substring(equals + 1, end));
            }
            start = end + 1;
        }
        return new VmcoreInfo(text, Collections.unmodifiableMap(lines));
    }

    /** Returns the text as the kernel wrote it. */
    public String text() {
        return text;
    }

    /** Returns all lines, in order. */
    public Map<String, String> lines() {
        return lines;
    }

    /** Returns the value of a key, for instance {@code OSRELEASE}. */
    public Optional<String> get(String key) {
        return Optional.ofNullable(lines.get(key));
    }

    /** Returns the address of {@code SYMBOL(name)}. */
    public OptionalLong symbol(String name) {
        return number("SYMBOL(" + name + ")", 16);
    }

    /** Returns {@code NUMBER(name)}; values above 2^63 come as negative longs. */
    public OptionalLong number(String name) {
        return number("NUMBER(" + name + ")", 10);
    }

    /** Returns {@code OFFSET(struct.member)} in bytes. */
    public OptionalLong offset(String member) {
        return number("OFFSET(" + member + ")", 10);
    }

    /** Returns {@code SIZE(name)} in bytes. */
    public OptionalLong sizeOf(String name) {
        return number("SIZE(" + name + ")", 10);
    }

    /** Returns {@code LENGTH(name)}: the number of elements of an array. */
    public OptionalLong length(String name) {
        return number("LENGTH(" + name + ")", 10);
    }

    /** Returns the size of the kernel's pages in bytes ({@code PAGESIZE}). */
    public OptionalLong pageSize() {
        return number("PAGESIZE", 10);
    }

    /** Returns the kernel's KASLR displacement: runtime address minus link address. */
    public OptionalLong kernelOffset() {
        return number("KERNELOFFSET", 16);
    }

    private OptionalLong number(String key, int radix) {
        String value = lines.get(key);
        if (value == null) {
            return OptionalLong.empty();
        }
        try {
            value = value.strip();
            boolean negative = value.startsWith("-");
            String digits = negative ? value.substring(1) : value;
            if (digits.startsWith("0x")) {
                digits = digits.substring(2);
                radix = 16;
            }
            long number = Long.parseUnsignedLong(digits, radix);
            return OptionalLong.of(negative ? -number : number);
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }
}
