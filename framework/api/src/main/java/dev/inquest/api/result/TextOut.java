package dev.inquest.api.result;

import org.osgi.annotation.versioning.ProviderType;

/** Where text goes. Lines end with {@code \n} on every host. */
@ProviderType
public interface TextOut {

    /** Writes text without ending the line. */
    TextOut print(String text);

    /** Writes text and ends the line. */
    default TextOut line(String text) {
        return print(text).print("\n");
    }

    /** Ends the line. */
    default TextOut line() {
        return print("\n");
    }
}
