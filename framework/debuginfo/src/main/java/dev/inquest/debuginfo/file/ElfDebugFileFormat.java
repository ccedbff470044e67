package dev.inquest.debuginfo.file;

import dev.inquest.api.image.ByteSource;
import dev.inquest.api.image.OpenException;
import dev.inquest.api.layout.DebugFile;
import dev.inquest.api.layout.DebugFileFormat;
import dev.inquest.api.progress.Progress;
import dev.inquest.debuginfo.data.MalformedException;
import dev.inquest.debuginfo.elf.ElfFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.osgi.service.component.annotations.Component;

/**
 * Opens a vmlinux, a module, or the separate debug file of either. Boot images are recognised too, so that they can be refused
 * with a reason: x86 bzImage by {@code HdrS} at 0x202 (Documentation/arch/x86/boot.rst), arm64 Image by {@code ARM\x64} at 0x38
 * (Documentation/arch/arm64/booting.rst), EFI zboot by {@code zimg} at 4.
 */
@Component(service = DebugFileFormat.class)
public final class ElfDebugFileFormat implements DebugFileFormat {

    @Override
    public String name() {
        return "ELF";
    }

    @Override
    public boolean matches(ByteSource source) {
        int type = ElfFile.typeOf(source);
        return type >= 0 ? type != ElfFile.CORE : bootImage(source);
    }

    private static boolean bootImage(ByteSource source) {
        try {
            if (source.size() < 0x206) {
                return false;
            }
            ByteBuffer head = source.slice(0, 0x206).asByteBuffer().order(ByteOrder.BIG_ENDIAN);
            return head.getInt(0x202) == 0x48647253 || head.getInt(0x38) == 0x41524d64 || head.getInt(4) == 0x7a696d67;
        } catch (IndexOutOfBoundsException | IllegalStateException e) {
            return false;
        }
    }

    @Override
    public DebugFile open(ByteSource source, Progress progress) throws OpenException {
        boolean done = false;
        try {
            if (ElfFile.typeOf(source) < 0 && bootImage(source)) {
                throw new OpenException(
                        source.name() + " is a compressed boot image; give the vmlinux with debug information");
            }
            DebugFile file = ElfDebugFile.open(source);
            done = true;
            return file;
        } catch (MalformedException e) {
            throw new OpenException(String.valueOf(e.getMessage()), e);
        } finally {
            if (!done) {
                source.close();
            }
        }
    }
}
