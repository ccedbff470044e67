package dev.inquest.endtoend;

import dev.inquest.api.image.VmcoreInfo;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Takes the names of variables out of an ELF dump of an x86_64 kernel: what is left in its kallsyms is what a kernel built without
 * CONFIG_KALLSYMS_ALL has there (scripts/kallsyms.c, symbol_valid), the symbols between {@code _stext} and {@code _etext} and between
 * {@code _sinittext} and {@code _einittext}. The tables stay where they are, and become shorter.
 */
final class FunctionNamesAlone {
    private static final long KERNEL_MAP = 0xffff_ffff_8000_0000L;
    private static final int PAGE = 4096;
    private static final int PT_LOAD = 1;
    private static final int PT_NOTE = 4;

    private final MappedByteBuffer file;
    private final VmcoreInfo info;
    /** Physical address, bytes and offset in the file of each segment. */
    private final List<long[]> segments = new ArrayList<>();

    /**
     * One symbol as the tables have it.
     *
     * @param offset the number in kallsyms_offsets
     * @param packed its length and codes in kallsyms_names
     */
    private record Entry(String name, long address, int offset, ByteBuffer packed) {}

    private FunctionNamesAlone(MappedByteBuffer file) {
        this.file = file;
        file.order(ByteOrder.LITTLE_ENDIAN);
        String text = "";
        for (int i = 0; i < file.getShort(56); i++) {
            int at = (int) file.getLong(32) + i * 56;
            int offset = (int) file.getLong(at + 8);
            int size = (int) file.getLong(at + 32);
            if (file.getInt(at) == PT_LOAD) {
                segments.add(new long[] {file.getLong(at + 24), size, offset});
            } else if (file.getInt(at) == PT_NOTE) {
                byte[] notes = new byte[size];
                file.get(offset, notes);
                String all = new String(notes, StandardCharsets.ISO_8859_1);
                text = all.substring(all.indexOf("OSRELEASE="));
            }
        }
        info = VmcoreInfo.parse(text.substring(0, text.indexOf('\0')));
    }

    /** Changes a dump; returns how many symbols are left of how many. */
    static int[] leave(Path dump) throws IOException {
        try (FileChannel channel = FileChannel.open(dump, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            return new FunctionNamesAlone(channel.map(FileChannel.MapMode.READ_WRITE, 0, channel.size())).leave();
        }
    }

    private int[] leave() {
        List<Entry> all = entries();
        long[] bounds = new long[4];
        List<String> names = List.of("_stext", "_etext", "_sinittext", "_einittext");
        for (Entry entry : all) {
            int bound = names.indexOf(entry.name());
            if (bound >= 0) {
                bounds[bound] = entry.address();
            }
        }
        List<Entry> left = all.stream()
                .filter(one ->
                        inside(one, bounds[0], bounds[1], "_etext") || inside(one, bounds[2], bounds[3], "_einittext"))
                .toList();
        long name = symbol("kallsyms_names");
        long offset = symbol("kallsyms_offsets");
        for (Entry entry : left) {
            byte[] packed = entry.packed().array();
            write(name, packed);
            name += packed.length;
            write(offset, number(entry.offset()));
            offset += 4;
        }
        write(symbol("kallsyms_num_syms"), number(left.size()));
        return new int[] {left.size(), all.size()};
    }

    private static boolean inside(Entry entry, long start, long end, String last) {
        return entry.address() >= start
                && (entry.address() < end
                        || entry.address() == end && entry.name().equals(last));
    }

    private List<Entry> entries() {
        int count = read(symbol("kallsyms_num_syms"), 4).getInt(0);
        long base = read(symbol("kallsyms_relative_base"), 8).getLong(0);
        ByteBuffer index = read(symbol("kallsyms_token_index"), 512);
        byte[] tokens = read(symbol("kallsyms_token_table"), 1 << 12).array();
        ByteBuffer offsets = read(symbol("kallsyms_offsets"), count * 4);
        byte[] names = read(symbol("kallsyms_names"), count * 14).array();
        List<Entry> entries = new ArrayList<>(count);
        int at = 0;
        for (int i = 0; i < count; i++) {
            int head = names[at] < 0 ? 2 : 1;
            int length = names[at] < 0 ? names[at] & 0x7f | (names[at + 1] & 0xff) << 7 : names[at];
            StringBuilder name = new StringBuilder();
            for (int j = at + head; j < at + head + length; j++) {
                for (int k = index.getShort((names[j] & 0xff) * 2); tokens[k] != 0; k++) {
                    name.append((char) tokens[k]);
                }
            }
            ByteBuffer packed = ByteBuffer.wrap(Arrays.copyOfRange(names, at, at + head + length));
            int offset = offsets.getInt(i * 4);
            entries.add(new Entry(name.substring(1), offset < 0 ? base - 1 - offset : offset, offset, packed));
            at += head + length;
        }
        return entries;
    }

    private long symbol(String name) {
        return info.symbol(name).orElseThrow();
    }

    private static byte[] number(int value) {
        return ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(value)
                .array();
    }

    private int place(long address) {
        long physical = address - KERNEL_MAP + info.number("phys_base").orElseThrow();
        for (long[] segment : segments) {
            if (physical >= segment[0] && physical < segment[0] + segment[1]) {
                return (int) (segment[2] + physical - segment[0]);
            }
        }
        throw new AssertionError("0x" + Long.toHexString(address) + " is not in the dump");
    }

    private ByteBuffer read(long address, int length) {
        byte[] bytes = new byte[length];
        for (int done = 0; done < length; ) {
            int part = (int) Math.min(length - done, PAGE - (address + done & PAGE - 1));
            file.get(place(address + done), bytes, done, part);
            done += part;
        }
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private void write(long address, byte[] bytes) {
        for (int i = 0; i < bytes.length; i++) {
            file.put(place(address + i), bytes[i]);
        }
    }
}
