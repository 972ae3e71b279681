package org.supervisor4j.ctl;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * One line of {@code transcript/rows.txt}; the form is described there.
 *
 * @param marks the words with a colon in front of the command
 * @param environment the variables in front of the command
 * @param arguments the words behind the program's name, with {@code {names}} still in them
 * @param input standard input
 */
record TranscriptRow(
        int line,
        TreeSet<String> marks,
        Map<String, String> environment,
        List<String> arguments,
        String input,
        String text) {

    static List<TranscriptRow> parse(String rows) {
        List<TranscriptRow> parsed = new ArrayList<>();
        int number = 0;
        for (String line : rows.lines().toList()) {
            number++;
            if (!line.isBlank() && !line.startsWith("#")) {
                parsed.add(row(number, line));
            }
        }
        return parsed;
    }

    private static TranscriptRow row(int number, String line) {
        int arrows = line.indexOf("<<<");
        String input = arrows < 0 ? "" : line.substring(arrows + 3).strip().replace("\\n", "\n");
        List<String> words = new ArrayList<>(List.of((arrows < 0 ? line : line.substring(0, arrows)).split(" ", -1)));
        words.removeIf(String::isEmpty);
        TreeSet<String> marks = new TreeSet<>();
        Map<String, String> environment = new TreeMap<>();
        while (!words.isEmpty() && words.get(0).matches("(process|same|sorted|interrupt):|[A-Z_]+=.*")) {
            String word = words.remove(0);
            int equals = word.indexOf('=');
            if (equals < 0) {
                marks.add(word.substring(0, word.length() - 1));
            } else {
                environment.put(word.substring(0, equals), word.substring(equals + 1));
            }
        }
        words.replaceAll(word -> word.equals("\"\"") ? "" : word.equals("\\#") ? "#" : word);
        return new TranscriptRow(number, marks, environment, List.copyOf(words), input, line.strip());
    }

    /** A step between two commands. */
    boolean isStep() {
        return text.startsWith("@");
    }

    boolean is(String mark) {
        return marks.contains(mark);
    }

    /** The arguments with {@code {names}} filled in. */
    List<String> arguments(Map<String, String> names) {
        return arguments.stream().map(word -> fill(word, names)).toList();
    }

    String input(Map<String, String> names) {
        return fill(input, names);
    }

    private static String fill(String word, Map<String, String> names) {
        String filled = word;
        for (Map.Entry<String, String> name : names.entrySet()) {
            filled = filled.replace("{" + name.getKey() + "}", name.getValue());
        }
        return filled;
    }
}
