package dev.inquest.api.result;

/** Lays a result's rows out as text for people. It sees the result alone, never the dump. */
@FunctionalInterface
public interface TextView {

    /** A view that writes nothing. */
    TextView NONE = (result, out) -> {};

    /** Writes the rows. */
    void write(Result result, TextOut out);
}
