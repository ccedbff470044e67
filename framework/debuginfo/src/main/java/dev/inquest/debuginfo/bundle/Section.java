package dev.inquest.debuginfo.bundle;

import dev.inquest.debuginfo.data.MalformedException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;

/**
 * One section as the directory has it.
 *
 * @param file the file, for messages
 * @param kind what it is, see {@link Format}
 * @param module 0 for the kernel, else the number of the module
 * @param offset offset in the file
 * @param data its bytes, little-endian
 * @param crc CRC-32 of the section, or of its table of blocks
 */
record Section(String file, int kind, int module, long offset, ByteBuffer data, int crc) {

    /** Makes an exception that names the file and the offset in it. */
    MalformedException malformed(long at, String what) {
        return MalformedException.at(file, offset + at, what);
    }

    /** Checks the CRC-32 of the section's first bytes. */
    void check(int size) throws MalformedException {
        if (size < 0 || size > data.limit()) {
            throw malformed(0, "section " + kind + " is too short");
        }
        CRC32 sum = new CRC32();
        sum.update(data.slice(0, size));
        if ((int) sum.getValue() != crc) {
            throw malformed(0, "section " + kind + " is damaged: its checksum is wrong");
        }
    }
}
