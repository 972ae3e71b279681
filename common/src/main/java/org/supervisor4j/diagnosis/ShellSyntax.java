package org.supervisor4j.diagnosis;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What in a {@code command=} only a shell would understand: supervisord splits it into words and starts the first one.
 */
final class ShellSyntax {
    private static final Set<String> OPERATORS =
            Set.of("&&", "||", "|", "&", ";", ">", ">>", "<", "2>", "2>&1", "1>&2", "&>", "<<");
    /** With the file behind them in the same word. */
    private static final Pattern REDIRECTION = Pattern.compile("[0-9]?>{1,2}[^ ]+|&>[^ ]+");

    private static final Pattern VARIABLE = Pattern.compile(".*\\$[({A-Za-z_].*");
    private static final Pattern ASSIGNMENT = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*=.*");
    private static final Set<String> BUILTINS =
            Set.of("cd", "export", "source", ".", "ulimit", "umask", "exec", "set", "if", "for", "while", "trap");

    private ShellSyntax() {}

    /** The words that mean nothing without a shell, each once; none where quotes hide them from us and the shell. */
    static List<String> in(String command) {
        List<String> words = unquoted(command);
        Set<String> found = new LinkedHashSet<>();
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            boolean first = i == 0
                    && (BUILTINS.contains(word) || ASSIGNMENT.matcher(word).matches());
            boolean trailing = word.length() > 1 && word.endsWith(";");
            if (first
                    || trailing
                    || OPERATORS.contains(word)
                    || REDIRECTION.matcher(word).matches()
                    || VARIABLE.matcher(word).matches()
                    || word.indexOf('`') >= 0
                    || (i > 0 && word.indexOf('*') >= 0)) {
                found.add(word);
            }
        }
        return List.copyOf(found);
    }

    /** The words outside of quotes. What is quoted, even in part, is meant as it stands: {@code sh -c "a && b"}. */
    private static List<String> unquoted(String command) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        char quote = 0;
        boolean wasQuoted = false;
        for (int i = 0; i <= command.length(); i++) {
            char c = i < command.length() ? command.charAt(i) : ' ';
            if (quote != 0) {
                quote = c == quote ? 0 : quote;
            } else if (c == '\'' || c == '"') {
                quote = c;
                wasQuoted = true;
            } else if (c == '\\' && i + 1 < command.length()) {
                i++;
                wasQuoted = true;
            } else if (Character.isWhitespace(c)) {
                if (word.length() > 0 && !wasQuoted) {
                    words.add(word.toString());
                } else if (wasQuoted) {
                    words.add("");
                }
                word.setLength(0);
                wasQuoted = false;
            } else {
                word.append(c);
            }
        }
        return words;
    }
}
