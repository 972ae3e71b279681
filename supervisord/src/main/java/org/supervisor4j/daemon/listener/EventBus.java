package org.supervisor4j.daemon.listener;

import java.util.ArrayList;
import java.util.List;
import org.supervisor4j.daemon.events.Event;
import org.supervisor4j.daemon.events.EventType;
import org.supervisor4j.daemon.events.SerialCounter;

/** Hands events to subscribers, in the order of subscription. On the control loop only. */
public final class EventBus {
    /** Hears of events. Must not publish any. */
    @FunctionalInterface
    public interface Subscriber {
        void accept(PublishedEvent event);
    }

    private record Subscription(EventType type, Subscriber subscriber) {}

    private final SerialCounter serials;
    /** Made anew at each change: a publication goes on through the list that it began with. */
    private List<Subscription> subscriptions = List.of();

    /** @param serials numbers the events that somebody accepts; those of the daemon's life before go on */
    public EventBus(SerialCounter serials) {
        this.serials = serials;
    }

    /**
     * From now on, the subscriber hears of this type and all below it; once more for each name that covers an event.
     */
    public void subscribe(EventType type, Subscriber subscriber) {
        List<Subscription> more = new ArrayList<>(subscriptions);
        more.add(new Subscription(type, subscriber));
        subscriptions = List.copyOf(more);
    }

    /** Ends all subscriptions of the subscriber. */
    public void unsubscribe(Subscriber subscriber) {
        subscriptions = subscriptions.stream()
                .filter(subscription -> subscription.subscriber() != subscriber)
                .toList();
    }

    /** Whether anybody would hear of an event of this type: ask before making an expensive one. */
    public boolean isWanted(EventType type) {
        for (Subscription subscription : subscriptions) {
            if (type.isA(subscription.type())) {
                return true;
            }
        }
        return false;
    }

    /** Call after the change that the event tells of has been stored. */
    public void publish(Event event) {
        PublishedEvent published = new PublishedEvent(event, serials);
        for (Subscription subscription : subscriptions) {
            if (event.type().isA(subscription.type())) {
                subscription.subscriber().accept(published);
            }
        }
    }
}
