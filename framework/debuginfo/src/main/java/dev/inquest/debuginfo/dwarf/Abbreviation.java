package dev.inquest.debuginfo.dwarf;

/**
 * What entries of one code look like (DWARF 5, section 7.5.3), and how to skim such an entry: a list of steps in which neighbours
 * of fixed size are one, and only the attributes that skimming needs stand out.
 */
final class Abbreviation {
    /** Steps: the operation in the upper eight bits, its argument in the rest. */
    static final int SKIP = 0;

    static final int SKIP_FORM = 1;
    static final int SIBLING = 2;
    static final int NAME = 3;
    static final int DECLARATION = 4;
    static final int SPECIFICATION = 5;

    private final int tag;
    private final boolean children;
    private final int[] attributes;
    private final int[] forms;
    private final long[] constants;
    private final int[] steps;
    private final boolean declaration;

    Abbreviation(int tag, boolean children, int[] attributes, int[] forms, long[] constants, Unit unit) {
        this.tag = tag;
        this.children = children;
        this.attributes = attributes;
        this.forms = forms;
        this.constants = constants;
        boolean declared = false;
        int[] plan = new int[attributes.length];
        int size = 0;
        int fixed = 0;
        for (int i = 0; i < attributes.length; i++) {
            int form = forms[i];
            int operation = switch (attributes[i]) {
                case At.SIBLING -> SIBLING;
                case At.NAME -> NAME;
                case At.DECLARATION -> DECLARATION;
                case At.SPECIFICATION -> SPECIFICATION;
                default -> SKIP_FORM;
            };
            if (operation == DECLARATION && form == Form.FLAG_PRESENT) {
                declared = true;
                continue;
            }
            int bytes = Form.size(form, unit);
            if (operation == SKIP_FORM && bytes >= 0) {
                fixed += bytes;
                continue;
            }
            if (fixed > 0) {
                plan = size + 2 > plan.length ? java.util.Arrays.copyOf(plan, plan.length * 2 + 2) : plan;
                plan[size++] = SKIP << 24 | fixed;
                fixed = 0;
            }
            plan = size + 2 > plan.length ? java.util.Arrays.copyOf(plan, plan.length * 2 + 2) : plan;
            plan[size++] = operation << 24 | form & 0xffffff;
        }
        if (fixed > 0) {
            plan = size + 1 > plan.length ? java.util.Arrays.copyOf(plan, size + 1) : plan;
            plan[size++] = SKIP << 24 | fixed;
        }
        steps = java.util.Arrays.copyOf(plan, size);
        declaration = declared;
    }

    int tag() {
        return tag;
    }

    boolean children() {
        return children;
    }

    int count() {
        return attributes.length;
    }

    int attribute(int index) {
        return attributes[index];
    }

    int form(int index) {
        return forms[index];
    }

    /** Returns the value of an attribute of form {@link Form#IMPLICIT_CONST}. */
    long constant(int index) {
        return constants[index];
    }

    /** Returns whether all such entries are declarations. */
    boolean declaration() {
        return declaration;
    }

    int stepCount() {
        return steps.length;
    }

    int step(int index) {
        return steps[index];
    }
}
