package org.supervisor4j.daemon.supervisor;

import java.util.concurrent.CompletableFuture;
import org.supervisor4j.daemon.events.Event;

/** Events that clients make. */
public final class ClientEvents {
    private final EventLoop loop;
    private final EventBus events;

    public ClientEvents(EventLoop loop, EventBus events) {
        this.loop = loop;
        this.events = events;
    }

    /**
     * Publishes a REMOTE_COMMUNICATION. Any thread.
     *
     * @return true, when that is done
     */
    public CompletableFuture<Boolean> send(String type, String data) {
        return loop.submit("sendRemoteCommEvent", () -> {
            events.publish(new Event.RemoteCommunication(type, data));
            return true;
        });
    }
}
