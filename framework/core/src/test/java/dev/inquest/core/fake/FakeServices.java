package dev.inquest.core.fake;

import dev.inquest.api.arch.ArchSession;
import dev.inquest.api.arch.Architecture;
import dev.inquest.api.arch.RegisterSet;
import dev.inquest.api.image.ByteSource;
import dev.inquest.api.image.DumpContainer;
import dev.inquest.api.image.DumpFormat;
import dev.inquest.api.image.DumpImage;
import dev.inquest.api.image.Machine;
import dev.inquest.api.image.OpenException;
import dev.inquest.api.layout.DebugFile;
import dev.inquest.api.layout.DebugFileFormat;
import dev.inquest.api.layout.DebugFinder;
import dev.inquest.api.progress.Progress;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Services for files in plain words: {@code FAKEDUMP} is a dump, {@code WRAP} wraps what follows, {@code DEBUG kernel ID RELEASE} is a
 * vmlinux, {@code DEBUG name ID RELEASE} a module. The sources that they see are remembered.
 */
public final class FakeServices {
    /** The dump that every file of the format gives. */
    public final FakeImage image = FakeImage.little();

    /** Who finds debug files. */
    public final List<DebugFinder> finders = new ArrayList<>();

    /** Whether the architecture does not understand the dump. */
    public boolean attachFails;

    /** The settings that the architecture saw. */
    public Map<String, String> settings = Map.of();

    private final List<ByteSource> seen = new ArrayList<>();

    /** Returns whether all files that were opened are closed: reading them fails. */
    public boolean allClosed() {
        return seen.stream().noneMatch(FakeServices::open);
    }

    private static boolean open(ByteSource source) {
        try {
            return source.slice(0, 1).scope().isAlive();
        } catch (IllegalStateException e) {
            return false;
        }
    }

    private String text(ByteSource source) {
        if (!seen.contains(source)) {
            seen.add(source);
        }
        MemorySegment bytes = source.slice(0, Math.min(source.size(), 4096));
        return new String(bytes.toArray(ValueLayout.JAVA_BYTE), StandardCharsets.ISO_8859_1);
    }

    /** Returns what unwraps. */
    public DumpContainer container() {
        return new DumpContainer() {
            @Override
            public String name() {
                return "wrap";
            }

            @Override
            public boolean matches(ByteSource source) {
                return text(source).startsWith("WRAP");
            }

            @Override
            public ByteSource open(ByteSource source, Progress progress) {
                return new Inside(source);
            }
        };
    }

    private record Inside(ByteSource outer) implements ByteSource {
        @Override
        public String name() {
            return outer.name();
        }

        @Override
        public long size() {
            return outer.size() - 4;
        }

        @Override
        public MemorySegment slice(long offset, long length) {
            return outer.slice(offset + 4, length);
        }

        @Override
        public void close() {
            outer.close();
        }
    }

    /** Returns two formats of dumps. */
    public List<DumpFormat> formats() {
        return List.of(new Format("fake", "FAKEDUMP"), new Format("other", "OTHERDUMP"));
    }

    private final class Format implements DumpFormat {
        private final String name;
        private final String magic;

        Format(String name, String magic) {
            this.name = name;
            this.magic = magic;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public int probe(ByteSource source) {
            return text(source).startsWith(magic) ? 100 : 0;
        }

        @Override
        public DumpImage open(List<ByteSource> sources, Progress progress) throws OpenException {
            if (sources.size() > 1) {
                throw new OpenException("the parts do not belong together");
            }
            return image.of(sources);
        }
    }

    /** Returns a machine that claims all dumps of x86_64. */
    public Architecture architecture() {
        return new Architecture() {
            @Override
            public String name() {
                return "fake64";
            }

            @Override
            public boolean matches(Machine dumped) {
                return dumped.elfMachine() == Machine.EM_X86_64;
            }

            @Override
            public RegisterSet registers() {
                return new RegisterSet(List.of("pc", "sp"), Map.of(), 0, 1);
            }

            @Override
            public ArchSession attach(Context context) throws OpenException {
                if (attachFails) {
                    throw new OpenException("no page tables were found");
                }
                settings = context.settings();
                return new FakeArch(this, context.vmcoreInfo(), 0, List.of());
            }
        };
    }

    /** Returns what opens debug files. */
    public DebugFileFormat debugFormat() {
        return new DebugFileFormat() {
            @Override
            public String name() {
                return "debug";
            }

            @Override
            public boolean matches(ByteSource source) {
                return text(source).startsWith("DEBUG ");
            }

            @Override
            public DebugFile open(ByteSource source, Progress progress) {
                return new FakeDebugFile(source, List.of(text(source).split(" ")));
            }
        };
    }
}
