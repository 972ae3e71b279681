package org.supervisor4j.endtoend;

/**
 * How slow is too slow, in milliseconds. Tests must pass on slow machines, too, so it is far beyond what anybody would
 * bear; system properties set what one wants to measure in earnest (CONTRIBUTING.md).
 */
final class Patience {
    private static final long BOUNDLESS = 20_000;

    /** For a page to be served, its transport included. */
    static final long PAGE_MILLIS = Long.getLong("supervisor4j.web.page", BOUNDLESS);

    /** Between two pictures that a browser draws. */
    static final long PAUSE_MILLIS = Long.getLong("supervisor4j.web.pause", BOUNDLESS);

    /** Between two lines of a script that says how far it is. */
    static final long SILENCE_MILLIS = Long.getLong("supervisor4j.silence", BOUNDLESS);

    private Patience() {}
}
