package dev.inquest.debuginfo.dwarf;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inquest.api.image.OpenException;
import dev.inquest.api.layout.LayoutSource;
import dev.inquest.api.layout.LineSource;
import dev.inquest.api.layout.TypeSource;
import dev.inquest.api.layout.UnwindSource;
import dev.inquest.api.layout.VariableSource;
import dev.inquest.api.layout.VariableSource.Present;
import dev.inquest.api.memory.FaultException;
import dev.inquest.api.types.EnumType;
import dev.inquest.api.types.MissingTypeException;
import dev.inquest.api.types.Spelling;
import dev.inquest.api.types.StructType;
import dev.inquest.api.types.Type;
import dev.inquest.debuginfo.fakes.FakeFrame;
import dev.inquest.debuginfo.fakes.FakeMemory;
import java.nio.ByteOrder;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Asks a file, perhaps a damaged one, for everything: it must answer, or have no answer, and throw nothing but what the api says. */
final class Exercise {
    private Exercise() {}

    /** Returns whether the file could be opened at all. */
    static boolean run(String sample, byte[] bytes) {
        LayoutSource dwarf;
        try {
            dwarf = Samples.dwarf(sample, bytes);
        } catch (OpenException e) {
            return false;
        }
        dwarf.describe();
        TypeSource types = dwarf.types();
        if (types != null) {
            for (TypeSource.Kind kind : TypeSource.Kind.values()) {
                types.forEachName(kind, name -> walk(types.find(kind, name)));
            }
            walk(types.variable("first_item"));
            walk(types.variable("heads"));
        }
        LineSource lines = dwarf.lines();
        UnwindSource unwind = dwarf.unwind();
        VariableSource variables = dwarf.variables();
        for (int distance = -1; distance < 0xa8; distance += 8) {
            long pc = Samples.text(sample) + distance;
            if (lines != null) {
                lines.positions(pc);
            }
            if (unwind != null) {
                unwind.row(pc);
            }
            if (variables != null) {
                scopes(variables, pc);
            }
        }
        return true;
    }

    private static void scopes(VariableSource variables, long pc) {
        FakeMemory memory = new FakeMemory(ByteOrder.LITTLE_ENDIAN);
        memory.put(0x7000, new byte[256]);
        FakeFrame caller =
                new FakeFrame(pc + 64, true, FakeFrame.registers(Map.of("rcx", 5L, "r8", 6L)), memory, 0x7080, null);
        Map<String, Long> registers = Map.of("rax", 1L, "rdi", 2L, "rsi", 3L, "rcx", 4L, "r8", 5L, "rsp", 0x7000L);
        FakeFrame frame = new FakeFrame(pc, false, FakeFrame.registers(registers), memory, 0x7040, caller);
        for (VariableSource.Scope scope : variables.scopes(frame)) {
            for (VariableSource.Variable variable : scope.variables()) {
                walk(variable.type());
                try {
                    if (variable.content() instanceof Present present
                            && !(present.value().type().bare() instanceof StructType)) {
                        present.value().asLong();
                    }
                } catch (FaultException | MissingTypeException e) {
                    assertTrue(e.getMessage() != null);
                }
            }
        }
    }

    private static void walk(@Nullable Type type) {
        try {
            if (type == null) {
                return;
            }
            Spelling.of(type, "x");
            type.size();
            Type bare = type.bare();
            bare.size();
            if (bare instanceof StructType struct) {
                for (StructType.Member member : struct.members()) {
                    Spelling.of(member.type().get(), "m");
                    member.type().get().size();
                }
                struct.find("node.next");
                struct.find("matrix[1][2]");
            } else if (bare instanceof EnumType enumeration) {
                enumeration.nameOf(5);
            }
        } catch (MissingTypeException e) {
            assertTrue(String.valueOf(e.getMessage()).contains("damaged"), e.getMessage());
        }
    }
}
