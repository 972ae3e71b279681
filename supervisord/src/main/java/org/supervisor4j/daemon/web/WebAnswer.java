package org.supervisor4j.daemon.web;

import org.supervisor4j.model.JsonText;

/** What a page request is answered with. */
public sealed interface WebAnswer {
    /** A page. */
    record Page(String html) implements WebAnswer {}

    /** Not a page, but text for machines. */
    record Text(String text) implements WebAnswer {}

    /**
     * An action is done, well or not: people go to the status page, with its message; scripts are told.
     *
     * @param ok whether it did what it says it does
     * @param message as the reference words it
     */
    record Done(boolean ok, String message) implements WebAnswer {
        /** Where people go: what to append to the server's address. */
        public String pathAndQuery() {
            return "/?message=" + PercentText.quote(message);
        }

        /** What scripts are told. */
        public String json() {
            StringBuilder out = new StringBuilder();
            out.append("{\"ok\":").append(ok).append(",\"message\":");
            JsonText.append(out, message);
            return out.append('}').toString();
        }
    }
}
