package org.supervisor4j.daemon.supervisor;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.supervisor4j.daemon.events.BufferedEvent;
import org.supervisor4j.daemon.events.Event;
import org.supervisor4j.daemon.events.EventBuffer;
import org.supervisor4j.daemon.events.EventEnvelope;
import org.supervisor4j.daemon.events.EventType;
import org.supervisor4j.daemon.events.SerialCounter;
import org.supervisor4j.daemon.os.Descriptors;
import org.supervisor4j.daemon.os.OsException;

/**
 * An event listener for rehearsals: events go their usual way over the control loop and into a pipe, but it is a bus, a
 * buffer and a pipe of its own, and no child reads what comes out.
 */
public final class StandInListener {
    private static final String NAME = "rehearsal";

    private final EventLoop loop;
    private final Descriptors descriptors;
    private final EventBus events = new EventBus(new SerialCounter());
    private final SerialCounter serials = new SerialCounter();
    private final EventBuffer buffer = new EventBuffer(1);
    private final Descriptors.Pipe pipe;
    private final InputDispatcher stdin;
    private boolean closed;

    public StandInListener(EventLoop loop, Descriptors descriptors) throws OsException {
        this.loop = loop;
        this.descriptors = descriptors;
        pipe = descriptors.pipe();
        descriptors.setNonBlocking(pipe.readEnd());
        descriptors.setNonBlocking(pipe.writeEnd());
        stdin = new InputDispatcher(loop, descriptors, pipe.writeEnd());
        events.subscribe(EventType.REMOTE_COMMUNICATION, this::accept);
    }

    /** As the RPC method of that name. Any thread. */
    public CompletableFuture<Boolean> sendRemoteCommEvent(String type, String data) {
        return loop.submit("sendRemoteCommEvent", () -> {
            events.publish(new Event.RemoteCommunication(type, data));
            return true;
        });
    }

    private void accept(PublishedEvent event) {
        buffer.append(new BufferedEvent(event.type(), event.payload(), event.serial(), serials.take()));
        loop.conclude("dispatch of events to " + NAME, this::dispatch);
    }

    private void dispatch() {
        if (closed) {
            return;
        }
        Optional<BufferedEvent> next = buffer.poll();
        next.ifPresent(event -> stdin.write(EventEnvelope.of(NAME, NAME, event)));
        try {
            descriptors.read(pipe.readEnd(), loop.scratch());
        } catch (OsException e) {
            throw new IllegalStateException("a pipe of our own", e);
        }
    }

    /** Call on the control loop, or on its thread when the loop has ended. */
    public void close() {
        loop.assertOnLoop();
        if (!closed) {
            closed = true;
            stdin.close();
            descriptors.close(pipe.readEnd());
        }
    }

    /** Closes, later. Any thread. */
    public void closeSoon() {
        loop.post("end of " + NAME, this::close);
    }
}
