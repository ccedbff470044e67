package dev.inquest.capstone;

/**
 * Offsets and sizes in bytes of the structures of capstone 5.0 on 64-bit hosts: {@code cs_insn}, {@code cs_detail}, {@code cs_x86}, {@code cs_arm64},
 * {@code cs_ppc} (include/capstone, 5.0.7). They are those of 5.0 alone: in 4.0 {@code cs_insn.bytes} has 16 bytes instead of 24, {@code cs_arm64_op} lacks
 * {@code svcr}, and 6.0 has other enumerations; {@link Capstone} refuses other versions.
 */
final class Layout {
    private Layout() {}

    /** {@code major << 8 | minor} of the version that has these structures. */
    static final int VERSION = 5 << 8;

    // cs_insn
    static final int ID = 0;
    static final int ADDRESS = 8;
    static final int LENGTH = 16;
    static final int MNEMONIC = 42;
    static final int MNEMONIC_SIZE = 32;
    static final int OPERANDS = 74;
    static final int OPERANDS_SIZE = 160;
    static final int DETAIL = 240;
    static final int INSTRUCTION_SIZE = 248;

    // cs_detail
    static final int READS = 0;
    static final int READ_COUNT = 40;
    static final int WRITES = 42;
    static final int WRITE_COUNT = 82;
    static final int GROUPS = 83;
    static final int GROUP_COUNT = 91;
    static final int ARCHITECTURE = 96;
    static final int DETAIL_SIZE = 1864;

    /** The largest of the three architectures' structures ends here. */
    static final int DETAIL_USED = ARCHITECTURE + 464;

    /** Room for operands in each architecture's structure. */
    static final int MOST_OPERANDS = 8;

    // cs_x86, from ARCHITECTURE
    static final int X86_PREFIXES = ARCHITECTURE;
    static final int X86_OPCODE = ARCHITECTURE + 4;
    static final int X86_REX = ARCHITECTURE + 8;
    static final int X86_ADDRESS_SIZE = ARCHITECTURE + 9;
    static final int X86_MODRM = ARCHITECTURE + 10;
    static final int X86_SIB = ARCHITECTURE + 11;
    static final int X86_COUNT = ARCHITECTURE + 64;
    static final int X86_OPERANDS = ARCHITECTURE + 72;
    static final int X86_OPERAND_SIZE = 48;
    // cs_x86_encoding
    static final int X86_DISPLACEMENT_SIZE = ARCHITECTURE + 456 + 2;
    static final int X86_IMMEDIATE_SIZE = ARCHITECTURE + 456 + 4;
    // cs_x86_op
    static final int X86_TYPE = 0;
    static final int X86_VALUE = 8;
    static final int X86_SIZE = 32;
    static final int X86_ACCESS = 33;
    // x86_op_mem, from X86_VALUE
    static final int X86_SEGMENT = X86_VALUE;
    static final int X86_BASE = X86_VALUE + 4;
    static final int X86_INDEX = X86_VALUE + 8;
    static final int X86_SCALE = X86_VALUE + 12;
    static final int X86_DISPLACEMENT = X86_VALUE + 16;

    // cs_arm64, from ARCHITECTURE
    static final int ARM_CONDITION = ARCHITECTURE;
    static final int ARM_FLAGS = ARCHITECTURE + 4;
    static final int ARM_WRITEBACK = ARCHITECTURE + 5;
    static final int ARM_POST_INDEX = ARCHITECTURE + 6;
    static final int ARM_COUNT = ARCHITECTURE + 7;
    static final int ARM_OPERANDS = ARCHITECTURE + 8;
    static final int ARM_OPERAND_SIZE = 56;
    // cs_arm64_op
    static final int ARM_LANE = 0;
    static final int ARM_SHIFT = 8;
    static final int ARM_SHIFT_AMOUNT = 12;
    static final int ARM_EXTEND = 16;
    static final int ARM_TYPE = 20;
    static final int ARM_VALUE = 32;
    static final int ARM_ACCESS = 48;
    // arm64_op_mem, from ARM_VALUE
    static final int ARM_BASE = ARM_VALUE;
    static final int ARM_INDEX = ARM_VALUE + 4;
    static final int ARM_DISPLACEMENT = ARM_VALUE + 8;

    // cs_ppc, from ARCHITECTURE
    static final int PPC_CONDITION = ARCHITECTURE;
    static final int PPC_HINT = ARCHITECTURE + 4;
    static final int PPC_CR0 = ARCHITECTURE + 8;
    static final int PPC_COUNT = ARCHITECTURE + 9;
    static final int PPC_OPERANDS = ARCHITECTURE + 16;
    static final int PPC_OPERAND_SIZE = 24;
    // cs_ppc_op
    static final int PPC_TYPE = 0;
    static final int PPC_VALUE = 8;
    // ppc_op_mem and ppc_op_crx, from PPC_VALUE
    static final int PPC_BASE = PPC_VALUE;
    static final int PPC_DISPLACEMENT = PPC_VALUE + 4;
    static final int PPC_SCALE = PPC_VALUE;
    static final int PPC_FIELD = PPC_VALUE + 4;
    static final int PPC_FIELD_CONDITION = PPC_VALUE + 8;
}
