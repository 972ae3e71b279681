package org.supervisor4j.daemon.http.listening;

import org.supervisor4j.daemon.os.OsException;
import org.supervisor4j.daemon.os.ResourceLimits;
import org.supervisor4j.daemon.os.ResourceLimits.Resource;

/**
 * What one server may take of the descriptors that the daemon may have open: an equal part of what programs, and the
 * daemon itself, do not need. So a crowd at one of them leaves enough for the others, and for starting programs. Each
 * kind of endless answer has a share of its own in that. Any thread.
 */
public final class ServerShare {
    /** Of connections, however many descriptors there are. */
    public static final int MOST = 512;

    /** Of connections, however few there are. */
    static final int LEAST = 16;

    /** For the daemon's logs, jars, pipes and selectors, and for what is opened for a moment. */
    private static final int RESERVED = 96;

    /** The pipes of a process, both ends while it is started, and its logs. */
    private static final int EACH_PROCESS = 6;

    /** How long an answer of the system is used, in nanoseconds. */
    private static final long FRESH = 1_000_000_000L;

    private final HttpServices services;
    private final int servers;
    private final Seats followers;
    private final Seats pages;
    private final Seats downloads;
    private long countedAt;
    private int connections;

    /** @param servers how many share what there is */
    public ServerShare(HttpServices services, int servers) {
        this.services = services;
        this.servers = servers;
        // An eighth is left for answers that end at once.
        followers = new Seats(() -> connections() / 2, services.monotonic());
        pages = new Seats(() -> connections() / 4, services.monotonic());
        downloads = new Seats(() -> connections() / 8, services.monotonic());
    }

    /**
     * How many connections a server may have.
     *
     * @param openFiles the limit, or {@link ResourceLimits#UNLIMITED}
     */
    static int of(long openFiles, int processes, int servers) {
        if (openFiles == ResourceLimits.UNLIMITED) {
            return MOST;
        }
        long left = Math.max(0, openFiles - RESERVED - (long) EACH_PROCESS * processes);
        // Eight connections may have five files beside them.
        return (int) Math.max(LEAST, Math.min(MOST, left * 8 / 13 / servers));
    }

    /** How many connections the server may have now. */
    synchronized int connections() {
        long now = services.monotonic().nanos();
        if (connections == 0 || now - countedAt >= FRESH) {
            countedAt = now;
            connections = of(openFiles(), services.view().look().processes().size(), servers);
        }
        return connections;
    }

    private long openFiles() {
        try {
            return services.limits().get(Resource.OPEN_FILES).soft();
        } catch (OsException e) {
            return 1024;
        }
    }

    /** The seats of clients that follow a log. A slow one may have a file that no other has open any more. */
    public Seats followers() {
        return followers;
    }

    /** The seats of open pages that are told what changes. */
    public Seats pages() {
        return pages;
    }

    /** The seats of clients that fetch a log. */
    public Seats downloads() {
        return downloads;
    }
}
