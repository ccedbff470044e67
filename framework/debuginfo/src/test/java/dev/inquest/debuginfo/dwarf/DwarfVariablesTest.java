package dev.inquest.debuginfo.dwarf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inquest.api.layout.FrameState;
import dev.inquest.api.layout.VariableSource;
import dev.inquest.api.layout.VariableSource.Absent;
import dev.inquest.api.layout.VariableSource.Kind;
import dev.inquest.api.layout.VariableSource.Present;
import dev.inquest.api.layout.VariableSource.Scope;
import dev.inquest.api.layout.VariableSource.Variable;
import dev.inquest.debuginfo.fakes.FakeFrame;
import dev.inquest.debuginfo.fakes.FakeMemory;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where variables are at each instruction was read with readelf --debug-dump=info,loc and objdump -d. */
class DwarfVariablesTest {
    private static final long FIRST = 1000;
    private static final long SECOND = 40;

    private final FakeMemory memory = new FakeMemory(java.nio.ByteOrder.LITTLE_ENDIAN);

    private List<Scope> scopes(String sample, FrameState frame) {
        VariableSource variables = Samples.dwarf(sample).variables();
        assertNotNull(variables);
        return variables.scopes(frame);
    }

    private static Variable variable(Scope scope, String name) {
        return scope.variables().stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static long number(Scope scope, String name) {
        return assertInstanceOf(Present.class, variable(scope, name).content())
                .value()
                .asLong();
    }

    private static Absent absent(Scope scope, String name) {
        return assertInstanceOf(Absent.class, variable(scope, name).content());
    }

    /** The frame of caller() when it has called leaf(second + 5, 0). */
    private FakeFrame calling(String sample, Map<String, Long> registers, @Nullable FrameState caller) {
        return new FakeFrame(Samples.text(sample) + 0x82, true, FakeFrame.registers(registers), memory, 0x7000, caller);
    }

    private FakeFrame inLeaf(String sample, int distance, Map<String, Long> registers, @Nullable FrameState caller) {
        return new FakeFrame(
                Samples.text(sample) + distance, false, FakeFrame.registers(registers), memory, 0x6000, caller);
    }

    @ParameterizedTest
    @ValueSource(strings = {"locals-4.elf", "locals-5.elf", "locals-5.ko"})
    void registersConstantsStaticsAndValuesAtEntry(String sample) {
        FakeFrame caller = calling(sample, Map.of("rcx", SECOND, "r8", FIRST), null);
        FakeFrame leaf = inLeaf(sample, 0x2e, Map.of("rax", 90L, "rsi", 0L), caller);
        Scope scope = scopes(sample, leaf).getFirst();
        assertEquals("leaf", scope.function());
        assertFalse(scope.inlined());
        assertEquals(
                List.of("key", "unused", "doubled", "calls", "seven", "inner"),
                scope.variables().stream().map(Variable::name).toList());
        assertEquals(SECOND + 5, number(scope, "key"));
        assertEquals(0, number(scope, "unused"));
        assertEquals(90, number(scope, "doubled"));
        assertEquals(7, number(scope, "seven"));
        assertEquals(90, number(scope, "inner"));
        assertEquals("unsigned char", variable(scope, "inner").type().spelling());
        Present calls = assertInstanceOf(Present.class, variable(scope, "calls").content());
        assertTrue(calls.addressable());
        Variable key = variable(scope, "key");
        assertEquals(Kind.PARAMETER, key.kind());
        assertEquals("locals.c:12", key.file() + ":" + key.line());
        assertEquals("rsi", ((Present) variable(scope, "unused").content()).place());
    }

    @ParameterizedTest
    @ValueSource(strings = {"locals-4.elf", "locals-5.elf"})
    void aStaticVariableIsWhereTheKernelWasMovedTo(String sample) {
        Scope scope = scopes(sample, inLeaf(sample, 0x10, Map.of(), null)).getFirst();
        Present calls = assertInstanceOf(Present.class, variable(scope, "calls").content());
        assertEquals(Samples.TEXT + Samples.BIAS + 0x2040, calls.value().address());
    }

    @ParameterizedTest
    @ValueSource(strings = {"locals-4.elf", "locals-5.elf", "locals-5.ko"})
    void valuesAtEntryNeedTheCaller(String sample) {
        Scope orphan =
                scopes(sample, inLeaf(sample, 0x2e, Map.of("rax", 90L), null)).getFirst();
        assertEquals(new Absent("optimised out: the caller of the function is not known", true), absent(orphan, "key"));
        // A caller that had the argument in a register which is not known any more.
        FakeFrame forgetful = calling(sample, Map.of("r8", FIRST), null);
        Scope scope = scopes(sample, inLeaf(sample, 0x2e, Map.of(), forgetful)).getFirst();
        assertTrue(absent(scope, "key").optimisedOut());
        assertTrue(
                absent(scope, "key").reason().contains("rcx"),
                absent(scope, "key").reason());
        // An interrupted function did not call this one, whatever lies below it.
        FakeFrame interrupted = new FakeFrame(
                Samples.text(sample) + 0x83, false, FakeFrame.registers(Map.of("rcx", SECOND)), memory, 0x7000, null);
        assertTrue(absent(
                        scopes(sample, inLeaf(sample, 0x2e, Map.of(), interrupted))
                                .getFirst(),
                        "key")
                .optimisedOut());
        // A call of another function: this one was jumped to.
        FakeFrame other = new FakeFrame(
                Samples.text(sample) + 0x77, true, FakeFrame.registers(Map.of("rcx", SECOND)), memory, 0x7000, null);
        assertEquals(
                new Absent("optimised out: the function was perhaps not entered by the caller's call", true),
                absent(scopes(sample, inLeaf(sample, 0x2e, Map.of(), other)).getFirst(), "key"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"locals-4.elf", "locals-5.elf"})
    void callersOfCallersAreAskedToo(String sample) {
        // start(value) calls caller(value, 40), and caller's second argument is no longer in a register at +0x73.
        FakeFrame start = new FakeFrame(
                Samples.INIT + Samples.BIAS + 0xd, true, FakeFrame.registers(Map.of()), memory, 0x8000, null);
        FakeFrame caller = calling(sample, Map.of("rcx", SECOND), start);
        Scope scope = scopes(sample, caller).getFirst();
        assertEquals(SECOND, number(scope, "second"));
        assertEquals(
                "optimised out: it was in r8, which the call does not preserve",
                absent(scope, "first").reason());
    }

    @ParameterizedTest
    @ValueSource(strings = {"locals-4.elf", "locals-5.elf", "locals-5.ko"})
    void inlinedFunctionsPiecesAndTheStack(String sample) {
        FakeFrame frame = new FakeFrame(
                Samples.text(sample) + 0x83,
                false,
                FakeFrame.registers(Map.of("rax", 7L, "rcx", SECOND, "r8", FIRST)),
                memory,
                0x7000,
                null);
        List<Scope> scopes = scopes(sample, frame);
        assertEquals(
                List.of("added", "caller"), scopes.stream().map(Scope::function).toList());
        Scope added = scopes.get(0);
        assertTrue(added.inlined());
        assertEquals(7, number(added, "more"));
        assertEquals(FIRST + SECOND + 1 + 7, number(added, "sum"));
        Present both = assertInstanceOf(Present.class, variable(added, "both").content());
        assertEquals(FIRST, both.value().member("low").asLong());
        assertEquals(SECOND + 1, both.value().member("high").asLong());
        assertEquals("r8, computed", both.place());
        assertFalse(both.addressable());
        Present stack = assertInstanceOf(
                Present.class, variable(scopes.get(1), "on_stack").content());
        assertEquals(0x7000 - 48, stack.value().address());
        assertEquals(32, stack.value().type().size());
        assertEquals(7, number(scopes.get(1), "result"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"locals-4.elf", "locals-5.elf"})
    void outsideAnyFunctionNothingIsKnown(String sample) {
        assertTrue(scopes(sample, inLeaf(sample, 0x4c, Map.of(), null)).isEmpty());
        assertTrue(scopes(sample, inLeaf(sample, -1, Map.of(), null)).isEmpty());
    }
}
