package dev.inquest.capstone;

import java.util.List;
import java.util.Set;

/** What an instruction consists of. */
public sealed interface Detail {

    /** Returns what the instruction is. */
    Set<Group> groups();

    /** Returns Capstone's names of the groups that its architecture alone has, for instance {@code sse2}. */
    List<String> features();

    /** Returns the registers that it reads without naming them. */
    List<Register> implicitReads();

    /** Returns the registers that it writes without naming them. */
    List<Register> implicitWrites();

    /** Returns its operands in the order in which the syntax has them. */
    List<Operand> operands();

    /**
     * An x86 instruction.
     *
     * @param common what all have
     * @param prefixes the legacy prefixes, a byte each: lock or rep in bits 0 to 7, segment, operand size, address size; 0 where there is none
     * @param opcode the opcode's bytes, most significant first: {@code 0x0fb6} for {@code movzx}
     * @param rex the REX prefix, or 0
     * @param addressSize size of addresses in bytes
     * @param modRm the ModR/M byte, or 0
     * @param sib the SIB byte, or 0
     * @param displacementSize how many bytes of the instruction are a displacement
     * @param immediateSize how many bytes of the instruction are an immediate
     */
    record X86(
            Common common,
            int prefixes,
            int opcode,
            int rex,
            int addressSize,
            int modRm,
            int sib,
            int displacementSize,
            int immediateSize)
            implements Detail {
        @Override
        public Set<Group> groups() {
            return common.groups();
        }

        @Override
        public List<String> features() {
            return common.features();
        }

        @Override
        public List<Register> implicitReads() {
            return common.implicitReads();
        }

        @Override
        public List<Register> implicitWrites() {
            return common.implicitWrites();
        }

        @Override
        public List<Operand> operands() {
            return common.operands();
        }
    }

    /**
     * An AArch64 instruction.
     *
     * @param common what all have
     * @param condition {@code arm64_cc}: 0 none, then {@code eq ne hs lo mi pl vs vc hi ls ge lt gt le al nv}
     * @param updatesFlags whether it writes the flags
     * @param writesBack whether it writes the address back to its base register
     * @param postIndexed whether that happens after the access
     */
    record Aarch64(Common common, int condition, boolean updatesFlags, boolean writesBack, boolean postIndexed)
            implements Detail {
        @Override
        public Set<Group> groups() {
            return common.groups();
        }

        @Override
        public List<String> features() {
            return common.features();
        }

        @Override
        public List<Register> implicitReads() {
            return common.implicitReads();
        }

        @Override
        public List<Register> implicitWrites() {
            return common.implicitWrites();
        }

        @Override
        public List<Operand> operands() {
            return common.operands();
        }
    }

    /**
     * A PowerPC instruction.
     *
     * @param common what all have
     * @param condition {@code ppc_bc}, 0 for none
     * @param hint {@code ppc_bh}: 0 none, 1 likely, 2 unlikely
     * @param recordsCr0 whether it writes the condition register's field 0
     */
    record PowerPc(Common common, int condition, int hint, boolean recordsCr0) implements Detail {
        @Override
        public Set<Group> groups() {
            return common.groups();
        }

        @Override
        public List<String> features() {
            return common.features();
        }

        @Override
        public List<Register> implicitReads() {
            return common.implicitReads();
        }

        @Override
        public List<Register> implicitWrites() {
            return common.implicitWrites();
        }

        @Override
        public List<Operand> operands() {
            return common.operands();
        }
    }
}
