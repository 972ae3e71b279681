package org.supervisor4j.daemon.health;

import java.util.Locale;
import java.util.Set;
import org.supervisor4j.ini.InvalidValueException;
import org.supervisor4j.ini.PythonRepr;

/** What a request says besides its address. The value may be a secret. */
public record HttpHeader(String name, String value) {
    /** These tell where the request ends, and are ours. */
    private static final Set<String> OURS = Set.of("connection", "content-length", "transfer-encoding");

    public static HttpHeader parse(String text) throws InvalidValueException {
        int colon = text.indexOf(':');
        String name = colon < 0 ? "" : text.substring(0, colon).strip();
        if (!name.matches("[A-Za-z0-9!#$%&'*+.^_`|~-]+")) {
            throw new InvalidValueException("it is no header: Name: value");
        }
        if (OURS.contains(name.toLowerCase(Locale.ROOT))) {
            throw new InvalidValueException(PythonRepr.of(name) + " is said by the check itself");
        }
        String value = text.substring(colon + 1).strip();
        for (int i = 0; i < value.length(); i++) {
            char character = value.charAt(i);
            if ((character < ' ' && character != '\t') || character > 0xFF || character == 0x7F) {
                throw new InvalidValueException(
                        "the value of " + PythonRepr.of(name) + " has a line end, or a character that no header has");
            }
        }
        return new HttpHeader(name, value);
    }

    /** Without the value. */
    @Override
    public String toString() {
        return name + ": ...";
    }
}
