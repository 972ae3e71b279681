package org.supervisor4j.daemon.health.pattern;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.daemon.health.pattern.Program.Place;
import org.supervisor4j.daemon.health.pattern.Program.Question;
import org.supervisor4j.ini.InvalidValueException;
import org.supervisor4j.ini.PythonRepr;

/** Reads a pattern. What only an engine can do that tries again and again is refused, with its column. */
final class PatternParser {
    /** More than any line of a log needs; each place costs time with each character. */
    private static final int MOST_PLACES = 2000;

    private static final int MOST_NESTING = 50;
    private static final int MOST_REPETITIONS = 1000;
    private static final int UNBOUNDED = -1;
    private static final int NOWHERE = -1;

    private final String text;
    private final List<Place> places = new ArrayList<>();
    private int at;
    private int depth;
    private boolean anyCase;

    /** What has been read, as a tree: a repetition is compiled as often as it counts. */
    private sealed interface Node {
        /** Takes nothing. */
        record Empty() implements Node {}

        record Take(CharacterSet set) implements Node {}

        record Ask(Question question) implements Node {}

        record Sequence(List<Node> parts) implements Node {}

        record Choice(List<Node> branches) implements Node {}

        /** @param most UNBOUNDED for no limit */
        record Repeat(Node part, int least, int most, int column) implements Node {}
    }

    PatternParser(String text) {
        this.text = text;
    }

    Program parse() throws InvalidValueException {
        if (text.startsWith("(?i)")) {
            anyCase = true;
            at = 4;
        }
        Node tree = choice();
        if (at < text.length()) {
            throw bad("a ) without its (", at);
        }
        int end = add(new Place(null, null, NOWHERE, NOWHERE), at);
        int start = compile(tree, end);
        return new Program(places, start);
    }

    private InvalidValueException bad(String what, int index) {
        return new InvalidValueException(PythonRepr.of(text) + " is no regular expression that can be used here: "
                + what + ", at column " + (text.codePointCount(0, Math.min(index, text.length())) + 1));
    }

    private Node choice() throws InvalidValueException {
        if (++depth > MOST_NESTING) {
            throw bad("more than " + MOST_NESTING + " groups in each other", at);
        }
        List<Node> branches = new ArrayList<>();
        branches.add(sequence());
        while (peek() == '|') {
            at++;
            branches.add(sequence());
        }
        depth--;
        return branches.size() == 1 ? branches.get(0) : new Node.Choice(branches);
    }

    private int peek() {
        return at < text.length() ? text.codePointAt(at) : -1;
    }

    private int take() {
        int character = text.codePointAt(at);
        at += Character.charCount(character);
        return character;
    }

    private Node sequence() throws InvalidValueException {
        List<Node> parts = new ArrayList<>();
        while (peek() >= 0 && peek() != '|' && peek() != ')') {
            parts.add(repeated(atom()));
        }
        return parts.isEmpty() ? new Node.Empty() : new Node.Sequence(parts);
    }

    private Node repeated(Node atom) throws InvalidValueException {
        Node node = atom;
        int column = at;
        int least;
        int most;
        switch (peek()) {
            case '*' -> {
                least = 0;
                most = UNBOUNDED;
                at++;
            }
            case '+' -> {
                least = 1;
                most = UNBOUNDED;
                at++;
            }
            case '?' -> {
                least = 0;
                most = 1;
                at++;
            }
            case '{' -> {
                at++;
                least = number(column);
                most = least;
                if (peek() == ',') {
                    at++;
                    most = peek() == '}' ? UNBOUNDED : number(column);
                }
                if (peek() != '}' || (most != UNBOUNDED && most < least)) {
                    throw bad("{ begins no {2}, {2,} or {2,5}; for the character itself write \\{", column);
                }
                at++;
            }
            default -> {
                return node;
            }
        }
        if (peek() == '?') {
            // As few as possible: that changes what is found, not whether.
            at++;
        } else if (peek() == '+') {
            throw bad("possessive repetition", at);
        }
        node = new Node.Repeat(atom, least, most, column);
        if (peek() == '*' || peek() == '+' || peek() == '?' || peek() == '{') {
            throw bad("nothing to repeat", at);
        }
        return node;
    }

    private int number(int column) throws InvalidValueException {
        int number = 0;
        int from = at;
        while (peek() >= '0' && peek() <= '9') {
            number = number * 10 + take() - '0';
            if (number > MOST_REPETITIONS) {
                throw bad("more than " + MOST_REPETITIONS + " repetitions", column);
            }
        }
        if (at == from) {
            throw bad("{ begins no {2}, {2,} or {2,5}; for the character itself write \\{", column);
        }
        return number;
    }

    private Node atom() throws InvalidValueException {
        int column = at;
        int character = take();
        return switch (character) {
            case '.' -> new Node.Take(CharacterSet.ANY);
            case '^' -> new Node.Ask(Question.LINE_BEGINS);
            case '$' -> new Node.Ask(Question.LINE_ENDS);
            case '(' -> group(column);
            case '[' -> new Node.Take(set(column));
            case '\\' -> escape(column);
            case '*', '+', '?', '{' -> throw bad("nothing to repeat", column);
            default -> new Node.Take(CharacterSet.of(character, anyCase));
        };
    }

    private Node group(int column) throws InvalidValueException {
        if (peek() == '?') {
            at++;
            if (peek() == ':') {
                at++;
            } else if (text.startsWith("P<", at) || isName()) {
                int end = text.indexOf('>', at);
                if (end < 0) {
                    throw bad("a name without its >", column);
                }
                at = end + 1;
            } else {
                throw bad("(? other than (?:...), (?<name>...) and, at the beginning, (?i)", column);
            }
        }
        Node inner = choice();
        if (peek() != ')') {
            throw bad("a ( without its )", column);
        }
        at++;
        return inner;
    }

    private boolean isName() {
        return peek() == '<' && at + 1 < text.length() && Character.isLetter(text.charAt(at + 1));
    }

    private Node escape(int column) throws InvalidValueException {
        switch (peek()) {
            case 'b' -> {
                at++;
                return new Node.Ask(Question.WORD_BORDER);
            }
            case 'B' -> {
                at++;
                return new Node.Ask(Question.NO_WORD_BORDER);
            }
            default -> {
                CharacterSet ready = escapedSet();
                return new Node.Take(ready != null ? ready : CharacterSet.of(escapedCharacter(column), anyCase));
            }
        }
    }

    private @Nullable CharacterSet escapedSet() {
        CharacterSet set =
                switch (peek()) {
                    case 'd' -> CharacterSet.DIGIT;
                    case 'D' -> CharacterSet.DIGIT.complement();
                    case 'w' -> CharacterSet.WORD;
                    case 'W' -> CharacterSet.WORD.complement();
                    case 's' -> CharacterSet.SPACE;
                    case 'S' -> CharacterSet.SPACE.complement();
                    default -> null;
                };
        if (set != null) {
            at++;
        }
        return set;
    }

    private int escapedCharacter(int column) throws InvalidValueException {
        if (peek() < 0) {
            throw bad("a backslash at the end", column);
        }
        int character = take();
        return switch (character) {
            case 't' -> '\t';
            case 'r' -> '\r';
            case 'f' -> '\f';
            case 'e' -> 0x1b;
            case 'x' -> hexadecimal(2, column);
            case 'u' -> hexadecimal(4, column);
            default -> {
                if (Character.isLetterOrDigit(character)) {
                    throw bad(
                            Character.isDigit(character)
                                    ? "a reference to a group"
                                    : "\\" + Character.toString(character) + ", which is not known",
                            column);
                }
                yield character;
            }
        };
    }

    private int hexadecimal(int digits, int column) throws InvalidValueException {
        int value = 0;
        for (int i = 0; i < digits; i++) {
            int digit = peek() < 0 ? -1 : Character.digit(take(), 16);
            if (digit < 0) {
                throw bad("not " + digits + " hexadecimal digits", column);
            }
            value = value * 16 + digit;
        }
        return value;
    }

    private CharacterSet set(int column) throws InvalidValueException {
        boolean negated = peek() == '^';
        if (negated) {
            at++;
        }
        CharacterSet set = new CharacterSet(negated);
        boolean first = true;
        while (first || peek() != ']') {
            first = false;
            if (peek() < 0) {
                throw bad("a [ without its ]", column);
            }
            int itemColumn = at;
            CharacterSet ready = text.charAt(at) == '\\' ? setAfterBackslash() : null;
            if (ready != null) {
                set.add(ready);
                continue;
            }
            int from = member(column);
            int to = from;
            if (peek() == '-' && at + 1 < text.length() && text.charAt(at + 1) != ']') {
                at++;
                to = member(column);
            }
            if (to < from) {
                throw bad("a range that ends before it begins", itemColumn);
            }
            set.add(from, to, anyCase);
        }
        at++;
        return set;
    }

    private @Nullable CharacterSet setAfterBackslash() {
        at++;
        CharacterSet set = escapedSet();
        if (set == null) {
            at--;
        }
        return set;
    }

    private int member(int column) throws InvalidValueException {
        if (peek() < 0) {
            throw bad("a [ without its ]", column);
        }
        int itemColumn = at;
        int character = take();
        return character == '\\' ? escapedCharacter(itemColumn) : character;
    }

    private int add(Place place, int column) throws InvalidValueException {
        if (places.size() == MOST_PLACES) {
            throw bad("too large: it would have more than " + MOST_PLACES + " places", column);
        }
        places.add(place);
        return places.size() - 1;
    }

    /** Backwards: where a part goes on is known before the part is. @return where it begins */
    private int compile(Node node, int next) throws InvalidValueException {
        if (node instanceof Node.Take take) {
            return add(new Place(take.set(), null, next, NOWHERE), at);
        } else if (node instanceof Node.Ask ask) {
            return add(new Place(null, ask.question(), next, NOWHERE), at);
        } else if (node instanceof Node.Sequence sequence) {
            int begin = next;
            for (int i = sequence.parts().size() - 1; i >= 0; i--) {
                begin = compile(sequence.parts().get(i), begin);
            }
            return begin;
        } else if (node instanceof Node.Choice choice) {
            int begin = compile(choice.branches().get(0), next);
            for (Node branch : choice.branches().subList(1, choice.branches().size())) {
                begin = add(new Place(null, null, begin, compile(branch, next)), at);
            }
            return begin;
        } else if (node instanceof Node.Repeat repeat) {
            return repeat(repeat, next);
        }
        return next;
    }

    private int repeat(Node.Repeat repeat, int next) throws InvalidValueException {
        int begin = next;
        if (repeat.most() == UNBOUNDED) {
            int fork = add(new Place(null, null, NOWHERE, next), repeat.column());
            int part = compile(repeat.part(), fork);
            places.set(fork, new Place(null, null, part, next));
            begin = fork;
        } else {
            for (int i = repeat.least(); i < repeat.most(); i++) {
                int part = compile(repeat.part(), begin);
                begin = add(new Place(null, null, part, next), repeat.column());
            }
        }
        for (int i = 0; i < repeat.least(); i++) {
            int before = begin;
            begin = compile(repeat.part(), before);
            if (begin == before) {
                // Of nothing there is never more, and parts in each other would take their time.
                break;
            }
        }
        return begin;
    }
}
