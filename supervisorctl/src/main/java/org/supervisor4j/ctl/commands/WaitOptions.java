package org.supervisor4j.ctl.commands;

import java.util.ArrayList;
import java.util.List;

/**
 * The words after {@code wait}.
 *
 * @param complaint what is wrong with them; empty if nothing is
 * @param seconds 0 for ever
 */
record WaitOptions(String complaint, String condition, int seconds, List<String> names) {
    private static final String FOR = "--for";
    private static final String TIMEOUT = "--timeout";

    /** Each option as one word with {@code =}, or as two. */
    static WaitOptions parse(List<String> words) {
        String condition = "running";
        int seconds = 0;
        List<String> names = new ArrayList<>();
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (isOption(word, FOR) || isOption(word, TIMEOUT)) {
                int equals = word.indexOf('=');
                String value = equals >= 0 ? word.substring(equals + 1) : i + 1 < words.size() ? words.get(++i) : "";
                if (isOption(word, FOR)) {
                    condition = value;
                } else {
                    seconds = value.matches("[0-9]{1,9}") ? Integer.parseInt(value) : -1;
                }
            } else if (word.startsWith("-")) {
                return bad("bad argument " + word);
            } else {
                names.add(word);
            }
        }
        if (condition.isEmpty()) {
            return bad("--for needs a state, such as running");
        }
        if (seconds < 0) {
            return bad("--timeout needs a number of seconds");
        }
        return names.isEmpty() ? bad("wait requires a process name") : new WaitOptions("", condition, seconds, names);
    }

    private static boolean isOption(String word, String option) {
        return word.equals(option) || word.startsWith(option + "=");
    }

    private static WaitOptions bad(String complaint) {
        return new WaitOptions(complaint, "", 0, List.of());
    }
}
