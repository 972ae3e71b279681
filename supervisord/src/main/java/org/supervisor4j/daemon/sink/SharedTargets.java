package org.supervisor4j.daemon.sink;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.supervisor4j.daemon.os.Descriptors.FileStatus;

/**
 * The {@link SharedTarget}s of one life of the daemon, whatever the names are that lead to one: {@code /dev/stdout} and
 * {@code /dev/fd/1} are the same pipe. Any thread.
 */
public final class SharedTargets {
    /** What the daemon is called as one of those who write. */
    public static final String DAEMON = "";

    /** So many are remembered although nobody writes to them at the moment. */
    private static final int MOST_UNUSED = 64;

    /** One open file, however it was opened. */
    private record Identity(long device, long inode) {}

    private final Map<Identity, SharedTarget> targets = new LinkedHashMap<>();
    private final Set<String> hinted = new HashSet<>();
    private final boolean hints;
    private final boolean colours;

    /**
     * @param hints whether it is to be said that what is no file is not rotated
     * @param colours whether a terminal may be sent some
     */
    public SharedTargets(boolean hints, boolean colours) {
        this.hints = hints;
        this.colours = colours;
    }

    /** With hints, and without colours. */
    public SharedTargets() {
        this(true, false);
    }

    /** Whether what is written there is to be coloured. */
    public boolean wantsColours(RotatingFileSink log) {
        return colours && log.isTerminal();
    }

    /** One more log is written there, until it {@linkplain SharedTarget#leave leaves}. */
    synchronized SharedTarget join(FileStatus status) {
        if (targets.size() > MOST_UNUSED) {
            targets.values().removeIf(target -> !target.isUsed());
        }
        SharedTarget target =
                targets.computeIfAbsent(new Identity(status.device(), status.inode()), unused -> new SharedTarget());
        target.join();
        return target;
    }

    /**
     * Whether somebody is to be told that this log is not rotated: once for each path, and once for all names of
     * descriptors.
     */
    public synchronized boolean isNews(RotatingFileSink log) {
        return hints && log.ignoresMaxbytes() && hinted.add(log.hasOwnName() ? log.path() : "");
    }
}
