package org.supervisor4j.daemon.health.pattern;

import java.nio.ByteBuffer;
import org.supervisor4j.daemon.health.pattern.Program.Place;
import org.supervisor4j.daemon.health.pattern.Program.Question;

/**
 * Looks for a pattern in bytes that come in pieces, in UTF-8. Keeps where in the pattern it may be, and nothing of the
 * text. What is no UTF-8 is a character that only a dot takes. Not thread-safe.
 */
public final class LineSearch {
    private static final int NONE = -1;
    private static final int NOT_TEXT = 0xFFFD;

    private final Program program;
    private int[] now;
    private int[] after;
    private int nowSize;
    private int afterSize;
    private final int[] stack;
    /** When a place was last visited, so that none is visited twice for one character. */
    private final long[] visited;

    private long round;
    private int before = '\n';
    private int character;
    private int missing;
    private boolean found;

    LineSearch(Program program) {
        this.program = program;
        int size = program.size();
        now = new int[size];
        after = new int[size];
        stack = new int[2 * size + 2];
        visited = new long[size];
    }

    /** Takes the next bytes. @return whether the pattern has been found, in these or before */
    public boolean feed(byte[] bytes, int from, int to) {
        for (int i = from; i < to && !found; i++) {
            decode(bytes[i]);
        }
        if (!found) {
            // The line may go on, so its end is not known here.
            settle(NONE);
        }
        return found;
    }

    /** The same of a buffer's remaining bytes, which stay. */
    public boolean feed(ByteBuffer bytes) {
        for (int i = bytes.position(); i < bytes.limit() && !found; i++) {
            decode(bytes.get(i));
        }
        if (!found) {
            settle(NONE);
        }
        return found;
    }

    public boolean feed(byte[] bytes) {
        return feed(bytes, 0, bytes.length);
    }

    /** The text is over, so its last line ends here. @return as {@link #feed} */
    public boolean end() {
        if (!found) {
            settle('\n');
        }
        return found;
    }

    private void decode(byte next) {
        if (missing > 0 && (next & 0xC0) == 0x80) {
            character = (character << 6) | (next & 0x3F);
            if (--missing == 0) {
                step(character);
            }
            return;
        }
        if (missing > 0) {
            missing = 0;
            step(NOT_TEXT);
        }
        if (next >= 0) {
            step(next);
        } else if ((next & 0xE0) == 0xC0) {
            begin(next & 0x1F, 1);
        } else if ((next & 0xF0) == 0xE0) {
            begin(next & 0x0F, 2);
        } else if ((next & 0xF8) == 0xF0) {
            begin(next & 0x07, 3);
        } else {
            step(NOT_TEXT);
        }
    }

    private void begin(int bits, int more) {
        character = bits;
        missing = more;
    }

    private void step(int next) {
        if (found) {
            return;
        }
        settle(next);
        if (next == '\n') {
            nowSize = 0;
        } else {
            int[] spare = now;
            now = after;
            after = spare;
            nowSize = afterSize;
        }
        before = next;
    }

    /**
     * Goes as far as is possible without taking anything, then takes the next character.
     *
     * @param next NONE if it is not known yet
     */
    private void settle(int next) {
        round++;
        afterSize = 0;
        for (int i = 0; i < nowSize && !found; i++) {
            follow(now[i], next);
        }
        if (!found) {
            // The pattern may begin anywhere.
            follow(program.start, next);
        }
    }

    private void follow(int place, int next) {
        int depth = 0;
        stack[depth++] = place;
        while (depth > 0) {
            int at = stack[--depth];
            if (at == NONE || visited[at] == round) {
                continue;
            }
            visited[at] = round;
            Place here = program.at(at);
            if (here.set() != null) {
                if (next != NONE && here.set().takes(next)) {
                    after[afterSize++] = here.next();
                }
            } else if (here.question() != null) {
                if (isTrue(here.question(), next)) {
                    stack[depth++] = here.next();
                }
            } else if (here.next() == NONE) {
                found = true;
                return;
            } else {
                stack[depth++] = here.next();
                stack[depth++] = here.other();
            }
        }
    }

    private boolean isTrue(Question question, int next) {
        boolean known = next != NONE;
        boolean border = CharacterSet.WORD.takes(before) != CharacterSet.WORD.takes(next);
        return switch (question) {
            case LINE_BEGINS -> before == '\n';
            case LINE_ENDS -> next == '\n' || next == '\r';
            case WORD_BORDER -> known && border;
            case NO_WORD_BORDER -> known && !border;
        };
    }
}
