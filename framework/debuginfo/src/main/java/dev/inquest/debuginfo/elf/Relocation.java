package dev.inquest.debuginfo.elf;

import dev.inquest.api.image.Machine;
import dev.inquest.debuginfo.data.MalformedException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Fills runtime addresses into a copy of a section of a relocatable file. A linked file is never touched: what relocations it still
 * has (Debian's kernels) were applied by the linker.
 *
 * <p>Types: x86-64 psABI 1.0, table 4.9; AArch64 ELF, section 5.7.4; 64-bit ELF V2 ABI for Power, section 3.5.3. A symbol whose
 * section was not loaded counts as 0, so that what it stands for lies where no kernel has code.
 */
public final class Relocation {
    private Relocation() {}

    private enum Operation {
        NONE(0, false),
        ABSOLUTE_64(8, false),
        ABSOLUTE_32(4, false),
        RELATIVE_64(8, true),
        RELATIVE_32(4, true);

        private final int size;
        private final boolean relative;

        Operation(int size, boolean relative) {
            this.size = size;
            this.relative = relative;
        }
    }

    private static @Nullable Operation operation(int machine, int type) {
        if (type == 0) {
            return Operation.NONE;
        }
        return switch (machine) {
            case Machine.EM_X86_64 ->
                switch (type) {
                    case 1 -> Operation.ABSOLUTE_64;
                    case 10, 11 -> Operation.ABSOLUTE_32;
                    case 2, 4 -> Operation.RELATIVE_32;
                    case 24 -> Operation.RELATIVE_64;
                    default -> null;
                };
            case Machine.EM_AARCH64 ->
                switch (type) {
                    case 256 -> Operation.NONE;
                    case 257 -> Operation.ABSOLUTE_64;
                    case 258 -> Operation.ABSOLUTE_32;
                    case 260 -> Operation.RELATIVE_64;
                    case 261 -> Operation.RELATIVE_32;
                    default -> null;
                };
            case Machine.EM_PPC64 ->
                switch (type) {
                    case 38 -> Operation.ABSOLUTE_64;
                    case 1 -> Operation.ABSOLUTE_32;
                    case 44 -> Operation.RELATIVE_64;
                    case 26 -> Operation.RELATIVE_32;
                    default -> null;
                };
            default -> null;
        };
    }

    /**
     * Returns a section's bytes, relocated; the bytes of the file when there is nothing to relocate.
     *
     * @param file a relocatable file
     * @param section the section, debug information or allocated
     * @param placement the runtime addresses of the file's sections
     */
    public static ByteBuffer apply(ElfFile file, ElfSection section, Placement placement) throws MalformedException {
        ByteBuffer data = file.data(section);
        for (ElfSection candidate : file.sections()) {
            if (candidate.info() != section.index() || candidate.size() == 0) {
                continue;
            }
            if (candidate.type() == ElfSection.REL) {
                throw MalformedException.at(file.name(), candidate.offset(), "relocations without addend");
            }
            if (candidate.type() == ElfSection.RELA) {
                if (data.isReadOnly()) {
                    data = copy(data);
                }
                apply(file, section, candidate, placement, data);
            }
        }
        return data;
    }

    private static ByteBuffer copy(ByteBuffer data) {
        ByteBuffer copy = Arena.ofAuto().allocate(Math.max(1, data.limit())).asByteBuffer();
        return copy.put(0, data, 0, data.limit()).limit(data.limit()).order(data.order());
    }

    private static void apply(
            ElfFile file, ElfSection section, ElfSection relocations, Placement placement, ByteBuffer data)
            throws MalformedException {
        SymbolTable symbols = SymbolTable.of(file);
        if (symbols == null || !file.wide()) {
            throw MalformedException.at(file.name(), relocations.offset(), "relocations without symbols");
        }
        ByteBuffer in = file.data(relocations);
        long address = placement.placed(section.index()) ? placement.base(section.index()) : 0;
        for (int at = 0; at + 24 <= in.limit(); at += 24) {
            long offset = in.getLong(at);
            long info = in.getLong(at + 8);
            int symbol = (int) (info >>> 32);
            Operation operation = operation(file.machine(), (int) info);
            if (operation == null || symbol < 0 || symbol >= symbols.count()) {
                throw MalformedException.at(
                        file.name(), relocations.offset() + at, "relocation of type " + (int) info + " is not known");
            }
            if (offset < 0 || offset > data.limit() - operation.size) {
                throw MalformedException.at(
                        file.name(), relocations.offset() + at, "relocates what lies outside " + section.name());
            }
            long value = target(symbols, symbol, placement) + in.getLong(at + 16);
            value -= operation.relative ? address + offset : 0;
            if (operation.size == 8) {
                data.putLong((int) offset, value);
            } else if (operation.size == 4) {
                data.putInt((int) offset, (int) value);
            }
        }
    }

    private static long target(SymbolTable symbols, int symbol, Placement placement) {
        int section = symbols.section(symbol);
        return symbols.value(symbol) + (placement.placed(section) ? placement.base(section) : 0);
    }
}
