package org.supervisor4j.ini;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Python's {@code shlex} in POSIX mode: {@code '…'} is literal, {@code "…"} knows {@code \"} and {@code \\}, a
 * backslash elsewhere takes the next character as it is, quoted pieces join what they touch.
 */
public final class ShellWords {
    private enum Kind {
        /** Everything but white space belongs to words: {@code shlex.split}. */
        COMMAND,
        /** Only some characters form words, each other one is a word of its own, {@code #} starts a comment. */
        TOKENS
    }

    /**
     * A word, and what a shell would see of it.
     *
     * @param text as the program gets it
     * @param bare the text with NUL in the place of each character that quotes or a backslash protect
     * @param expandable the same, but with the characters in double quotes
     * @param start where it begins in the command
     */
    public record Word(String text, String bare, String expandable, int start) {}

    private final String text;
    private final Kind kind;
    /** Whether what a shell would see is wanted, too. Else only the texts are kept: there may be a million. */
    private final boolean withShellsView;

    private final List<String> texts = new ArrayList<>();

    private final List<Word> words = new ArrayList<>();
    private final StringBuilder word = new StringBuilder();
    /** The word again, with NUL for what quotes or a backslash protect. */
    private final StringBuilder bare = new StringBuilder();
    /** The same, but what double quotes hold is there, too. */
    private final StringBuilder expandable = new StringBuilder();

    private int start;
    /** Where the quote or backslash stands that was looked at last. */
    private int opened;
    /** Whether there is a word, even an empty one ({@code ""}). */
    private boolean hasWord;

    private int at;

    private ShellWords(String text, Kind kind, boolean withShellsView) {
        this.text = text;
        this.kind = kind;
        this.withShellsView = withShellsView;
    }

    /**
     * The words of a command, as {@code shlex.split} makes them: split at white space (newlines of continuation lines
     * too). No variable, no {@code ~}, no wildcard is expanded. Empty for a blank command.
     *
     * @throws InvalidValueException {@code No closing quotation} or {@code No escaped character}
     */
    public static List<String> split(String text) throws InvalidValueException {
        return new ShellWords(text, Kind.COMMAND, false).read().texts;
    }

    /** The same, with what a shell would see, and where. */
    public static List<Word> words(String text) throws InvalidValueException {
        return new ShellWords(text, Kind.COMMAND, true).read().words;
    }

    /** What {@code list(shlex.shlex(text, posix=True))} gives with {@code /.+-():} added to the word characters. */
    public static List<String> tokens(String text) throws InvalidValueException {
        return new ShellWords(text, Kind.TOKENS, false).read().texts;
    }

    /**
     * The first variable of {@code environment=} whose value is followed by a word in place of a comma, which drops the
     * word; or null.
     */
    public static @Nullable String cutVariable(String variables) throws InvalidValueException {
        List<String> tokens = tokens(variables);
        for (int i = 3; i < tokens.size(); i += 4) {
            if (!tokens.get(i).equals(",")) {
                return tokens.get(i - 3);
            }
        }
        return null;
    }

    /**
     * Where the first piece of {@code environment=} stands that is no {@code NAME=VALUE} with a comma before it,
     * counted in code points; -1 if there is none.
     */
    public static int misplaced(String variables) throws InvalidValueException {
        List<Word> tokens = new ShellWords(variables, Kind.TOKENS, true).read().words;
        for (int i = 0; i < tokens.size(); i += 4) {
            if (i + 2 >= tokens.size() || !tokens.get(i + 1).text().equals("=")) {
                boolean cut = i > 0 && !tokens.get(i - 1).text().equals(",");
                return variables.codePointCount(0, tokens.get(cut ? i - 1 : i).start());
            }
        }
        return -1;
    }

    /**
     * Where the quote that is not closed stands, or the backslash with nothing after it, counted in code points; -1 if
     * all is well.
     *
     * @param command whether it is a command; else a value of {@code environment=}
     */
    public static int unclosed(String text, boolean command) {
        ShellWords words = new ShellWords(text, command ? Kind.COMMAND : Kind.TOKENS, false);
        try {
            words.read();
            return -1;
        } catch (InvalidValueException unclosed) {
            return text.codePointCount(0, words.opened);
        }
    }

    private ShellWords read() throws InvalidValueException {
        while (at < text.length()) {
            int before = at;
            int c = character();
            if (!hasWord) {
                start = before;
            }
            switch (c) {
                case ' ', '\t', '\r', '\n' -> finish();
                case '\'', '"' -> quoted(c);
                case '\\' -> escaped();
                default -> plain(c);
            }
        }
        finish();
        return this;
    }

    private void plain(int c) {
        if (kind == Kind.COMMAND || isWordCharacter(c)) {
            word.appendCodePoint(c);
            bare.appendCodePoint(c);
            expandable.appendCodePoint(c);
            hasWord = true;
        } else if (c == '#') {
            finish();
            while (at < text.length() && text.charAt(at) != '\n') {
                at++;
            }
        } else {
            finish();
            start = at - Character.charCount(c);
            word.appendCodePoint(c);
            hasWord = true;
            finish();
        }
    }

    private void quoted(int quote) throws InvalidValueException {
        hasWord = true;
        opened = at - 1;
        while (true) {
            int c = next("No closing quotation");
            if (c == quote) {
                return;
            }
            if (c == '\\' && quote == '"') {
                int after = next("No escaped character");
                if (after != '\\' && after != quote) {
                    word.append('\\');
                }
                c = after;
            }
            word.appendCodePoint(c);
            bare.append('\0');
            expandable.appendCodePoint(quote == '"' ? c : 0);
        }
    }

    private void escaped() throws InvalidValueException {
        opened = at - 1;
        bare.append('\0');
        expandable.append('\0');
        word.appendCodePoint(next("No escaped character"));
        hasWord = true;
    }

    /** contract: the texts of Python's shlex. */
    private int next(String otherwise) throws InvalidValueException {
        if (at == text.length()) {
            throw new InvalidValueException(otherwise);
        }
        return character();
    }

    private int character() {
        int c = text.codePointAt(at);
        at += Character.charCount(c);
        return c;
    }

    private void finish() {
        if (hasWord) {
            if (withShellsView) {
                words.add(new Word(word.toString(), bare.toString(), expandable.toString(), start));
            } else {
                texts.add(word.toString());
            }
            word.setLength(0);
            bare.setLength(0);
            expandable.setLength(0);
            hasWord = false;
        }
    }

    /** Whether {@link #tokens} takes it for a part of a word. */
    public static boolean isWordCharacter(int c) {
        if (c < 0x80) {
            return (c >= 'a' && c <= 'z')
                    || (c >= 'A' && c <= 'Z')
                    || (c >= '0' && c <= '9')
                    || "_/.+-():".indexOf(c) >= 0;
        }
        // Latin-1's letters without the two signs in their midst.
        return c >= 0xc0 && c <= 0xff && c != 0xd7 && c != 0xf7;
    }
}
