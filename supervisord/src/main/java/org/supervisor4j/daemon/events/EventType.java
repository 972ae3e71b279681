package org.supervisor4j.daemon.events;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.model.ProcessState;

/** The tree of event names. A subscription to a name gets everything below it. */
public enum EventType {
    EVENT(null),
    PROCESS_STATE(EVENT),
    PROCESS_STATE_STARTING(PROCESS_STATE),
    PROCESS_STATE_RUNNING(PROCESS_STATE),
    PROCESS_STATE_BACKOFF(PROCESS_STATE),
    PROCESS_STATE_STOPPING(PROCESS_STATE),
    PROCESS_STATE_EXITED(PROCESS_STATE),
    PROCESS_STATE_STOPPED(PROCESS_STATE),
    PROCESS_STATE_FATAL(PROCESS_STATE),
    PROCESS_STATE_UNKNOWN(PROCESS_STATE),
    PROCESS_COMMUNICATION(EVENT),
    PROCESS_COMMUNICATION_STDOUT(PROCESS_COMMUNICATION),
    PROCESS_COMMUNICATION_STDERR(PROCESS_COMMUNICATION),
    PROCESS_LOG(EVENT),
    PROCESS_LOG_STDOUT(PROCESS_LOG),
    PROCESS_LOG_STDERR(PROCESS_LOG),
    REMOTE_COMMUNICATION(EVENT),
    SUPERVISOR_STATE_CHANGE(EVENT),
    SUPERVISOR_STATE_CHANGE_RUNNING(SUPERVISOR_STATE_CHANGE),
    SUPERVISOR_STATE_CHANGE_STOPPING(SUPERVISOR_STATE_CHANGE),
    TICK(EVENT),
    TICK_5(TICK),
    TICK_60(TICK),
    TICK_3600(TICK),
    PROCESS_GROUP(EVENT),
    PROCESS_GROUP_ADDED(PROCESS_GROUP),
    PROCESS_GROUP_REMOVED(PROCESS_GROUP),
    /** Not in the original, and none of EVENT: listeners hear of it only if they ask for it by {@code events_extra}. */
    X_PROCESS_HEALTH(null);

    private final @Nullable EventType parent;

    EventType(@Nullable EventType parent) {
        this.parent = parent;
    }

    /** The next more general type; empty for {@link #EVENT}, and for what the original does not have. */
    public Optional<EventType> parent() {
        return Optional.ofNullable(parent);
    }

    /** Whether this is the given type or stands below it. */
    public boolean isA(EventType ancestor) {
        for (EventType type = this; type != null; type = type.parent) {
            if (type == ancestor) {
                return true;
            }
        }
        return false;
    }

    /** The event of a change to the given state. */
    public static EventType ofState(ProcessState state) {
        return valueOf("PROCESS_STATE_" + state);
    }
}
