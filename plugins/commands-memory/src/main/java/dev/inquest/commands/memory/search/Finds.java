package dev.inquest.commands.memory.search;

import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.memory.Fault;
import dev.inquest.api.memory.Memory;
import dev.inquest.api.result.Address;
import dev.inquest.api.result.Row;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Makes rows of what was found. */
final class Finds {
    private static final int SHOWN_TEXT = 56;

    private final Kernel kernel;
    private final Operands operands;
    private final int context;

    /**
     * Prepares.
     *
     * @param context how many numbers to show before and after each find
     */
    Finds(Kernel kernel, Operands operands, int context) {
        this.kernel = kernel;
        this.operands = operands;
        this.context = context;
    }

    Row row(Hit hit, Space space) {
        Row row = new Row().put("address", new Address(hit.address()));
        if (operands.needles() instanceof Texts) {
            return row.put("text", text(space.memory(), hit.address()))
                    .put("what", operands.labels().get(hit.which()));
        }
        row.put("value", new Address(hit.value()))
                .put("size", operands.size())
                .put("what", operands.labels().get(hit.which()));
        if (context > 0) {
            long size = operands.size();
            row.put("before", words(space.memory(), hit.address() - context * size));
            row.put("after", words(space.memory(), hit.address() + size));
        }
        return row;
    }

    private List<Row> words(Memory memory, long from) {
        List<Row> rows = new ArrayList<>();
        int size = operands.size();
        int perLine = 16 / size;
        for (int i = 0; i < context; i += perLine) {
            List<Address> words = new ArrayList<>();
            long at = from + (long) i * size;
            int count = Math.min(perLine, context - i);
            byte[] bytes = new byte[count * size];
            Fault fault = memory.tryRead(at, bytes, 0, bytes.length);
            if (fault == null) {
                for (int j = 0; j < count; j++) {
                    words.add(new Address(memory.unsigned(at + (long) j * size, size)));
                }
            }
            rows.add(new Row()
                    .put("address", new Address(at))
                    .put("words", fault == null ? words : fault.message())
                    .put("text", fault == null ? printable(bytes, bytes.length) : ""));
        }
        return rows;
    }

    private String text(Memory memory, long address) {
        byte[] bytes = new byte[SHOWN_TEXT];
        int length = SHOWN_TEXT;
        int inPage = kernel.image().pageSize() - (int) (address & kernel.image().pageSize() - 1);
        if (memory.tryRead(address, bytes, 0, length) != null) {
            length = Math.min(length, inPage);
        }
        return printable(bytes, length);
    }

    private static String printable(byte[] bytes, int length) {
        StringBuilder text = new StringBuilder(new String(bytes, 0, length, StandardCharsets.ISO_8859_1));
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x20 || c >= 0x7f) {
                text.setCharAt(i, '.');
            }
        }
        return text.toString();
    }
}
