package dev.inquest.api.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class ArgumentsTest {
    private static final CommandSpec SPEC = CommandSpec.of("try", "a command for tests")
            .flag("l", "")
            .flag("s", "")
            .flag("16", "")
            .option("c", "cpus", "")
            .option("format", "name", "")
            .build();

    private static Arguments parse(String... words) throws CommandException {
        return Arguments.parse(SPEC, List.of(words));
    }

    @Test
    void lettersMayShareADash() throws CommandException {
        Arguments arguments = parse("-ls", "1");
        assertTrue(arguments.has("l") && arguments.has("s"));
        assertEquals(List.of("1"), arguments.operands());
    }

    @Test
    void anArgumentFollowsInTheSameWordOrTheNext() throws CommandException {
        assertEquals("0-3", parse("-c0-3").value("c").orElseThrow());
        assertEquals("0-3", parse("-lc", "0-3").value("c").orElseThrow());
        assertEquals("json", parse("--format=json").value("format").orElseThrow());
        assertEquals("json", parse("--format", "json").value("format").orElseThrow());
    }

    @Test
    void optionsAreCountedAndTheLastArgumentWins() throws CommandException {
        assertEquals(2, parse("-l", "-l").count("l"));
        assertEquals("1", parse("-c", "0", "-c", "1").value("c").orElseThrow());
        assertEquals(List.of("0", "1"), parse("-c", "0", "-c", "1").values("c"));
    }

    @Test
    void aFlagOfSeveralCharactersMayHaveOneDash() throws CommandException {
        assertTrue(parse("-16").has("16"));
    }

    @Test
    void aNegativeNumberIsAnOperand() throws CommandException {
        Arguments arguments = parse("init_task", "-5");
        assertEquals(List.of("init_task", "-5"), arguments.operands());
        assertFalse(arguments.has("5"));
    }

    @Test
    void twoDashesEndTheOptions() throws CommandException {
        assertEquals(List.of("-l"), parse("--", "-l").operands());
    }

    @Test
    void theRestBelongsToAnotherCommandWhereOptionsLead() throws CommandException {
        Arguments arguments = Arguments.parseLeading(SPEC, List.of("-l", "UN", "bt", "-s"));
        assertTrue(arguments.has("l"));
        assertFalse(arguments.has("s"));
        assertEquals(List.of("UN", "bt", "-s"), arguments.operands());
    }

    @Test
    void whatIsWrongIsNamed() {
        CommandException unknown = assertThrows(CommandException.class, () -> parse("-z"));
        assertEquals("try: unknown option -z; try 'help try'", unknown.getMessage());
        assertTrue(unknown.usage());
        CommandException missing = assertThrows(CommandException.class, () -> parse("-c"));
        assertEquals("try: option -c needs an argument: cpus", missing.getMessage());
    }
}
