package dev.inquest.debuginfo.btf;

/** The numbers of BTF's kinds (include/uapi/linux/btf.h). */
final class BtfKind {
    static final int INT = 1;
    static final int PTR = 2;
    static final int ARRAY = 3;
    static final int STRUCT = 4;
    static final int UNION = 5;
    static final int ENUM = 6;
    static final int FWD = 7;
    static final int TYPEDEF = 8;
    static final int VOLATILE = 9;
    static final int CONST = 10;
    static final int RESTRICT = 11;
    static final int FUNC = 12;
    static final int FUNC_PROTO = 13;
    static final int VAR = 14;
    static final int DATASEC = 15;
    /** Since Linux 5.13, commit b1828f0b0482. */
    static final int FLOAT = 16;
    /** Since Linux 5.16, commits b5ea834dde6b and 223f903e9c83. */
    static final int DECL_TAG = 17;
    /** Since Linux 5.17, commit 8c42d2fa4eea. */
    static final int TYPE_TAG = 18;
    /** Since Linux 6.0, commit 6089fb325cf7. */
    static final int ENUM64 = 19;

    private BtfKind() {}

    /** Returns how many words follow a record's first three, or -1 for a kind that is not known. */
    static int extraWords(int kind, int vlen) {
        return switch (kind) {
            case INT, VAR, DECL_TAG -> 1;
            case ARRAY -> 3;
            case STRUCT, UNION, DATASEC, ENUM64 -> vlen * 3;
            case ENUM, FUNC_PROTO -> vlen * 2;
            case PTR, FWD, TYPEDEF, VOLATILE, CONST, RESTRICT, FUNC, FLOAT, TYPE_TAG -> 0;
            default -> -1;
        };
    }
}
