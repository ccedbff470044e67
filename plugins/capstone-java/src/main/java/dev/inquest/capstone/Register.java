package dev.inquest.capstone;

/**
 * A register.
 *
 * @param id Capstone's number of it ({@code x86_reg}, {@code arm64_reg}, {@code ppc_reg}), which is not 0
 * @param name its name in lower case, without a mark such as {@code %}
 */
public record Register(int id, String name) {}
