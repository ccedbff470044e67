package dev.inquest.commands.expression;

import dev.inquest.api.memory.Fault;
import dev.inquest.api.memory.Memory;
import dev.inquest.api.result.Address;
import dev.inquest.api.result.Unavailable;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** The bytes of a structure as {@code struct -r} and {@code rd} show them: two words to a line, with their characters. */
final class HexLines {
    private static final int LINE = 16;
    private static final int MOST = 1 << 24;

    private HexLines() {}

    /** Returns the cell of the bytes: hexadecimal digits in the order of memory, or why they cannot be read. */
    static Object cell(Memory memory, long address, long size) {
        byte[] bytes = new byte[(int) Math.clamp(size, 0, MOST)];
        Fault fault = memory.tryRead(address, bytes, 0, bytes.length);
        return fault == null
                ? HexFormat.of().formatHex(bytes)
                : new Unavailable(fault.kind().words(), fault.message());
    }

    static List<String> of(Memory memory, long address, long size) {
        List<String> lines = new ArrayList<>();
        for (long done = 0; done < Math.min(size, MOST); done += LINE) {
            byte[] bytes = new byte[(int) Math.min(LINE, size - done)];
            Fault fault = memory.tryRead(address + done, bytes, 0, bytes.length);
            String head = new Address(address + done).digits() + ":  ";
            lines.add(head + (fault == null ? words(memory, bytes) : "(" + fault.message() + ")"));
        }
        return lines;
    }

    private static String words(Memory memory, byte[] bytes) {
        StringBuilder words = new StringBuilder();
        StringBuilder characters = new StringBuilder();
        for (int at = 0; at < bytes.length; at += 8) {
            int length = Math.min(8, bytes.length - at);
            for (int i = 0; i < length; i++) {
                int index = memory.order() == ByteOrder.LITTLE_ENDIAN ? at + length - 1 - i : at + i;
                words.append(HexFormat.of().toHexDigits(bytes[index]));
            }
            words.append(' ');
        }
        for (byte b : bytes) {
            characters.append(b >= 0x20 && b < 0x7f ? (char) b : '.');
        }
        return String.format("%-36s", words) + characters;
    }
}
