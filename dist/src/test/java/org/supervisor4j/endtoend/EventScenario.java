package org.supervisor4j.endtoend;

import java.util.List;
import java.util.function.Consumer;

/**
 * Something that happens, and that listeners are told of.
 *
 * @param name a sentence of what happens
 * @param sections of the configuration; {@code %1$s} stands for the folder of the play
 * @param groups those of them that are added before the script and removed behind it, in this order
 * @param listeners whose records are part of the transcript, besides that of the one that hears everything
 * @param script what is done
 */
record EventScenario(
        String name, String sections, List<String> groups, List<String> listeners, Consumer<EventPlay> script) {
    EventScenario {
        groups = List.copyOf(groups);
        listeners = List.copyOf(listeners);
    }

    /** Nothing but calls. */
    static EventScenario calls(String name, Consumer<EventPlay> script) {
        return new EventScenario(name, "", List.of(), List.of(), script);
    }

    /** One program, of the name {@code p}, which is not started by itself. */
    static EventScenario program(String name, String command, String more, Consumer<EventPlay> script) {
        String section = EventListenersIT.program("p", command, more);
        return new EventScenario(name, section, List.of("p"), List.of(), script);
    }

    /** One listener for remote events, of the name {@code l}, with the answers that it gives. */
    static EventScenario listener(String name, String answers, String more, Consumer<EventPlay> script) {
        return listener(name, "REMOTE_COMMUNICATION", answers, more, script);
    }

    /** One listener, of the name {@code l}. */
    static EventScenario listener(String name, String events, String answers, String more, Consumer<EventPlay> script) {
        String section = EventListenersIT.listener("l", 1, events, answers, "startsecs=0\n" + more);
        return new EventScenario(name, section, List.of("l"), List.of("l"), script);
    }

    @Override
    public String toString() {
        return name;
    }
}
