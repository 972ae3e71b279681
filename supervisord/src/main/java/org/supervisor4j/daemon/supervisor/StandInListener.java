package org.supervisor4j.daemon.supervisor;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.supervisor4j.daemon.config.GroupConfig;
import org.supervisor4j.daemon.events.EventType;
import org.supervisor4j.daemon.events.SerialCounter;
import org.supervisor4j.daemon.os.ActivityLog;
import org.supervisor4j.daemon.os.Descriptors;
import org.supervisor4j.daemon.os.OsException;
import org.supervisor4j.model.ProcessState;

/**
 * An event listener for rehearsals: events go their usual way over the control loop, through a pool and into a pipe,
 * but bus, pool and pipe are its own, and at the pipe's other end is no child but this.
 */
public final class StandInListener {
    private static final String NAME = "rehearsal";
    private static final GroupConfig.EventListenerPool POOL = new GroupConfig.EventListenerPool(
            NAME, 0, List.of(), 1, List.of(EventType.REMOTE_COMMUNICATION.name()), "");
    private static final byte[] READY = "READY\n".getBytes(US_ASCII);
    private static final byte[] DONE = "RESULT 2\nOKREADY\n".getBytes(US_ASCII);

    private final EventLoop loop;
    private final Descriptors descriptors;
    private final Descriptors.Pipe pipe;
    private final InputDispatcher stdin;
    private final EventListenerDispatcher dispatcher;
    private final EventBus events = new EventBus(new SerialCounter());
    private boolean closed;

    /** One for the daemon's own loop. To be made before that turns, or on it. */
    public static StandInListener of(SupervisorContext context) throws OsException {
        return new StandInListener(
                context.loop(), context.descriptors(), EventRoute.of(context).identifier());
    }

    /**
     * To be made before the loop turns, or on it.
     *
     * @param identifier the daemon's
     */
    public StandInListener(EventLoop loop, Descriptors descriptors, Supplier<String> identifier) throws OsException {
        this.loop = loop;
        this.descriptors = descriptors;
        pipe = descriptors.pipe();
        descriptors.setNonBlocking(pipe.readEnd());
        descriptors.setNonBlocking(pipe.writeEnd());
        stdin = new InputDispatcher(loop, descriptors, pipe.writeEnd());
        // The kind of collection that a group has its processes in.
        Map<String, Member> members = new LinkedHashMap<>();
        members.put(NAME, new Member());
        EventListenerPool pool = new EventListenerPool(
                new EventRoute(events, loop, ActivityLog.NONE, identifier),
                POOL,
                ResultHandler.DEFAULT,
                members.values());
        dispatcher = pool.newDispatcher(NAME);
        pool.subscribe();
        dispatcher.heard(READY);
        loop.watch(pipe.readEnd(), true, false, (readable, writable) -> answer());
    }

    private final class Member implements EventListenerPool.Member {
        @Override
        public String name() {
            return NAME;
        }

        @Override
        public ProcessState state() {
            return closed ? ProcessState.STOPPED : ProcessState.RUNNING;
        }

        @Override
        public Optional<EventListenerDispatcher> listener() {
            return Optional.of(dispatcher);
        }

        @Override
        public Optional<InputDispatcher> stdin() {
            return Optional.of(stdin);
        }
    }

    /** To send events to this listener and nobody else. */
    public ClientEvents clients() {
        return new ClientEvents(loop, events);
    }

    /** Reads what has been written, and says that it is done with it. */
    private void answer() {
        try {
            descriptors.read(pipe.readEnd(), loop.scratch());
        } catch (OsException e) {
            throw new IllegalStateException("a pipe of our own", e);
        }
        dispatcher.heard(DONE);
    }

    /** Call on the control loop, or on its thread when the loop has ended. */
    public void close() {
        loop.assertOnLoop();
        if (!closed) {
            closed = true;
            loop.unwatch(pipe.readEnd());
            stdin.close();
            descriptors.close(pipe.readEnd());
        }
    }

    /** Closes, later. Any thread. */
    public void closeSoon() {
        loop.post("end of " + NAME, this::close);
    }
}
