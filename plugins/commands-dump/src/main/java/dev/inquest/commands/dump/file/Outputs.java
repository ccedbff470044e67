package dev.inquest.commands.dump.file;

import dev.inquest.api.command.CommandException;
import dev.inquest.api.image.DumpContainer;
import dev.inquest.api.image.DumpSink;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/** Makes the sinks that dumps go to. */
public final class Outputs {
    private static final int BUFFER = 1 << 20;

    private Outputs() {}

    /** Begins a file. */
    public static DumpSink file(Target target, long limit) throws CommandException {
        try {
            return new FileSink(target, limit);
        } catch (IOException e) {
            throw CommandException.failed(Trouble.words(target.name(), e));
        }
    }

    /** Begins a file in flattened form. */
    public static DumpSink flattenedFile(Target target, long limit, DumpContainer flattened) throws CommandException {
        DumpSink file = file(target, limit);
        boolean done = false;
        try {
            DumpSink sink = new Wrapped(file, wrap(flattened, new BufferedOutputStream(new SinkStream(file), BUFFER)));
            done = true;
            return sink;
        } catch (IOException e) {
            throw CommandException.failed(Trouble.words(target.name(), e));
        } finally {
            if (!done) {
                closeQuietly(file);
            }
        }
    }

    /** Begins the flattened form on standard output. */
    public static DumpSink standardOutput(DumpContainer flattened) throws CommandException {
        if (terminal()) {
            throw CommandException.failed("standard output is a terminal; a dump goes into a pipe or a file");
        }
        try {
            return wrap(flattened, new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), BUFFER));
        } catch (IOException e) {
            throw CommandException.failed(Trouble.words("standard output", e));
        }
    }

    private static DumpSink wrap(DumpContainer flattened, OutputStream out) throws IOException, CommandException {
        return flattened
                .wrap(out)
                .orElseThrow(() -> CommandException.failed("the installed plugins cannot write the flattened form"));
    }

    private static boolean terminal() {
        try {
            String target = Files.readSymbolicLink(Path.of("/proc/self/fd/1")).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }

    /** Closes a sink whose work failed already. */
    public static void closeQuietly(DumpSink sink) {
        try {
            sink.close();
        } catch (IOException e) {
            // What went wrong before is what users should hear.
        }
    }

    /** Writes a file front to back. */
    private static final class SinkStream extends OutputStream {
        private final DumpSink file;
        private long at;

        SinkStream(DumpSink file) {
            this.file = file;
        }

        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            file.write(at, ByteBuffer.wrap(bytes, offset, length));
            at += length;
        }
    }

    /** A sink around a file. */
    private record Wrapped(DumpSink file, DumpSink inner) implements DumpSink {
        @Override
        public void write(long offset, ByteBuffer bytes) throws IOException {
            inner.write(offset, bytes);
        }

        @Override
        public void writeZeros(long offset, long length) throws IOException {
            inner.writeZeros(offset, length);
        }

        @Override
        public void finish() throws IOException {
            inner.finish();
            file.finish();
        }

        @Override
        public void close() throws IOException {
            try {
                inner.close();
            } finally {
                file.close();
            }
        }
    }
}
