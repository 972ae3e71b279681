package org.supervisor4j.daemon.state;

import org.supervisor4j.model.Signal;

/** How a child ended. An exit with 15 and a death by signal 15 are different things all the way up. */
public sealed interface ExitStatus {
    /** The exit code; -1 where there is none, which no {@code exitcodes=} can list. */
    int code();

    /** The words of log lines: {@code exit status 3}, {@code terminated by SIGKILL}. Contract. */
    String text();

    /** It called exit or returned from main. */
    record Exited(int code) implements ExitStatus {
        @Override
        public String text() {
            return "exit status " + code;
        }
    }

    /** A signal ended it. */
    record Killed(int signal, boolean coreDumped) implements ExitStatus {
        @Override
        public int code() {
            return -1;
        }

        @Override
        public String text() {
            return "terminated by " + Signal.name(signal) + (coreDumped ? " (core dumped)" : "");
        }
    }

    /** A status word that wait(2) is not known to give. */
    record Odd(int waitStatus) implements ExitStatus {
        @Override
        public int code() {
            return -1;
        }

        @Override
        public String text() {
            return String.format("unknown termination cause 0x%04x", waitStatus);
        }
    }

    /** Decodes the status word of {@code wait(2)} (Linux). */
    static ExitStatus decode(int waitStatus) {
        int low = waitStatus & 0x7f;
        if (low == 0) {
            return new Exited((waitStatus >> 8) & 0xff);
        }
        return low == 0x7f ? new Odd(waitStatus) : new Killed(low, (waitStatus & 0x80) != 0);
    }
}
