package org.supervisor4j.daemon.events;

import org.supervisor4j.daemon.health.Verdict;
import org.supervisor4j.model.ProcessState;

/** Something that listeners can hear of. Payloads are the contract of Supervisor's event protocol. */
public sealed interface Event {
    EventType type();

    /** The text after the header line. */
    String payload();

    /**
     * A process has changed its state.
     *
     * @param tries failed starts so far, shown for STARTING and BACKOFF
     * @param pid the child, shown for RUNNING, STOPPING, STOPPED and EXITED
     * @param expected shown for EXITED
     */
    record ProcessStateChanged(
            String process, String group, ProcessState from, ProcessState to, int tries, int pid, boolean expected)
            implements Event {
        @Override
        public EventType type() {
            return EventType.ofState(to);
        }

        @Override
        public String payload() {
            String common = "processname:" + process + " groupname:" + group + " from_state:" + from;
            return switch (to) {
                case STARTING, BACKOFF -> common + " tries:" + tries;
                case RUNNING, STOPPING, STOPPED -> common + " pid:" + pid;
                case EXITED -> common + " expected:" + (expected ? 1 : 0) + " pid:" + pid;
                case FATAL, UNKNOWN -> common;
            };
        }
    }

    /** A process has written something. */
    record ProcessLog(String process, String group, int pid, boolean stderr, String data) implements Event {
        @Override
        public EventType type() {
            return stderr ? EventType.PROCESS_LOG_STDERR : EventType.PROCESS_LOG_STDOUT;
        }

        @Override
        public String payload() {
            return "processname:" + process + " groupname:" + group + " pid:" + pid + " channel:"
                    + (stderr ? "stderr" : "stdout") + "\n" + data;
        }
    }

    /** A process has written something between the capture tokens. */
    record ProcessCommunication(String process, String group, int pid, boolean stderr, String data) implements Event {
        @Override
        public EventType type() {
            return stderr ? EventType.PROCESS_COMMUNICATION_STDERR : EventType.PROCESS_COMMUNICATION_STDOUT;
        }

        @Override
        public String payload() {
            return "processname:" + process + " groupname:" + group + " pid:" + pid + "\n" + data;
        }
    }

    /** A client has sent something to the listeners. */
    record RemoteCommunication(String kind, String data) implements Event {
        @Override
        public EventType type() {
            return EventType.REMOTE_COMMUNICATION;
        }

        @Override
        public String payload() {
            return "type:" + kind + "\n" + data;
        }
    }

    /** The daemon has come up, or begins to stop. */
    record SupervisorStateChanged(boolean stopping) implements Event {
        @Override
        public EventType type() {
            return stopping ? EventType.SUPERVISOR_STATE_CHANGE_STOPPING : EventType.SUPERVISOR_STATE_CHANGE_RUNNING;
        }

        @Override
        public String payload() {
            return "";
        }
    }

    /**
     * Time passes.
     *
     * @param type one of the three TICK types
     * @param when seconds since the epoch, a multiple of the type's period
     */
    record Tick(EventType type, long when) implements Event {
        @Override
        public String payload() {
            return "when:" + when;
        }
    }

    /**
     * It has been found out that a process is well, or is not.
     *
     * @param text what the check answered, a line
     */
    record ProcessHealthChanged(String process, String group, Verdict from, Verdict to, int pid, String text)
            implements Event {
        @Override
        public EventType type() {
            return EventType.X_PROCESS_HEALTH;
        }

        @Override
        public String payload() {
            return "processname:" + process + " groupname:" + group + " from_health:" + from.word() + " health:"
                    + to.word() + " pid:" + pid + "\n" + text;
        }
    }

    /** A group has come or gone. */
    record ProcessGroupChanged(String group, boolean added) implements Event {
        @Override
        public EventType type() {
            return added ? EventType.PROCESS_GROUP_ADDED : EventType.PROCESS_GROUP_REMOVED;
        }

        /** The only payload that ends with a line end. */
        @Override
        public String payload() {
            return "groupname:" + group + "\n";
        }
    }
}
