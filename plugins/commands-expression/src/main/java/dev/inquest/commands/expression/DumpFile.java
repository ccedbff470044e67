package dev.inquest.commands.expression;

import dev.inquest.api.command.CommandException;
import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.memory.Fault;
import dev.inquest.api.memory.Memory;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The bytes of the dump's file itself, by their offset in it ({@code struct -f}). */
final class DumpFile implements Memory {
    private final Path file;
    private final ByteOrder order;

    private DumpFile(Path file, ByteOrder order) {
        this.file = file;
        this.order = order;
    }

    static DumpFile of(Kernel kernel, String command) throws CommandException {
        if (kernel.image().names().size() != 1) {
            throw CommandException.failed(command + ": -f works on dumps of one file");
        }
        Path file = Path.of(kernel.image().names().getFirst());
        if (!Files.isReadable(file)) {
            throw CommandException.failed(command + ": the dump's file " + file + " cannot be read again");
        }
        return new DumpFile(file, kernel.memory().order());
    }

    @Override
    public ByteOrder order() {
        return order;
    }

    @Override
    public @Nullable Fault tryRead(long address, byte[] destination, int offset, int length) {
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "r")) {
            if (address < 0 || address > open.length() - length) {
                return new Fault(Fault.Kind.NOT_MAPPED, address, "the file has " + open.length() + " bytes");
            }
            open.seek(address);
            open.readFully(destination, offset, length);
            return null;
        } catch (IOException e) {
            return new Fault(Fault.Kind.LOST, address, String.valueOf(e.getMessage()));
        }
    }
}
