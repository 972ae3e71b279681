package org.supervisor4j.daemon.events;

import java.nio.charset.StandardCharsets;

/** An event as it is written to a listener's stdin: a header line, then the payload, and nothing more. */
public final class EventEnvelope {
    private EventEnvelope() {}

    /**
     * The bytes to write, in UTF-8.
     *
     * <p>{@code len} counts the payload's characters (code points), not its bytes, because listeners in Python read
     * characters. The identifier goes in as it is: with a blank or colon in it the header can't be split.
     */
    // contract: process.py, EventListenerPool._eventEnvelope
    public static byte[] of(String identifier, String pool, BufferedEvent event) {
        String payload = event.payload();
        String envelope = "ver:3.0 server:" + identifier
                + " serial:" + event.serial()
                + " pool:" + pool
                + " poolserial:" + event.poolSerial()
                + " eventname:" + event.type()
                + " len:" + payload.codePointCount(0, payload.length())
                + "\n" + payload;
        return envelope.getBytes(StandardCharsets.UTF_8);
    }
}
