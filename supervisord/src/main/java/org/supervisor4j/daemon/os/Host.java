package org.supervisor4j.daemon.os;

import java.util.OptionalInt;

/** What the system does for the daemon's own process. */
public interface Host {
    int pid();

    /** How long the system has run, sleep included, in the ticks of {@link ProcessTable.Entry#born}. */
    long ticks();

    /** {@code uname -n}. */
    String nodeName();

    /**
     * How lists of processes show us from now on: as {@code program}, with the last of the words that we were started
     * with. Where the kernel does not let us, they go on to show what runs us.
     *
     * @param program a path; of its last part 15 bytes are our name
     * @param arguments how many words to keep
     */
    void showAs(String program, int arguments);

    /** Sets the umask and returns the one before. */
    int umask(int mask);

    /** Changes the working directory of the whole process (Java's own idea of it, {@code user.dir}, stays). */
    void chdir(String directory) throws OsException;

    /** A new session without a terminal. */
    void setsid() throws OsException;

    /**
     * What {@code stat(2)} has in {@code st_mode}: the type of the file and its permissions, links followed.
     *
     * @return empty where there is no such file, or none that we can see
     */
    OptionalInt fileMode(String path);

    /** Whether we may execute the file ({@code access(2)} with X_OK). */
    boolean isExecutable(String path);

    /** {@code dup2}: the target closes first and does not close on exec. */
    void duplicate(int descriptor, int target) throws OsException;
}
