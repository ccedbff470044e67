package dev.inquest.core.open;

import dev.inquest.api.image.MappedFile;
import dev.inquest.api.image.OpenException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Opens files that the user named. */
final class DumpFile {
    private DumpFile() {}

    /** Maps a file, or says in one line why not. */
    static MappedFile open(Path path) throws OpenException {
        if (Files.isDirectory(path)) {
            throw new OpenException(path + ": is a directory");
        }
        if (!Files.exists(path)) {
            throw new OpenException(path + ": no such file");
        }
        if (!Files.isRegularFile(path)) {
            throw new OpenException(path + ": is not a regular file");
        }
        try {
            MappedFile file = MappedFile.open(path.toString(), path);
            if (file.size() == 0) {
                file.close();
                throw new OpenException(path + ": is empty");
            }
            return file;
        } catch (AccessDeniedException e) {
            throw new OpenException(path + ": permission denied", e);
        } catch (IOException e) {
            throw new OpenException(path + ": cannot be read: " + e.getMessage(), e);
        }
    }
}
