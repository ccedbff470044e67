package dev.inquest.capstone;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.NoSuchElementException;

/** A loaded library. It stays loaded until the process ends; loading it again is cheap. Safe for use by many threads. */
public final class Capstone {
    private final Functions functions;
    private final int version;
    private final String origin;

    private Capstone(Functions functions, int version, String origin) {
        this.functions = functions;
        this.version = version;
        this.origin = origin;
    }

    /**
     * Loads the library that the settings ask for, or the next best.
     *
     * @throws CapstoneException when none can be used, with the reason for each that was tried
     */
    public static Capstone load(Settings settings) throws CapstoneException {
        return Natives.load(settings);
    }

    /**
     * Loads one library.
     *
     * @param library a file, or a name that the system's loader finds such as {@code libcapstone.so.5}
     * @param origin what to call it in messages
     * @throws CapstoneException when there is no such library, or it is no Capstone 5.0
     */
    static Capstone load(String library, String origin) throws CapstoneException {
        Functions functions;
        try {
            Arena forever = Arena.global();
            SymbolLookup lookup = library.indexOf('/') >= 0
                    ? SymbolLookup.libraryLookup(Path.of(library), forever)
                    : SymbolLookup.libraryLookup(library, forever);
            functions = new Functions(lookup);
        } catch (NoSuchElementException e) {
            throw new CapstoneException(origin + " is no libcapstone: " + e.getMessage());
        } catch (IllegalCallerException | IllegalArgumentException | UnsupportedOperationException e) {
            throw new CapstoneException(origin + ": " + e.getMessage());
        }
        Capstone capstone = new Capstone(functions, version(functions), origin);
        if (capstone.version != Layout.VERSION) {
            throw new CapstoneException(origin + " is Capstone " + capstone.version() + "; this binding needs 5.0"
                    + (capstone.version < Layout.VERSION
                            ? ": 4 and older have other structures, and decode pointer authentication and atomics of AArch64 wrongly"
                            : ", as its structures are not known"));
        }
        capstone.probe();
        return capstone;
    }

    private static int version(Functions functions) {
        try (Arena arena = Arena.ofConfined()) {
            return functions.version(arena.allocate(ValueLayout.JAVA_INT), arena.allocate(ValueLayout.JAVA_INT));
        }
    }

    /** Decodes an instruction that is known, so that a library with other structures is found out here and not by wrong answers. */
    private void probe() throws CapstoneException {
        byte[] leave = {(byte) 0x48, (byte) 0x89, (byte) 0xe5};
        try (Disassembler disassembler = open(Architecture.X86_64, Syntax.INTEL, true)) {
            disassembler.start(leave, 0x1000);
            Instruction first = disassembler.next();
            if (first == null
                    || first.length() != 3
                    || !first.toString().equals("mov rbp, rsp")
                    || first.detail() == null
                    || first.detail().operands().size() != 2
                    || !first.detail().operands().get(1).value().toString().contains("name=rsp")) {
                throw new CapstoneException(
                        origin + " has structures unlike those of Capstone 5.0: it decodes 48 89 e5 as "
                                + (first == null ? "nothing" : first.toString()));
            }
        }
    }

    /** Returns its version: major and minor number. */
    public String version() {
        return (version >> 8 & 0xff) + "." + (version & 0xff);
    }

    /** Returns where it comes from, in words. */
    public String origin() {
        return origin;
    }

    Functions functions() {
        return functions;
    }

    /**
     * Opens a disassembler for the calling thread.
     *
     * @param architecture the instruction set
     * @param syntax how x86 is spelled; of no meaning for others
     * @param detail whether instructions have a {@link Instruction#detail}, which takes time
     * @throws CapstoneException when this library was built without the architecture
     */
    public Disassembler open(Architecture architecture, Syntax syntax, boolean detail) throws CapstoneException {
        Arena arena = Arena.ofConfined();
        try {
            MemorySegment handle = arena.allocate(ValueLayout.JAVA_LONG);
            int error = functions.open(architecture.arch(), architecture.mode(), handle);
            if (error != 0) {
                throw new CapstoneException(
                        origin + " cannot disassemble " + architecture + ": " + functions.error(error));
            }
            return new Disassembler(functions, architecture, syntax, detail, arena, handle);
        } catch (CapstoneException | RuntimeException | Error e) {
            arena.close();
            throw e;
        }
    }

    @Override
    public String toString() {
        return "Capstone " + version() + ", " + origin;
    }
}
