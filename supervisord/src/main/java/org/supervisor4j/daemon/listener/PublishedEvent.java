package org.supervisor4j.daemon.listener;

import org.jspecify.annotations.Nullable;
import org.supervisor4j.daemon.events.Event;
import org.supervisor4j.daemon.events.EventType;
import org.supervisor4j.daemon.events.SerialCounter;

/**
 * One publication of an event: what is the same for all who hear of it. Nothing is numbered or rendered before somebody
 * asks, so an event that nobody wants costs no number. On the control loop only.
 */
public final class PublishedEvent {
    private static final long NOT_NUMBERED = -1;

    private final Event event;
    private final SerialCounter serials;
    private long serial = NOT_NUMBERED;
    private @Nullable String payload;

    PublishedEvent(Event event, SerialCounter serials) {
        this.event = event;
        this.serials = serials;
    }

    public EventType type() {
        return event.type();
    }

    /** What has happened. */
    public Event event() {
        return event;
    }

    public String payload() {
        String rendered = payload;
        if (rendered == null) {
            rendered = event.payload();
            payload = rendered;
        }
        return rendered;
    }

    /** The daemon's number for it, taken when the first pool accepts it. */
    public long serial() {
        if (serial == NOT_NUMBERED) {
            serial = serials.take();
        }
        return serial;
    }
}
