package org.supervisor4j.daemon.health.probing;

/**
 * What came of one probe.
 *
 * @param text for people: what was answered, or why there was no answer
 * @param at when it came, in monotonic nanoseconds
 * @param nanos how long it took
 */
public record ProbeAnswer(boolean good, String text, long at, long nanos) {}
