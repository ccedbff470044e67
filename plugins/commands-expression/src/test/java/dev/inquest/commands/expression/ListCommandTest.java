package dev.inquest.commands.expression;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inquest.api.command.Command;
import dev.inquest.api.command.CommandException;
import dev.inquest.expression.CExpressions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Lists of {@code struct node { int id; struct list_head link; struct node *next; }}, 32 bytes, at 0x1000, 0x2000 … */
class ListCommandTest {
    private final Command list = new ListCommand(new CExpressions());
    private Scene scene = new Scene();

    @BeforeEach
    void types() {
        scene = new Scene();
        scene.struct(
                "node",
                32,
                Scene.member("id", Scene.INT, 0),
                Scene.member("link", scene.type("list_head"), 8),
                Scene.member("next", scene.pointer("node"), 24));
        scene.struct("owner", 24, Scene.member("pad", Scene.LONG, 0), Scene.member("head", scene.type("list_head"), 8));
    }

    /** Links nodes 1..count into a ring with a head, and one after the other by next. */
    private void ring(long head, int count) {
        for (int i = 1; i <= count; i++) {
            long at = i * 0x1000L;
            scene.put(at, i, 8);
            scene.words(at + 8, i == count ? head : at + 0x1008, i == 1 ? head : at - 0x1000 + 8);
            scene.words(at + 24, i == count ? 0 : at + 0x1000);
        }
        scene.words(head, 0x1008, count * 0x1000L + 8);
    }

    @Test
    void structuresByTheirNextPointer() throws CommandException {
        ring(0x900, 3);
        List<String> expected = List.of("1000", "2000", "3000");
        assertEquals(expected, scene.lines(list, "node.next", "1000"));
        assertEquals(expected, scene.lines(list, "-o", "24", "0x1000"));
        assertEquals(List.of("1000", "2000"), scene.lines(list, "node.next", "1000", "-e", "3000"));
    }

    @Test
    void whereAListOfStructuresEnds() throws CommandException {
        ring(0x900, 3);
        // At its start, at the first behind its start, and at one that points at itself.
        scene.words(0x3018, 0x1000);
        assertEquals(List.of("1000", "2000", "3000"), scene.lines(list, "node.next", "1000"));
        scene.words(0x3018, 0x2000);
        assertEquals(List.of("1000", "2000", "3000"), scene.lines(list, "node.next", "1000"));
        scene.words(0x3018, 0x3000);
        assertEquals(List.of("1000", "2000", "3000"), scene.lines(list, "node.next", "1000"));
        assertEquals(List.of(), scene.remarks(list, "node.next", "1000"));
    }

    @Test
    void listHeads() throws CommandException {
        ring(0x900, 3);
        scene.variable("nodes", 0x900, scene.type("list_head").get());
        List<String> expected = List.of("1000", "2000", "3000");
        assertEquals(expected, scene.lines(list, "-H", "nodes", "-o", "node.link"));
        assertEquals(expected, scene.lines(list, "-H", "900", "node.link"));
        assertEquals(List.of("3000", "2000", "1000"), scene.lines(list, "-r", "-H", "nodes", "-o", "node.link"));
        // From any list_head, which counts as a structure: crash 8.0.6 goes backwards here, too.
        assertEquals(List.of("900", "3008", "2008", "1008"), scene.lines(list, "-r", "nodes"));
        assertEquals(List.of("1008", "2008", "3008"), scene.lines(list, "-H", "nodes"));
        assertEquals(List.of("1008", "2008"), scene.lines(list, "-H", "nodes", "-e", "3008"));
        // A head that is no list_head of the kind: the list passes through it.
        assertEquals(List.of("900", "1008", "2008", "3008"), scene.lines(list, "nodes"));
        assertEquals(List.of(), scene.remarks(list, "-H", "nodes", "-o", "node.link"));
    }

    @Test
    void aHeadInAnotherStructure() throws CommandException {
        ring(0x908, 2);
        assertEquals(
                List.of("900", "1000", "2000"), scene.lines(list, "-h", "900", "-O", "owner.head", "-o", "node.link"));
        ring(0x900, 3);
        // The list of which 2 is a part, from 2 on; the head that stands outside is shown as if it were a structure.
        assertEquals(List.of("2000", "3000", "8f8", "1000"), scene.lines(list, "-h", "2000", "-o", "node.link"));
    }

    @Test
    void structuresAreShown() throws CommandException {
        ring(0x900, 2);
        assertEquals(
                List.of("1000", "  id = 1,", "2000", "  id = 2,"),
                scene.lines(list, "-H", "900", "-o", "node.link", "-s", "node.id"));
        assertEquals(
                List.of("1008", "  id = 0x1", "  link.prev = 0x900", "2008", "  id = 0x2", "  link.prev = 0x1008"),
                scene.lines(list, "-H", "900", "-l", "node.link", "-S", "node.id,link.prev", "-x"));
        scene.context.radix(16);
        assertEquals(
                List.of("1000", "  id = 0x1,", "2000", "  id = 0x2,"),
                scene.lines(list, "-H", "900", "node.link", "-s", "node.id"));
        assertEquals(
                List.of("1000", "  id = 1,", "2000", "  id = 2,"),
                scene.lines(list, "-H", "900", "node.link", "-s", "node.id", "-d"));
    }

    @Test
    void circlesThatMissTheHeadAreSaid() throws CommandException {
        ring(0x900, 5);
        // 5 goes back to 3: 1 2 (3 4 5).
        scene.words(0x5008, 0x3008);
        assertEquals(
                List.of("1000", "2000", "3000", "4000", "5000"), scene.lines(list, "-H", "900", "-o", "node.link"));
        assertEquals(
                "the list is corrupt: 0x5008 leads back to 0x3008, not to the beginning",
                scene.remarks(list, "-H", "900").getFirst());
        assertTrue(
                scene.remarks(list, "-B", "-H", "900").getFirst().endsWith("; 3 before the circle, 3 in it"),
                scene.remarks(list, "-B", "-H", "900").getFirst());
    }

    @Test
    void linksThatLeadElsewhereAreSaid() throws CommandException {
        ring(0x900, 3);
        scene.words(0x2010, 0xbad);
        assertTrue(scene.remarks(list, "-H", "900", "-o", "node.link")
                .getFirst()
                .contains("prev of the list_head 0x2008 is 0xbad, not 0x1008"));
        ring(0x900, 3);
        scene.words(0x2008, 0xdead0000L);
        List<String> remarks = scene.remarks(list, "-H", "900", "-o", "node.link");
        assertTrue(remarks.getFirst().contains("cannot be read"), remarks.toString());
        ring(0x900, 3);
        scene.words(0x3008, 0);
        assertTrue(
                scene.remarks(list, "-H", "900", "-o", "node.link").getFirst().contains("ends with a null pointer"));
        assertEquals(List.of(), scene.remarks(list, "-H", "900", "-o", "8"));
    }

    @Test
    void wrongUseIsSaid() {
        assertTrue(refused("-O", "8", "1000").contains("-O needs -h"));
        assertTrue(refused("-h", "-H", "1000").contains("exclude one another"));
        assertTrue(refused("-H", "nothing").contains("no variable, function or enumerator nothing"));
        assertTrue(refused("node.none", "1000").contains("struct node has no member none"));
        assertTrue(refused("1000", "-s", "none.id").contains("no source of types knows a structure none"));
    }

    private String refused(String... words) {
        return String.valueOf(assertThrows(CommandException.class, () -> scene.run(list, words))
                .getMessage());
    }
}
