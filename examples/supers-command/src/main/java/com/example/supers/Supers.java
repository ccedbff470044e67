package com.example.supers;

import dev.inquest.api.command.*;
import dev.inquest.api.result.*;
import java.util.*;
import org.osgi.service.component.annotations.Component;

@Component(property = "inquest.command=supers")
public class Supers implements Command {
    public CommandSpec spec() { return CommandSpec.of("supers", "show the file systems in use").build(); }
    public Result run(Invocation invocation) {
        var kernel = invocation.kernel();
        List<Row> rows = new ArrayList<>();
        for (var sb : kernel.list(kernel.global("super_blocks").address(), "super_block", "s_list"))
            rows.add(new Row().put("address", new Address(sb.address()))
                    .put("type", Cell.of(() -> sb.member("s_type").member("name").asString()))
                    .put("id", Cell.of(() -> sb.member("s_id").asString())));
        return Result.of("supers/1", rows, Table.of("ADDRESS", "TYPE", "ID"));
    }
}
