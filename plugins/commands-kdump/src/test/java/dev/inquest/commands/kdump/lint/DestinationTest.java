package dev.inquest.commands.kdump.lint;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class DestinationTest {
    private static Destination redHat(String text) {
        return Destination.ofKdumpConf(text.lines().toList());
    }

    @Test
    void theMachineItself() {
        assertEquals(new Destination("", false, "/var/crash", 31), redHat(""));
        assertEquals(
                new Destination("", false, "/dumps", 17),
                redHat(
                        "# path /other\npath   /dumps # here\ncore_collector makedumpfile -l --message-level 1 -d 17\n"));
        assertEquals(
                new Destination("ext4 UUID=03138356-5e61-4ab3-b58e-27507ac41937", false, "/", 31),
                redHat("ext4 UUID=03138356-5e61-4ab3-b58e-27507ac41937\npath /\n"));
    }

    @Test
    void otherMachines() {
        assertEquals(
                new Destination("nfs server.example.com:/dumps", true, "/var/crash", 31),
                redHat("nfs server.example.com:/dumps"));
        assertEquals(
                new Destination("ssh kdump@server.example.com", true, "/var/crash", 0),
                redHat("ssh kdump@server.example.com\ncore_collector scp"));
        assertEquals("net nfs.example.com:/x", redHat("net nfs.example.com:/x").target());
    }

    @Test
    void levels() {
        for (String line : List.of(
                "makedumpfile -l -d31",
                "makedumpfile -d 31,17 -c",
                "/usr/sbin/makedumpfile -F -p -d 31 --message-level 7")) {
            assertEquals(31, redHat("core_collector " + line).level(), line);
        }
        assertEquals(0, redHat("core_collector cp").level());
        assertEquals(0, redHat("core_collector makedumpfile -l").level());
        assertEquals(
                31, redHat("core_collector makedumpfile \u2013l \u2013d 31").level());
        assertEquals(31, redHat("core_collector makedumpfile -d 99").level());
    }

    @Test
    void otherDistributions() {
        assertEquals(
                new Destination("nfs server:/dumps", true, "/srv/crash", 1),
                Destination.ofDebian(
                        List.of("KDUMP_COREDIR=\"/srv/crash\"", "NFS=\"server:/dumps\"", "MAKEDUMP_ARGS=\"-c -d 1\"")));
        assertEquals(
                new Destination("", false, "/var/crash", 31), Destination.ofDebian(List.of("USE_KDUMP=1", "# NFS=x")));
        assertEquals(
                new Destination("ssh://kdump@server/dumps", true, "/var/crash", 15),
                Destination.ofSuse(List.of("KDUMP_SAVEDIR=\"ssh://kdump@server/dumps\"", "KDUMP_DUMPLEVEL=15")));
        assertEquals(
                "/srv", Destination.ofSuse(List.of("KDUMP_SAVEDIR=file:///srv")).folder());
    }
}
