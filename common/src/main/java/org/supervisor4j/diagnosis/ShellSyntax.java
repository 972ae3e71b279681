package org.supervisor4j.diagnosis;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.ini.InvalidValueException;
import org.supervisor4j.ini.ShellWords;
import org.supervisor4j.ini.ShellWords.Word;

/**
 * Finds what only a shell would understand in the words of a command. Careful not to complain about what is right
 * without a shell: code after {@code -c} or {@code -e}, patterns that programs take for themselves.
 */
public final class ShellSyntax {
    private static final Pattern OPERATOR =
            Pattern.compile("&&|\\|\\||[|&;]|[0-9]?>&[0-9-]|&?>>?.*|[0-9]>>?.*|<<?[^>]*");
    /** At the end of a word; but not {@code -d;}, {@code s|a|b|}, {@code sep=;}, which are right without a shell. */
    private static final Pattern OPERATOR_BEHIND = Pattern.compile("(?!-)[^|;&]*[^|;&=](?:;|\\|\\|?|&&?)");

    private static final Pattern VARIABLE =
            Pattern.compile("\\$(?:[A-Z_][A-Z0-9_]*|\\{[A-Za-z_][A-Za-z0-9_]*[}:]|\\([^)]*)|`");
    private static final Pattern BARE_VARIABLE = Pattern.compile("\\$[A-Za-z_0-9@*#?]");
    private static final Pattern ASSIGNMENT = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*=.*", Pattern.DOTALL);
    /** Words after these are code of an interpreter, or a command for a shell. */
    private static final Pattern CODE = Pattern.compile("-[a-z]{0,3}[ceEr]|--(?:eval|exec|command|run|print)|-pe|-ne");
    /** These take patterns as they are. */
    private static final Pattern TAKES_PATTERNS =
            Pattern.compile("-cp|-classpath|--class-path|--?[a-z-]*(?:path|name|glob|pattern|match|include|exclude)");

    private static final Set<String> SHELLS = Set.of("sh", "bash", "dash", "ash", "ksh", "mksh", "zsh", "fish", "csh");
    /** Of these there is no program, or none that would do it. */
    private static final Set<String> BUILT_IN = Set.of(
            "cd", "export", "source", ".", "exec", "ulimit", "umask", "set", "alias", "eval", "trap", "unset", "if",
            "for", "while");

    /** Of these, what follows is a character that separates fields. */
    private static final Pattern SEPARATES =
            Pattern.compile("(?:.*/)?(?:(?:sort|join) -t|(?:cut|paste|xargs) -d|[gmn]?awk -F|column -[os])");

    private static final Pattern BEFORE_CODE = Pattern.compile("-[abd-z]+|--[a-z]+");
    private static final Pattern CODE_OF_SHELL = Pattern.compile("-[a-z]*c[a-z]*");
    /** Nothing that quotes protect, no variable that would take the words after it. */
    private static final Pattern PLAIN = Pattern.compile("[\\w./-]+");

    private ShellSyntax() {}

    /**
     * Something of a shell.
     *
     * @param at the character of the command
     * @param shown it as it stands there
     * @param instead what to do other than asking a shell; empty if nothing
     */
    public record Found(int at, String shown, String instead) {}

    /** The first of it; null if there is nothing. */
    public static @Nullable Found in(List<Word> words) {
        List<Found> all = all(words, 1);
        return all.isEmpty() ? null : all.get(0);
    }

    /** What is of a shell in a command, each word once; empty if it cannot be split. */
    public static List<String> all(String command) {
        try {
            return all(ShellWords.words(command), Integer.MAX_VALUE).stream()
                    .map(Found::shown)
                    .distinct()
                    .toList();
        } catch (InvalidValueException malformed) {
            return List.of();
        }
    }

    private static List<Found> all(List<Word> words, int most) {
        List<Found> all = new ArrayList<>();
        String before = "";
        for (int i = 0; i < words.size() && all.size() < most; i++) {
            Word word = words.get(i);
            Found found = i == 0 ? atFirst(word) : null;
            boolean isArgument = CODE.matcher(before).matches()
                    || (word.bare().length() == 1
                            && SEPARATES
                                    .matcher(words.get(0).text() + " " + before)
                                    .matches());
            if (found == null && !isArgument) {
                found = in(word, before);
            }
            if (found != null) {
                all.add(found);
            }
            before = word.text();
        }
        return all;
    }

    private static @Nullable Found atFirst(Word program) {
        if (BUILT_IN.contains(program.bare())) {
            return new Found(program.start(), program.text(), instead(program.text()));
        }
        return ASSIGNMENT.matcher(program.bare()).matches() && !program.bare().contains("/=")
                ? new Found(program.start(), program.text(), "environment=")
                : null;
    }

    private static String instead(String builtIn) {
        return switch (builtIn) {
            case "cd" -> "directory=";
            case "export" -> "environment=";
            case "umask" -> "umask=";
            case "exec" -> "the command without it";
            case ".", "source" -> "the script itself as the command";
            default -> "";
        };
    }

    private static @Nullable Found in(Word word, String before) {
        if (OPERATOR.matcher(word.bare()).matches() || isOperatorBehind(word.bare(), before)) {
            return new Found(word.start(), word.text(), "");
        }
        Matcher variable = VARIABLE.matcher(word.expandable());
        if (variable.find()) {
            return new Found(word.start(), word.text(), variable.group().startsWith("$(") ? "" : "%(ENV_NAME)s");
        }
        if (BARE_VARIABLE.matcher(word.bare()).find()) {
            return new Found(word.start(), word.text(), "%(ENV_NAME)s");
        }
        if (word.bare().equals("~") || word.bare().startsWith("~/")) {
            return new Found(word.start(), word.text(), "the whole path");
        }
        return isFilePattern(word.bare(), before) ? new Found(word.start(), word.text(), "") : null;
    }

    /** Options may take any character to separate something by, and an address may end with one. */
    private static boolean isOperatorBehind(String bare, String before) {
        return OPERATOR_BEHIND.matcher(bare).matches() && !before.startsWith("-") && !bare.contains("://");
    }

    /**
     * The command as a shell should get it: what runs in the end takes the shell's place, because a signal that is for
     * it would else reach the shell only, and nothing goes into the background.
     */
    public static String forShell(String command) throws InvalidValueException {
        String code = command.strip();
        List<Word> words = ShellWords.words(code);
        Word last = words.get(words.size() - 1);
        if (last.bare().matches("&|.*[^&]&")) {
            code = code.substring(0, code.lastIndexOf('&')).strip();
            words = ShellWords.words(code);
        }
        int begin = 0;
        for (int i = 0; i < words.size() - 1; i++) {
            String bare = words.get(i).bare();
            if (bare.matches("\\|&?|.*[^|]\\|")) {
                return code;
            }
            begin = bare.matches("&&|\\|\\||;|.*;") ? i + 1 : begin;
        }
        if (words.isEmpty()) {
            return code;
        }
        Word program = words.get(begin);
        String before = code.substring(0, program.start());
        String rest = code.substring(program.start());
        if (program.bare().equals("nohup")) {
            rest = rest.substring("nohup".length()).strip();
        } else if (program.bare().equals("source")) {
            return before + "." + rest.substring("source".length());
        } else if (BUILT_IN.contains(program.bare())) {
            return code;
        }
        return before + (ASSIGNMENT.matcher(program.bare()).matches() ? "exec env " : "exec ") + rest;
    }

    /** The first word of several after the {@code -c} of a shell, which runs that one alone; null if all is well. */
    public static @Nullable Word alone(List<Word> words) {
        int option = 1;
        while (option < words.size()
                && BEFORE_CODE.matcher(words.get(option).text()).matches()) {
            option++;
        }
        if (option + 2 >= words.size()
                || !CODE_OF_SHELL.matcher(words.get(option).text()).matches()) {
            return null;
        }
        Word code = words.get(option + 1);
        return PLAIN.matcher(code.bare()).matches() ? code : null;
    }

    private static boolean isFilePattern(String bare, String before) {
        if (bare.indexOf('*') < 0 || bare.contains("://") || bare.startsWith("-") || bare.contains("=")) {
            return false;
        }
        boolean option = before.startsWith("-");
        return !TAKES_PATTERNS.matcher(before).matches() && (bare.contains("/") || !option);
    }

    /** Whether it is a shell: it understands all that. */
    public static boolean isShell(String program) {
        return SHELLS.contains(program.substring(program.lastIndexOf('/') + 1));
    }
}
