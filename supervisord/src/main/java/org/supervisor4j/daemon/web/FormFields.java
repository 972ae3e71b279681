package org.supervisor4j.daemon.web;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a page was asked with: the query and a posted form. A field without a value counts as absent; in the query the
 * first of several counts, in the form the last, and the form wins.
 */
public final class FormFields {
    private final Map<String, String> fields = new HashMap<>();

    /**
     * @param query what follows the question mark; null for nothing
     * @param form the body of a POST, or empty
     */
    public FormFields(@Nullable String query, String form) {
        for (String pair : Objects.requireNonNullElse(query, "").split("&", -1)) {
            add(pair, false);
        }
        for (String pair : form.split("&", -1)) {
            add(pair, true);
        }
    }

    private void add(String pair, boolean lastWins) {
        int equals = pair.indexOf('=');
        if (equals < 0 || equals == pair.length() - 1) {
            return;
        }
        String name = PercentText.decodeForm(pair.substring(0, equals));
        String value = PercentText.decodeForm(pair.substring(equals + 1));
        if (lastWins) {
            fields.put(name, value);
        } else {
            fields.putIfAbsent(name, value);
        }
    }

    public Optional<String> get(String name) {
        return Optional.ofNullable(fields.get(name));
    }
}
