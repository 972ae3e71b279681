package org.supervisor4j.ctl.commands;

import java.util.ArrayList;
import java.util.List;

/**
 * The words behind {@code logs}.
 *
 * @param complaint what is wrong with them; empty if nothing is
 * @param lines how many lines of each log are wanted, 0 for none
 */
record LogsOptions(String complaint, boolean isFollowing, int lines, List<String> names) {
    private static final int DEFAULT_LINES = 10;

    /** @param most the largest number of lines */
    static LogsOptions parse(List<String> words, int most) {
        boolean follow = false;
        int lines = DEFAULT_LINES;
        List<String> names = new ArrayList<>();
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (word.equals("-f")) {
                follow = true;
            } else if (word.startsWith("-n")) {
                boolean apart = word.length() == 2;
                String digits = apart ? i + 1 < words.size() ? words.get(++i) : "" : word.substring(2);
                lines = digits.matches("[0-9]{1,9}") ? Integer.parseInt(digits) : -1;
                if (lines < 0 || lines > most) {
                    return bad("-n needs a number of lines, 0 to " + most);
                }
            } else if (word.startsWith("-")) {
                return bad("bad argument " + word);
            } else {
                names.add(word);
            }
        }
        return names.isEmpty() ? bad("logs requires a process name") : new LogsOptions("", follow, lines, names);
    }

    private static LogsOptions bad(String complaint) {
        return new LogsOptions(complaint, false, 0, List.of());
    }
}
