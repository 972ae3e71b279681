package org.supervisor4j.daemon.config;

import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.daemon.state.Rate;

/** Processes that run together under one name. */
public sealed interface GroupConfig {
    String name();

    int priority();

    /** In starting order. */
    List<ProcessConfig> processes();

    /** How often processes of it may be started by themselves, all together. */
    default Rate budget() {
        return Rate.NONE;
    }

    /** The same group with other processes. */
    GroupConfig withProcesses(List<ProcessConfig> others);

    /** A {@code [program:x]} by itself, or a {@code [group:x]}. */
    record ProgramGroup(String name, int priority, List<ProcessConfig> processes, Rate budget) implements GroupConfig {
        public ProgramGroup {
            processes = List.copyOf(processes);
        }

        public ProgramGroup(String name, int priority, List<ProcessConfig> processes) {
            this(name, priority, processes, Rate.NONE);
        }

        @Override
        public ProgramGroup withProcesses(List<ProcessConfig> others) {
            return new ProgramGroup(name, priority, others, budget);
        }
    }

    /**
     * An {@code [eventlistener:x]}.
     *
     * @param bufferSize how many events wait at most
     * @param events the subscribed names, upper case, duplicates removed, in an order that counts for equality
     * @param resultHandler the handler's spec as written
     * @param eventsExtra the same as events, of names that the original does not know
     */
    record EventListenerGroup(
            String name,
            int priority,
            List<ProcessConfig> processes,
            int bufferSize,
            List<String> events,
            String resultHandler,
            List<String> eventsExtra)
            implements GroupConfig {
        public EventListenerGroup {
            processes = List.copyOf(processes);
            events = List.copyOf(events);
            eventsExtra = List.copyOf(eventsExtra);
        }

        /** One that hears of nothing that the original does not have. */
        public EventListenerGroup(
                String name,
                int priority,
                List<ProcessConfig> processes,
                int bufferSize,
                List<String> events,
                String resultHandler) {
            this(name, priority, processes, bufferSize, events, resultHandler, List.of());
        }

        @Override
        public EventListenerGroup withProcesses(List<ProcessConfig> others) {
            return new EventListenerGroup(name, priority, others, bufferSize, events, resultHandler, eventsExtra);
        }
    }

    /** An {@code [fcgi-program:x]}: a group whose processes share a listening socket. */
    record FcgiGroup(String name, int priority, List<ProcessConfig> processes, SocketConfig socket)
            implements GroupConfig {
        public FcgiGroup {
            processes = List.copyOf(processes);
        }

        @Override
        public FcgiGroup withProcesses(List<ProcessConfig> others) {
            return new FcgiGroup(name, priority, others, socket);
        }
    }

    /** Where FastCGI processes listen. */
    sealed interface SocketConfig {
        /** {@code unix:///path} or {@code tcp://host:port}, as log lines show it. */
        String url();

        /** Empty for the system's maximum. */
        OptionalInt backlog();

        /**
         * @param ownerUid -1 = unchanged
         * @param ownerGid -1 = unchanged
         */
        record Unix(String url, String path, OptionalInt backlog, int mode, int ownerUid, int ownerGid)
                implements SocketConfig {}

        record Inet(String url, @Nullable String host, int port, OptionalInt backlog) implements SocketConfig {}
    }
}
