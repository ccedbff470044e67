package dev.inquest.debuginfo.dwarf;

import dev.inquest.debuginfo.data.Cursor;
import dev.inquest.debuginfo.data.MalformedException;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs a line number program of {@code .debug_line} (DWARF 5, section 6.2; versions 2 to 5).
 *
 * <pre>
 * header := length version:u16 [address_size:u8 segment_size:u8]   version 5
 *           header_length:offset minimum_instruction_length:u8 [maximum_operations:u8]   version 4
 *           default_is_stmt:u8 line_base:i8 line_range:u8 opcode_base:u8 lengths:u8[opcode_base - 1]
 *           directories files
 * version 5:    (formats:u8 (content:uleb form:uleb)* count:uleb entry*) twice
 * version 2-4:  (directory:string)* 0  (name:string directory:uleb time:uleb size:uleb)* 0
 * </pre>
 */
final class LineProgram {
    private static final int MAXIMUM_FILES = 1 << 20;
    private static final int CONTENT_PATH = 1;
    private static final int CONTENT_DIRECTORY = 2;

    private final Dwarf dwarf;
    private final Unit unit;
    private final Cursor in;
    private final List<String> directories = new ArrayList<>();
    private final List<String> names = new ArrayList<>();
    private final List<Integer> directoryOf = new ArrayList<>();
    private int version;
    private int offsetSize = 4;
    private int programStart;
    private int minimumLength;
    private int lineBase;
    private int lineRange;
    private int opcodeBase;
    private int[] operands = new int[0];

    private LineProgram(Dwarf dwarf, Unit unit, Cursor in) {
        this.dwarf = dwarf;
        this.unit = unit;
        this.in = in;
    }

    /** Reads the table of a unit. */
    static LineTable of(Dwarf dwarf, Unit unit) throws MalformedException {
        Die root = dwarf.die(unit, unit.root());
        long offset = root.number(At.STMT_LIST, -1);
        LineTable.Builder rows = new LineTable.Builder();
        String compilation = root.string(At.COMP_DIR);
        compilation = compilation == null ? "" : compilation;
        if (offset < 0) {
            return rows.build(new FileTable(compilation, List.of(), List.of(), List.of(), 1));
        }
        LineProgram program = new LineProgram(
                dwarf, unit, dwarf.sections().get(DebugSection.LINE).seek(offset));
        program.header(compilation);
        try {
            program.run(rows);
        } catch (MalformedException e) {
            rows.end(0); // the sequence that is damaged is left out, those before it stand
        }
        return rows.build(new FileTable(
                compilation, program.directories, program.names, program.directoryOf, program.version >= 5 ? 0 : 1));
    }

    private void header(String compilation) throws MalformedException {
        long length = in.u32();
        if (length == 0xffffffffL) {
            offsetSize = 8;
            length = in.u64();
        }
        if (length < 0 || length > in.remaining()) {
            throw in.malformed("the line program is longer than the section");
        }
        in.limit(in.position() + length);
        version = in.u16();
        if (version < 2 || version > 5) {
            throw in.malformed("line programs of version " + version + " are not supported");
        }
        if (version >= 5) {
            in.skip(2);
        }
        long headerLength = in.unsigned(offsetSize);
        int afterLength = in.position();
        minimumLength = in.u8();
        if (version >= 4) {
            in.skip(1);
        }
        in.skip(1);
        lineBase = (byte) in.u8();
        lineRange = in.u8();
        opcodeBase = in.u8();
        operands = new int[Math.max(1, opcodeBase)];
        for (int i = 1; i < opcodeBase; i++) {
            operands[i] = in.u8();
        }
        if (version >= 5) {
            entries(directories, new ArrayList<>());
            entries(names, directoryOf);
        } else {
            directories.add(compilation);
            oldEntries();
        }
        in.seek(afterLength);
        in.skip(headerLength);
        programStart = in.position();
    }

    private void oldEntries() throws MalformedException {
        while (true) {
            String directory = in.string();
            if (directory.isEmpty()) {
                break;
            }
            directories.add(directory);
        }
        while (true) {
            String name = in.string();
            if (name.isEmpty()) {
                break;
            }
            oldFile(name);
        }
    }

    private void oldFile(String name) throws MalformedException {
        names.add(name);
        directoryOf.add((int) in.uleb());
        in.skipLeb();
        in.skipLeb();
    }

    private void entries(List<String> paths, List<Integer> indices) throws MalformedException {
        int formats = in.u8();
        int[] contents = new int[formats];
        int[] forms = new int[formats];
        for (int i = 0; i < formats; i++) {
            contents[i] = (int) in.uleb();
            forms[i] = (int) in.uleb();
        }
        long count = in.uleb();
        if (count < 0 || count > MAXIMUM_FILES || formats == 0 && count > 0 || count > in.remaining()) {
            throw in.malformed(Long.toUnsignedString(count) + " files");
        }
        for (long i = 0; i < count; i++) {
            String path = "";
            int directory = 0;
            for (int k = 0; k < formats; k++) {
                switch (contents[k]) {
                    case CONTENT_PATH -> path = path(forms[k]);
                    case CONTENT_DIRECTORY -> directory = index(forms[k]);
                    default -> Form.skip(in, forms[k], unit);
                }
            }
            paths.add(path);
            indices.add(directory);
        }
    }

    private String path(int form) throws MalformedException {
        return switch (form) {
            case Form.STRING -> in.string();
            case Form.LINE_STRP -> dwarf.string(DebugSection.LINE_STR, in.unsigned(offsetSize));
            case Form.STRP -> dwarf.string(DebugSection.STR, in.unsigned(offsetSize));
            case Form.STRX -> dwarf.string(DebugSection.STR, dwarf.stringOffset(unit, in.uleb()));
            default -> {
                Form.skip(in, form, unit);
                yield "";
            }
        };
    }

    private int index(int form) throws MalformedException {
        return switch (form) {
            case Form.DATA1 -> in.u8();
            case Form.DATA2 -> in.u16();
            case Form.UDATA -> (int) in.uleb();
            default -> {
                Form.skip(in, form, unit);
                yield 0;
            }
        };
    }

    private void run(LineTable.Builder rows) throws MalformedException {
        in.seek(programStart);
        long address = 0;
        int file = 1;
        int line = 1;
        int column = 0;
        while (!in.atEnd()) {
            int opcode = in.u8();
            if (opcode >= opcodeBase) {
                if (lineRange == 0) {
                    throw in.malformed("a line range of 0");
                }
                int adjusted = opcode - opcodeBase;
                address += (long) (adjusted / lineRange) * minimumLength;
                line += lineBase + adjusted % lineRange;
                rows.row(address, file, line, column);
                continue;
            }
            switch (opcode) {
                case 0 -> {
                    long length = in.uleb();
                    int begin = in.position();
                    int extended = length == 0 ? 0 : in.u8();
                    if (extended == 1) {
                        rows.end(address);
                        address = 0;
                        file = 1;
                        line = 1;
                        column = 0;
                    } else if (extended == 2) {
                        address = in.unsigned(length == 5 ? 4 : 8);
                    } else if (extended == 3 && names.size() < MAXIMUM_FILES) {
                        oldFile(in.string());
                    }
                    in.seek(begin);
                    in.skip(length);
                }
                case 1 -> rows.row(address, file, line, column);
                case 2 -> address += in.uleb() * minimumLength;
                case 3 -> line += (int) in.sleb();
                case 4 -> file = (int) in.uleb();
                case 5 -> column = (int) in.uleb();
                case 6, 7, 10, 11 -> {}
                case 8 -> address += (long) ((255 - opcodeBase) / Math.max(1, lineRange)) * minimumLength;
                case 9 -> address += in.u16();
                default -> {
                    for (int i = 0; i < operands[opcode]; i++) {
                        in.skipLeb();
                    }
                }
            }
        }
    }
}
