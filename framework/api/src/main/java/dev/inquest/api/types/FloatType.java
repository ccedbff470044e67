package dev.inquest.api.types;

/**
 * A floating-point type.
 *
 * @param spelling as C spells it
 * @param size bytes
 */
public record FloatType(String spelling, long size) implements Type {}
