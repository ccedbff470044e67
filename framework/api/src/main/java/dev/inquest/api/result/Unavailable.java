package dev.inquest.api.result;

/**
 * A cell without a value. JSON has it as {@code {"unavailable": kind, "reason": reason}}, text as {@code (reason)}.
 *
 * @param kind {@code excluded}, {@code lost}, {@code not mapped}, {@code missing} (this kernel has no such member or symbol), {@code corrupt}, {@code optimised out} (a variable that the
 *     compiler did not keep)
 * @param reason one line
 */
public record Unavailable(String kind, String reason) {
    @Override
    public String toString() {
        return "(" + kind + ")";
    }
}
