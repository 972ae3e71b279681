package org.supervisor4j.daemon.events;

/**
 * An event as one pool has accepted it. Keeps its numbers however often it is put back.
 *
 * @param payload the text after the header
 * @param serial the daemon's number, the same in all pools
 * @param poolSerial the pool's own number
 * @param heardAt when the pool heard of it, in monotonic nanoseconds
 */
public record BufferedEvent(EventType type, String payload, long serial, long poolSerial, long heardAt) {}
