package org.supervisor4j.ctl.commands;

import java.util.regex.Pattern;

/** A pattern as shells have it: {@code *}, {@code ?}, {@code [abc]}, {@code [!a-z]}; the rules of Python's fnmatch. */
final class NamePattern {
    private final Pattern regex;

    NamePattern(String pattern) {
        StringBuilder expression = new StringBuilder();
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            int end = c == '[' ? endOfSet(pattern, i) : -1;
            if (end > 0) {
                expression.append(set(pattern.substring(i + 1, end)));
                i = end;
            } else if (c == '*') {
                expression.append(".*");
            } else if (c == '?') {
                expression.append('.');
            } else {
                expression.append(Pattern.quote(String.valueOf(c)));
            }
        }
        regex = Pattern.compile(expression.toString(), Pattern.DOTALL);
    }

    boolean matches(String name) {
        return regex.matcher(name).matches();
    }

    /** The index of the closing bracket, which does not count as the first member; -1 if there is none. */
    private static int endOfSet(String pattern, int open) {
        int first = open + 1;
        if (first < pattern.length() && pattern.charAt(first) == '!') {
            first++;
        }
        return pattern.indexOf(']', Math.min(first + 1, pattern.length()));
    }

    private static String set(String members) {
        boolean negated = members.startsWith("!");
        StringBuilder set = new StringBuilder(negated ? "[^" : "[");
        for (int i = negated ? 1 : 0; i < members.length(); i++) {
            char c = members.charAt(i);
            boolean range = i + 2 < members.length() && members.charAt(i + 1) == '-';
            if (range && members.charAt(i + 2) < c) {
                // an empty range matches nothing, and must not be an error
                i += 2;
            } else if (range) {
                set.append(member(c)).append('-').append(member(members.charAt(i + 2)));
                i += 2;
            } else {
                set.append(member(c));
            }
        }
        return set.length() == (negated ? 2 : 1)
                ? negated ? "." : "(?!)"
                : set.append(']').toString();
    }

    /** Letters and digits would mean something else behind a backslash; the others might without it. */
    private static String member(char c) {
        boolean plain = c >= 128 || Character.isLetterOrDigit(c);
        return plain ? String.valueOf(c) : "\\" + c;
    }
}
