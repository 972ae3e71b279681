package org.supervisor4j.ini;

import java.util.ArrayList;
import java.util.List;

/**
 * What Python's {@code str.isspace}, {@code str.strip} and {@code str.split} take for white space. Java's own idea
 * differs: {@code trim} also removes control characters, {@code strip} keeps no-break spaces.
 */
public final class PythonWhitespace {
    private PythonWhitespace() {}

    public static boolean isSpace(int c) {
        if (c < 0x80) {
            return c == ' ' || (c >= 0x09 && c <= 0x0d) || (c >= 0x1c && c <= 0x1f);
        }
        return switch (c) {
            case 0x85, 0xa0, 0x1680, 0x2028, 0x2029, 0x202f, 0x205f, 0x3000 -> true;
            default -> c >= 0x2000 && c <= 0x200a;
        };
    }

    public static String strip(String text) {
        return stripTrailing(text.substring(leading(text)));
    }

    public static String stripTrailing(String text) {
        int end = text.length();
        while (end > 0 && isSpace(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(0, end);
    }

    /** How many white-space characters the text begins with. */
    static int leading(String text) {
        int count = 0;
        while (count < text.length() && isSpace(text.charAt(count))) {
            count++;
        }
        return count;
    }

    /** The words between runs of white space; never an empty one. */
    public static List<String> split(String text) {
        List<String> words = new ArrayList<>();
        int start = -1;
        for (int i = 0; i <= text.length(); i++) {
            boolean space = i == text.length() || isSpace(text.charAt(i));
            if (!space && start < 0) {
                start = i;
            } else if (space && start >= 0) {
                words.add(text.substring(start, i));
                start = -1;
            }
        }
        return words;
    }
}
