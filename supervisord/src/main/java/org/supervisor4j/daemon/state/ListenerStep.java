package org.supervisor4j.daemon.state;

/** Something that follows from what a listener wrote, to be carried out in order. */
public sealed interface ListenerStep {
    /** The listener's state is another one now. */
    record Moved(ListenerPhase.State from, ListenerPhase.State to) implements ListenerStep {}

    /** The listener has answered. */
    record Judged(ListenerPhase.Verdict verdict) implements ListenerStep {}

    /**
     * The listener was to answer and wrote something else.
     *
     * @param line what it wrote, for people
     */
    record BadResultLine(String line) implements ListenerStep {}

    /** The event has not been dealt with: its pool gets it back. */
    record GaveBack() implements ListenerStep {}
}
