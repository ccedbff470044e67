package dev.inquest.debuginfo.file;

import dev.inquest.api.image.ByteSource;
import dev.inquest.api.image.OpenException;
import dev.inquest.api.layout.DebugFile;
import dev.inquest.api.layout.DebugFileFormat;
import dev.inquest.api.progress.Progress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;

/**
 * Opens a kernel's BTF in a file of its own: what {@code bpftool btf dump} calls raw, {@code /sys/kernel/btf/vmlinux}, {@code pahole
 * --btf_encode_detached}. For the format see {@link dev.inquest.debuginfo.btf}.
 */
@Component(service = DebugFileFormat.class)
public final class BtfFileFormat implements DebugFileFormat {
    private static final int HEADER = 24;

    @Override
    public String name() {
        return "BTF";
    }

    @Override
    public boolean matches(ByteSource source) {
        return order(source) != null;
    }

    private static @Nullable ByteOrder order(ByteSource source) {
        try {
            if (source.size() < HEADER) {
                return null;
            }
            ByteBuffer head = source.slice(0, HEADER).asByteBuffer().order(ByteOrder.BIG_ENDIAN);
            int magic = head.getShort(0) & 0xffff;
            if (head.get(2) != 1 || magic != 0xeb9f && magic != 0x9feb) {
                return null;
            }
            return magic == 0xeb9f ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        } catch (IndexOutOfBoundsException | IllegalStateException e) {
            return null;
        }
    }

    @Override
    public DebugFile open(ByteSource source, Progress progress) throws OpenException {
        ByteOrder order = order(source);
        boolean done = false;
        try {
            if (order == null) {
                throw new OpenException(source.name() + " is no BTF");
            }
            DebugFile file = BtfDebugFile.open(source, order);
            done = true;
            return file;
        } finally {
            if (!done) {
                source.close();
            }
        }
    }
}
