package org.supervisor4j.listener;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * The listener's side of the event protocol. A whole listener:
 *
 * <pre>{@code
 * public static void main(String[] args) throws IOException {
 *     EventListener.ofThisProcess().run(event -> {
 *         System.err.println(event.name() + " " + event.fields());
 *         return Answer.OK;
 *     });
 * }
 * }</pre>
 *
 * <p>For one thread.
 */
public final class EventListener {
    /** Far more than any header has; more is not from supervisord. */
    private static final int LONGEST_HEADER = 64 * 1024;

    private final InputStream events;
    private final OutputStream answers;
    private final PrintStream complaints;

    /**
     * A listener with streams of its own, for tests.
     *
     * @param events what supervisord writes
     * @param answers what supervisord reads; nobody else may write there
     * @param complaints where the traces of exceptions go
     */
    public EventListener(InputStream events, OutputStream answers, PrintStream complaints) {
        this.events = new BufferedInputStream(events);
        this.answers = answers;
        this.complaints = complaints;
    }

    /**
     * The listener that this process is: on its stdin and stdout. From now on {@code System.out} leads to stderr, for
     * what a program prints would be taken for answers.
     */
    public static EventListener ofThisProcess() {
        PrintStream stdout = System.out;
        System.setOut(System.err);
        return new EventListener(System.in, stdout, System.err);
    }

    /**
     * Hands each event to the handler until supervisord closes the other end.
     *
     * @throws IOException if supervisord can't be heard or answered any more, or what comes is no event
     */
    public void run(EventHandler handler) throws IOException {
        write("READY\n");
        for (String line = header(); !line.isEmpty(); line = header()) {
            Map<String, String> header = ReceivedEvent.pairs(line);
            ReceivedEvent event = new ReceivedEvent(header, payload(length(line, header)));
            String answer = ask(handler, event).name();
            // In one write: each one wakes the daemon.
            write("RESULT " + answer.length() + "\n" + answer + "READY\n");
        }
    }

    private Answer ask(EventHandler handler, ReceivedEvent event) {
        try {
            return handler.handle(event);
        } catch (Exception failure) {
            // Whatever it is: the event must not be lost, nor the listener.
            failure.printStackTrace(complaints);
            return Answer.FAIL;
        }
    }

    private static int length(String line, Map<String, String> header) throws IOException {
        try {
            return Integer.parseInt(header.getOrDefault("len", ""));
        } catch (NumberFormatException e) {
            throw new IOException("not an event's header, it has no len: '" + line + "'", e);
        }
    }

    /** Empty at the end. */
    private String header() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = events.read(); next != '\n'; next = events.read()) {
            if (next < 0) {
                return "";
            }
            if (line.size() == LONGEST_HEADER) {
                throw new IOException("not an event's header: longer than " + LONGEST_HEADER + " bytes");
            }
            line.write(next);
        }
        return line.toString(StandardCharsets.UTF_8);
    }

    /** @param characters how many, as supervisord counts: code points, not bytes */
    private String payload(int characters) throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        for (int left = characters; left > 0; left--) {
            int first = next();
            text.write(first);
            for (int more = bytesBehind(first); more > 0; more--) {
                text.write(next());
            }
        }
        return text.toString(StandardCharsets.UTF_8);
    }

    private int next() throws IOException {
        int next = events.read();
        if (next < 0) {
            throw new EOFException("supervisord closed its end in the middle of an event");
        }
        return next;
    }

    /** How many bytes of UTF-8 follow the first one of a character. */
    private static int bytesBehind(int first) {
        if (first < 0xc0) {
            return 0;
        }
        return first < 0xe0 ? 1 : first < 0xf0 ? 2 : 3;
    }

    private void write(String text) throws IOException {
        answers.write(text.getBytes(StandardCharsets.US_ASCII));
        answers.flush();
    }
}
