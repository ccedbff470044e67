package dev.inquest.commands.disassembly;

import dev.inquest.api.result.Address;
import dev.inquest.api.result.Result;
import dev.inquest.api.result.Row;
import dev.inquest.api.result.TextOut;
import dev.inquest.api.result.TextView;

/** Rows as crash's {@code dis} shows them. */
record CrashView(InstructionText text) implements TextView {

    @Override
    public void write(Result result, TextOut out) {
        String before = "";
        for (Row row : result.rows()) {
            String line = row.text("file") + ": " + row.text("line");
            if (row.get("line") != null && !line.equals(before)) {
                out.line(line);
                before = line;
            }
            String place = text.place(row);
            out.print(row.get("address") instanceof Address address ? address.toString() : "")
                    .print(place.isEmpty() ? "" : " <" + place + ">")
                    .print(":\t")
                    .print(text.instruction(row))
                    .line(row.get("frame") == null ? "" : mark(row));
        }
    }

    private static String mark(Row row) {
        return (row.is("exception") ? " [exception, #" : " [call, #") + row.text("frame") + "]";
    }
}
