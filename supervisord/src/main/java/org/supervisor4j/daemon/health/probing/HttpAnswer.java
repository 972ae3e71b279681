package org.supervisor4j.daemon.health.probing;

import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.daemon.health.StatusRanges;
import org.supervisor4j.daemon.health.pattern.LinePattern;
import org.supervisor4j.daemon.health.pattern.LineSearch;

/** Reads what a web server answers, which may be anything, and says whether that is good. */
final class HttpAnswer {
    private static final int LONGEST_LINE = 8192;
    private static final int MOST_LINES = 200;
    private static final int UNKNOWN = -1;
    /** What comes after that is not read: the server is well enough to send it. */
    private static final int MOST_BODY = 64 * 1024;

    private final InputStream stream;
    private final StatusRanges expected;
    private final @Nullable LineSearch search;
    private final @Nullable LinePattern pattern;
    private long length = UNKNOWN;
    private boolean chunked;

    HttpAnswer(InputStream stream, StatusRanges expected, @Nullable LinePattern pattern) {
        this.stream = stream;
        this.expected = expected;
        this.pattern = pattern;
        search = pattern == null ? null : pattern.search();
    }

    /** @return the answer for people */
    String read() throws IOException, ProbeException {
        String line = line();
        String[] words = line.split(" ", 3);
        while (words.length > 1 && words[1].matches("1[0-9][0-9]")) {
            headers();
            line = line();
            words = line.split(" ", 3);
        }
        if (!line.startsWith("HTTP/1.") || words.length < 2 || !words[1].matches("[0-9]{3}")) {
            throw new ProbeException("the answer is no HTTP: " + line);
        }
        int status = Integer.parseInt(words[1]);
        String text = "status " + status + (words.length > 2 && !words[2].isBlank() ? " " + words[2].strip() : "");
        headers();
        if (!expected.include(status)) {
            throw new ProbeException(text + ", expected " + expected);
        }
        if (status != 204 && status != 304) {
            body();
        }
        if (search != null && !search.end()) {
            throw new ProbeException(text + ", but the body has nothing like " + pattern);
        }
        return text;
    }

    private void headers() throws IOException, ProbeException {
        length = UNKNOWN;
        chunked = false;
        for (int lines = 0; lines < MOST_LINES; lines++) {
            String line = line().toLowerCase(Locale.ROOT);
            if (line.isEmpty()) {
                return;
            }
            String value = line.substring(line.indexOf(':') + 1).strip();
            if (line.startsWith("content-length:") && value.matches("[0-9]{1,15}")) {
                length = Long.parseLong(value);
            } else if (line.startsWith("transfer-encoding:")) {
                chunked = value.endsWith("chunked");
            }
        }
        throw new ProbeException("the answer has more than " + MOST_LINES + " headers");
    }

    private String line() throws IOException, ProbeException {
        StringBuilder line = new StringBuilder();
        int next = stream.read();
        while (next >= 0 && next != '\n') {
            if (line.length() == LONGEST_LINE) {
                throw new ProbeException("the answer has a line of more than " + LONGEST_LINE + " bytes");
            }
            line.append((char) next);
            next = stream.read();
        }
        if (next < 0) {
            throw new ProbeException(
                    line.isEmpty() ? "the connection was closed before an answer" : "the answer ends half-way");
        }
        int end = line.length();
        return line.substring(0, end > 0 && line.charAt(end - 1) == '\r' ? end - 1 : end);
    }

    private void body() throws IOException, ProbeException {
        if (!chunked) {
            part(length, MOST_BODY);
            return;
        }
        int left = MOST_BODY;
        while (left > 0) {
            String size = line().split(";", 2)[0].strip();
            if (!size.matches("[0-9A-Fa-f]{1,8}")) {
                throw new ProbeException("the answer has a chunk without a size");
            }
            long chunk = Long.parseLong(size, 16);
            if (chunk == 0) {
                return;
            }
            part(chunk, left);
            left -= (int) Math.min(left, chunk);
            if (left > 0) {
                line();
            }
        }
    }

    /** @param size UNKNOWN for all that comes */
    private void part(long size, int most) throws IOException, ProbeException {
        byte[] buffer = new byte[4096];
        long wanted = size == UNKNOWN ? Long.MAX_VALUE : size;
        long read = 0;
        while (read < wanted && read < most) {
            int count = stream.read(buffer, 0, (int) Math.min(buffer.length, Math.min(wanted, most) - read));
            if (count < 0) {
                if (size != UNKNOWN) {
                    throw new ProbeException("the answer ends half-way: " + read + " of " + size + " bytes");
                }
                return;
            }
            read += count;
            if (search != null) {
                search.feed(buffer, 0, count);
            }
        }
    }
}
