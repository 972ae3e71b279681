package org.supervisor4j.ctl.session;

/** The two ways of not reaching a daemon that have words and an exit code of their own. */
public enum Unreachable {
    REFUSED("refused connection", ExitCode.INSUFFICIENT_PRIVILEGES),
    NO_SUCH_FILE("no such file", ExitCode.NOT_RUNNING);

    private final String words;
    private final ExitCode exitCode;

    Unreachable(String words, ExitCode exitCode) {
        this.words = words;
        this.exitCode = exitCode;
    }

    /** The words that follow the URL. */
    public String words() {
        return words;
    }

    ExitCode exitCode() {
        return exitCode;
    }
}
