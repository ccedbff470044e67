package dev.inquest.commands.kernel;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.TextStyle;
import java.util.Locale;

/** Spells times as crash does. */
final class Dates {
    private Dates() {}

    /** Spells seconds since 1970 as {@code Sat Nov 21 06:33:46 UTC 2026}. */
    static String utc(long seconds) {
        ZonedDateTime time;
        try {
            time = Instant.ofEpochSecond(seconds).atZone(ZoneOffset.UTC);
        } catch (java.time.DateTimeException e) {
            return "(not a date: " + seconds + " seconds)";
        }
        return String.format(
                Locale.ROOT,
                "%s %s %2d %02d:%02d:%02d UTC %d",
                time.getDayOfWeek().getDisplayName(TextStyle.SHORT, Locale.ENGLISH),
                time.getMonth().getDisplayName(TextStyle.SHORT, Locale.ENGLISH),
                time.getDayOfMonth(),
                time.getHour(),
                time.getMinute(),
                time.getSecond(),
                time.getYear());
    }

    /** Spells a duration as {@code 00:00:08} or {@code 3 days, 02:10:11}. */
    static String uptime(long seconds) {
        String clock =
                String.format(Locale.ROOT, "%02d:%02d:%02d", seconds / 3600 % 24, seconds / 60 % 60, seconds % 60);
        return seconds < 86400 ? clock : seconds / 86400 + " days, " + clock;
    }
}
