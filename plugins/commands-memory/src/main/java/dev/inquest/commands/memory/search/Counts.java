package dev.inquest.commands.memory.search;

import java.util.concurrent.atomic.AtomicLong;

/** What was searched, and what could not be. */
final class Counts {
    /** Pages that were searched. */
    final AtomicLong pages = new AtomicLong();
    /** Pages that the dump's filter left out. */
    final AtomicLong excluded = new AtomicLong();
    /** Pages that the file should have and has not. */
    final AtomicLong lost = new AtomicLong();
    /** Page tables that are not in the dump, or lead back to themselves. */
    final AtomicLong tables = new AtomicLong();
    /** Mapped pages behind which there is no memory of the machine: devices. */
    final AtomicLong devices = new AtomicLong();
    /** Whether more was mapped than is plausible. */
    volatile boolean endless;
}
