package org.supervisor4j.daemon.supervisor;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.supervisor4j.daemon.events.Event;

/** Hands events to whoever has subscribed, in the order of subscription. On the control loop only. */
public final class EventBus {
    private final List<Consumer<Event>> subscribers = new ArrayList<>();

    public void subscribe(Consumer<Event> subscriber) {
        subscribers.add(subscriber);
    }

    public void unsubscribe(Consumer<Event> subscriber) {
        subscribers.remove(subscriber);
    }

    /** Call after the change that the event tells of has been stored. */
    public void publish(Event event) {
        for (Consumer<Event> subscriber : List.copyOf(subscribers)) {
            subscriber.accept(event);
        }
    }
}
