package org.supervisor4j.ctl;

import java.util.ArrayList;
import java.util.List;
import org.jline.reader.CompletingParsedLine;

/** A line, taken apart at blanks: no quotes, no escapes, so every line is complete. */
final class PlainLine implements CompletingParsedLine {
    private final String line;
    private final int cursor;
    private final List<String> words = new ArrayList<>();
    private int wordIndex;
    private int wordCursor;

    PlainLine(String line, int cursor) {
        this.line = line;
        this.cursor = cursor;
        int start = 0;
        for (int i = 0; i <= line.length(); i++) {
            if (i == line.length() || line.charAt(i) == ' ' || line.charAt(i) == '\t') {
                if (start <= cursor && cursor <= i) {
                    wordIndex = words.size();
                    wordCursor = cursor - start;
                    words.add(line.substring(start, i));
                } else if (i > start) {
                    words.add(line.substring(start, i));
                }
                start = i + 1;
            }
        }
    }

    @Override
    public String word() {
        return words.get(wordIndex);
    }

    @Override
    public int wordCursor() {
        return wordCursor;
    }

    @Override
    public int wordIndex() {
        return wordIndex;
    }

    @Override
    public List<String> words() {
        return List.copyOf(words);
    }

    @Override
    public String line() {
        return line;
    }

    @Override
    public int cursor() {
        return cursor;
    }

    /** As it is: there is nothing to quote. */
    @Override
    public CharSequence escape(CharSequence candidate, boolean complete) {
        return candidate;
    }

    @Override
    public int rawWordCursor() {
        return wordCursor;
    }

    @Override
    public int rawWordLength() {
        return word().length();
    }
}
