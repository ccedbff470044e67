package dev.inquest.debuginfo.variables.search;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** {@code hstates} (mm/hugetlb.c): an array of {@code struct hstate}, whose elements in use are named after their sizes. */
record HugePageSizesRule() implements Rule {
    private static final String PREFIX = "hugepages-";
    private static final Pattern NAME = Pattern.compile(PREFIX + "\\d+kB");
    private static final int LONGEST_NAME = 32;

    @Override
    public String name() {
        return "hstates";
    }

    @Override
    public Outcome find(Evidence evidence) {
        long size = evidence.struct("hstate").size();
        long toName = evidence.offset("hstate", "name");
        List<Long> found = new ArrayList<>();
        for (long place : evidence.beginnings(PREFIX)) {
            String name = evidence.text(place, LONGEST_NAME);
            if (name != null && NAME.matcher(name).matches()) {
                found.add(place - toName);
            }
        }
        for (int i = 1; i < found.size(); i++) {
            if (found.get(i) != found.get(0) + i * size) {
                return Outcome.missing("names of sizes of huge pages lie in more than one array in the kernel's image");
            }
        }
        return found.isEmpty()
                ? Outcome.missing("no name of a size of huge pages lies in the kernel's image")
                : new Outcome(
                        found.getFirst(),
                        0,
                        "the only array in the kernel's image that has names of sizes of huge pages, " + found.size()
                                + ", at the distance of a struct hstate");
    }
}
