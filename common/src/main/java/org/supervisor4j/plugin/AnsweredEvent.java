package org.supervisor4j.plugin;

/**
 * An event that a listener has answered.
 *
 * @param name {@code TICK_5}, {@code PROCESS_STATE_EXITED}, ...
 * @param payload the text after the header
 * @param serial the daemon's number for it
 * @param poolSerial the pool's number for it
 */
public record AnsweredEvent(String name, String payload, long serial, long poolSerial) {}
