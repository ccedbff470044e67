package dev.inquest.launcher;

import java.util.ArrayList;
import java.util.List;
import org.osgi.framework.Version;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.resource.Namespace;

/**
 * The comparisons in a requirement's filter (OSGi Core 8, section 3.2.7, the grammar of RFC 4515), enough to say it in words.
 *
 * @param text the filter
 * @param terms its comparisons
 */
record Filters(String text, List<Term> terms) {

    /**
     * A comparison.
     *
     * @param attribute what is compared
     * @param operator {@code =}, {@code >=}, {@code <=} or {@code ~=}
     * @param value with what
     * @param negated whether it stands directly in a "not"
     */
    record Term(String attribute, String operator, String value, boolean negated) {}

    static Filters of(BundleRequirement requirement) {
        String text = requirement.getDirectives().getOrDefault(Namespace.REQUIREMENT_FILTER_DIRECTIVE, "");
        List<Term> terms = new ArrayList<>();
        int from = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '(') {
                from = i + 1;
            } else if (c == ')' && from > 0) {
                addTerm(terms, text.substring(from, i), from >= 2 && text.charAt(from - 2) == '!');
                from = 0;
            }
        }
        return new Filters(text, List.copyOf(terms));
    }

    private static void addTerm(List<Term> terms, String term, boolean negated) {
        int equal = term.indexOf('=');
        if (equal <= 0) {
            return;
        }
        char before = term.charAt(equal - 1);
        int operator = before == '>' || before == '<' || before == '~' ? equal - 1 : equal;
        terms.add(new Term(
                term.substring(0, operator).trim(),
                term.substring(operator, equal + 1),
                term.substring(equal + 1).trim(),
                negated));
    }

    /** Returns what an attribute must be equal to, or the filter itself. */
    String value(String attribute) {
        for (Term term : terms) {
            if (term.attribute().equals(attribute) && term.operator().equals("=")) {
                return term.value();
            }
        }
        return text;
    }

    /** Returns the versions asked for as OSGi writes a range, for instance {@code " [1.0.0,2.0.0)"}; empty for any. */
    String range() {
        String low = "";
        String high = "";
        for (Term term : terms) {
            if (!term.attribute().endsWith("version")) {
                continue;
            }
            if (term.operator().equals(">=")) {
                if (term.negated()) {
                    high = term.value() + ")";
                } else {
                    low = "[" + term.value();
                }
            } else if (term.operator().equals("<=")) {
                if (term.negated()) {
                    low = "(" + term.value();
                } else {
                    high = term.value() + "]";
                }
            } else if (term.operator().equals("=")) {
                return " " + term.value();
            }
        }
        if (low.isEmpty() && high.isEmpty()) {
            return "";
        }
        if (high.isEmpty()) {
            return " " + low.substring(1) + " or higher";
        }
        return " " + (low.isEmpty() ? "[0" : low) + "," + high;
    }

    /** Returns the highest version that any comparison names, with no trailing zeros: {@code 26} for Java 26. */
    String highestVersion() {
        Version highest = Version.emptyVersion;
        for (Term term : terms) {
            if (term.attribute().equals("version")) {
                try {
                    Version version = Version.parseVersion(term.value());
                    highest = version.compareTo(highest) > 0 ? version : highest;
                } catch (IllegalArgumentException e) {
                    return text;
                }
            }
        }
        if (highest.getMinor() == 0) {
            return Integer.toString(highest.getMajor());
        }
        return highest.getMajor() + "." + highest.getMinor();
    }
}
