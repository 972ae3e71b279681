package org.supervisor4j.ctl.commands;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.ctl.session.LogStream;
import org.supervisor4j.ctl.session.Session;
import org.supervisor4j.ctl.session.Struct;
import org.supervisor4j.ctl.xmlrpc.HttpStatusException;
import org.supervisor4j.model.Fault;
import org.supervisor4j.model.RpcFault;
import org.supervisor4j.xml.XmlRpcSyntaxException;

/**
 * The last lines of a log, and where to begin in order to read them from the log itself. What the daemon answers may
 * have other characters in the place of those that XML does not allow, so lines are counted instead of bytes.
 *
 * @param text the lines
 * @param begin the byte of the log to begin with, for a {@link LogStream}
 * @param skipped how many line ends stand between that and the lines
 * @param size of the log, in bytes
 */
record LogEnd(String text, String begin, int skipped, long size) {
    private static final int USUAL_LINE = 200;
    private static final int LEAST_BYTES = 4096;
    private static final int MOST_BYTES = 16 * 1024 * 1024;
    private static final int LONGEST_CHARACTER = 4;
    private static final int INTERNAL_ERROR = 500;

    /** For a log that the daemon cannot put into an answer: it can be followed all the same, from near its end. */
    static LogEnd unreadable(Session session, LogChannel channel) throws IOException {
        Object[] answer = tail(session, channel, 0);
        long size = answer == null ? 0 : ((Number) answer[1]).longValue();
        return new LogEnd("", LogStream.USUAL_BEGIN, 0, size);
    }

    /**
     * Null if there is no such log yet.
     *
     * @throws XmlRpcSyntaxException if the answer is no XML: the original's daemon sends control characters as they are
     */
    static @Nullable LogEnd of(Session session, LogChannel channel, int lines) throws IOException {
        int bytes = Math.max(LEAST_BYTES, lines * USUAL_LINE);
        while (true) {
            Object[] answer = tail(session, channel, bytes);
            if (answer == null) {
                return null;
            }
            String text = Struct.textOf(answer[0]);
            int start = startOfLast(text, lines);
            boolean whole = !Boolean.TRUE.equals(answer[2]);
            if (start > 0 || whole || bytes >= MOST_BYTES) {
                long size = ((Number) answer[1]).longValue();
                int skipped = (int)
                        text.substring(0, start).chars().filter(c -> c == '\n').count();
                return new LogEnd(
                        text.substring(start), LogStream.beginning(Math.max(0, size - bytes), size), skipped, size);
            }
            bytes *= LONGEST_CHARACTER;
        }
    }

    /** {@code [text, size of the log, whether there is more before it]}; null if there is no log. */
    private static Object @Nullable [] tail(Session session, LogChannel channel, int bytes) throws IOException {
        for (int less = 0; ; less++) {
            try {
                Object[] answer = Struct.array(session.call(channel.tailMethod(), channel.process(), 0, bytes - less));
                // the original answers with an empty text and no offset where there is no log
                return answer.length == 3 && answer[1] instanceof Number ? answer : null;
            } catch (HttpStatusException torn) {
                // the original's daemon cannot begin in the middle of a character
                if (torn.status() != INTERNAL_ERROR || less == LONGEST_CHARACTER) {
                    throw torn;
                }
            } catch (RpcFault fault) {
                if (fault.is(Fault.NO_FILE) || fault.is(Fault.FAILED)) {
                    return null;
                }
                throw fault;
            }
        }
    }

    /** Where the last lines begin; 0 if there are not more than that. */
    private static int startOfLast(String text, int lines) {
        int start = text.length();
        if (lines == 0) {
            return start;
        }
        // the end of the last line is no line of its own
        int from = text.endsWith("\n") ? start - 2 : start - 1;
        for (int found = 0; found < lines; found++) {
            int end = text.lastIndexOf('\n', from);
            if (end < 0) {
                return 0;
            }
            start = end + 1;
            from = end - 1;
        }
        return start;
    }
}
