package org.supervisor4j.daemon.web;

/** What a page request is answered with. */
public sealed interface WebAnswer {
    /** A page. */
    record Page(String html) implements WebAnswer {}

    /** Not a page, but text for machines. */
    record Text(String text) implements WebAnswer {}

    /**
     * An action is done: to the status page, with its message.
     *
     * @param pathAndQuery what to append to the server's address
     */
    record Redirect(String pathAndQuery) implements WebAnswer {}
}
