package dev.inquest.commands.kdump;

import dev.inquest.api.result.Result;
import dev.inquest.api.result.Row;
import dev.inquest.api.result.TextOut;
import dev.inquest.api.result.TextView;
import dev.inquest.commands.kdump.machine.Survey.What;
import dev.inquest.commands.kdump.reserve.Sizes;
import java.util.List;
import java.util.Locale;

/** The sum with its parts, where what is known of the machine comes from, and what the distributions would keep. */
final class SizeView implements TextView {
    @Override
    public void write(Result result, TextOut out) {
        Row row = result.rows().getFirst();
        out.line("memory " + Sizes.words(row.number("memory")) + " (" + row.text("origin") + "), "
                + row.text("architecture") + ", pages of " + Sizes.words(row.number("page_size"))
                + (row.get("cpus") == null
                        ? ""
                        : ", " + row.text("cpus") + (row.number("cpus") == 1 ? " CPU" : " CPUs")));
        facts(row, out);
        out.line("");
        for (Row part : row.rows("parts")) {
            out.line(line(part.number("bytes"), part.text("part"), 34)
                    + (part.is("estimate") ? "estimate: " : "")
                    + part.text("why"));
        }
        out.line(String.format("%10s  needed; %s", Sizes.words(row.number("need")), row.text("suggestion")));
        out.line("");
        for (Row one : row.rows("defaults")) {
            out.line(line(one.number("bytes"), one.text("distribution"), 16)
                    + one.text("crashkernel")
                    + (one.is("enough") ? "" : "   (less than needed)"));
        }
        if (row.get("booted_with") instanceof Row booted) {
            out.line("");
            booted(booted, out);
        }
        if (row.get("given") instanceof Row given) {
            out.line("");
            out.line("crashkernel=" + given.text("crashkernel") + ": " + given.text("meaning"));
            if (given.get("bytes") != null) {
                out.line(Sizes.words(given.number("bytes")) + " on this machine: "
                        + (given.is("enough") ? "enough" : "too little"));
            }
        }
    }

    private static String line(long bytes, String name, int width) {
        return String.format(Locale.ROOT, "%10s  %-" + width + "s ", Sizes.words(bytes), name);
    }

    private static void facts(Row row, TextOut out) {
        List<Row> facts = row.rows("facts");
        List<Row> unknown = row.rows("not_known");
        if (facts.isEmpty() && unknown.isEmpty()) {
            return;
        }
        out.line("");
        for (Row fact : facts) {
            boolean bytes = List.of(What.MEMORY.words(), What.PAGE_SIZE.words(), What.RESERVED.words())
                    .contains(fact.text("fact"));
            String value = bytes && fact.text("value").matches("[0-9]{1,18}")
                    ? Sizes.words(Long.parseLong(fact.text("value")))
                    : fact.text("value");
            out.line(String.format(
                    "  %-32s %s   (%s%s)",
                    fact.text("fact"), value, fact.is("estimate") ? "estimate: " : "", fact.text("from")));
        }
        for (Row one : unknown) {
            out.line(String.format("  %-32s not known: %s", one.text("fact"), one.text("why")));
        }
    }

    private static void booted(Row booted, TextOut out) {
        if (booted.get("crashkernel") == null) {
            out.line("it was booted without crashkernel=: the next crash leaves no dump");
            return;
        }
        String asked =
                booted.get("bytes") == null ? "" : ": " + Sizes.words(booted.number("bytes")) + " on this machine";
        String kept = booted.get("reserved") == null ? "" : "; " + Sizes.words(booted.number("reserved")) + " are kept";
        out.line("booted with crashkernel=" + booted.text("crashkernel").replace(" ", " crashkernel=") + asked + kept
                + (booted.get("enough") == null
                        ? ""
                        : booted.is("enough") ? ": enough by this sum" : ": less than this sum"));
    }
}
