package org.supervisor4j.daemon.values;

import java.util.regex.Pattern;

/** Quotes as word processors and web pages make them. In a configuration they are characters like any other. */
public final class TypographicQuotes {
    public static final String ADVICE =
            "typographic quotes are ordinary characters here; write \" or ' where quotes are meant";

    /** A single one only where a quote would stand: inside a word it is an apostrophe. */
    private static final Pattern QUOTE = Pattern.compile("[\u201c-\u201f]|(?:^|[\\s=,(])[\u2018\u201a\u201b]");

    private TypographicQuotes() {}

    /** Whether there are any in a value. */
    public static boolean areIn(String value) {
        return QUOTE.matcher(value).find();
    }
}
