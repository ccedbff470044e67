package dev.inquest.commands.memory;

import dev.inquest.api.arch.PageEntry;
import dev.inquest.api.command.Command;
import dev.inquest.api.command.CommandException;
import dev.inquest.api.command.CommandSpec;
import dev.inquest.api.command.Invocation;
import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.result.Address;
import dev.inquest.api.result.Result;
import dev.inquest.api.result.Row;
import dev.inquest.api.result.TextOut;
import java.util.ArrayList;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/** {@code pte}: what an entry of a page table means. */
@Component(service = Command.class, property = "inquest.command=pte")
public final class PteCommand implements Command {
    private static final CommandSpec SPEC = CommandSpec.of("pte", "translate page-table entries")
            .operands("contents ...")
            .describe(
                    "Takes the contents of entries of the lowest level, in hexadecimal, and tells the page that each maps and its flags in the "
                            + "architecture's own words. An entry of a page that was swapped out gives the swap area and the offset in it.")
            .example("an entry", "pte 8000000012345067", "")
            .build();

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    @Override
    public Result run(Invocation invocation) throws CommandException {
        Kernel kernel = invocation.kernel();
        if (invocation.arguments().operands().isEmpty()) {
            throw CommandException.usage("pte: give the contents of an entry, in hexadecimal");
        }
        List<Row> rows = new ArrayList<>();
        for (String operand : invocation.arguments().operands()) {
            long contents = Numbers.hexadecimal("pte", operand);
            PageEntry entry = kernel.arch()
                    .pageEntry(contents)
                    .orElseThrow(() -> CommandException.failed("pte: the flags of entries are not known on "
                            + kernel.arch().architecture().name()));
            Row row = new Row()
                    .put("pte", new Address(contents))
                    .put("present", entry.present())
                    .put("physical", entry.present() ? new Address(entry.physical()) : null)
                    .put("flags", entry.flags())
                    .put("swap", entry.swap() == null ? null : SwapAreas.row(kernel, entry.swap()));
            rows.add(row);
        }
        return Result.of("pte/1", rows, PteCommand::write);
    }

    private static void write(Result result, TextOut out) {
        boolean first = true;
        for (Row row : result.rows()) {
            if (!first) {
                out.line();
            }
            first = false;
            if (row.is("present")) {
                VtopView.entry(row.get("pte"), row.get("physical"), VtopView.flags(row, "flags", "|"), out);
            } else {
                String contents = VtopView.hex(row.get("pte"));
                int width = Math.max(3, contents.length());
                if (row.get("swap") instanceof Row swap) {
                    String area = swap.get("area") == null ? "(type " + swap.text("type") + ")" : swap.text("area");
                    out.line(
                            VtopView.centre("PTE", width) + "  " + VtopView.centre("SWAP", area.length()) + "  OFFSET");
                    out.line(VtopView.right(contents, width) + "  " + area + "  " + swap.text("offset"));
                } else {
                    out.line(VtopView.centre("PTE", width) + "  PHYSICAL  FLAGS");
                    out.line(VtopView.right(contents, width) + "  (no page)");
                }
            }
        }
    }
}
