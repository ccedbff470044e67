package dev.inquest.api.image;

import java.nio.file.Path;

/** Where a sparse file has holes ({@code SEEK_DATA} of lseek(2)); nothing is known where the system cannot tell. */
final class FileHoles implements AutoCloseable {
    private final int descriptor;

    FileHoles(Path path) {
        descriptor = SystemCalls.open(path.toString());
    }

    /** Returns the end of the hole at an offset, which may lie behind the file's end; the offset itself where there is none. */
    long end(long offset) {
        return descriptor < 0 ? offset : SystemCalls.nextData(descriptor, offset);
    }

    @Override
    public void close() {
        if (descriptor >= 0) {
            SystemCalls.close(descriptor);
        }
    }
}
