package org.supervisor4j.daemon.events;

import java.nio.charset.StandardCharsets;

/**
 * An event as one pool has accepted it. Keeps its numbers however often it is put back.
 *
 * @param payload the text after the header
 * @param serial the daemon's number, the same in all pools
 * @param poolSerial the pool's own number
 * @param heardAt when the pool heard of it, in monotonic nanoseconds
 */
public record BufferedEvent(EventType type, String payload, long serial, long poolSerial, long heardAt) {
    /**
     * The bytes to write to a listener's stdin, in UTF-8: a header line, then the payload, and nothing more.
     *
     * <p>{@code len} counts the payload's characters (code points), not its bytes, because listeners in Python read
     * characters. The identifier goes in as it is: with a blank or colon in it the header can't be split.
     *
     * @param identifier the daemon's
     */
    // contract: process.py, EventListenerPool._eventEnvelope
    public byte[] envelope(String identifier, String pool) {
        String envelope = "ver:3.0 server:" + identifier
                + " serial:" + serial
                + " pool:" + pool
                + " poolserial:" + poolSerial
                + " eventname:" + type
                + " len:" + payload.codePointCount(0, payload.length())
                + "\n" + payload;
        return envelope.getBytes(StandardCharsets.UTF_8);
    }
}
