package org.supervisor4j.daemon.os;

/**
 * Sockets that listen for what children are going to accept (FastCGI groups). They block, because children share them
 * as they are, and close on exec, because a child gets its own as descriptor 0. May block while a host name is looked
 * up: not for loops, except for numeric addresses.
 */
public interface ListeningSockets {
    /** Leaves the owner or the group as it is. */
    int UNCHANGED = -1;

    /**
     * Listens on a path; a socket or a link that was there is removed first, anything else is EEXIST. Closing does not
     * remove it again.
     *
     * @param backlog how many connections may wait
     * @param mode the permissions of the file, whatever the umask is
     * @param uid the file's owner, or {@link #UNCHANGED}; likewise the group
     */
    int listenUnix(String path, int backlog, int mode, int uid, int gid) throws OsException;

    /**
     * The address that a host has, of several the first of IPv4.
     *
     * @param host a name or an address; empty for all interfaces
     * @return for {@link #listenInet}, which then has nothing to look up
     * @throws OsException if there is no such host; its error is one of the resolver's, with a negative number
     */
    String numericAddress(String host) throws OsException;

    /**
     * Listens on a TCP port, with SO_REUSEADDR.
     *
     * @param host a name or an address; empty for all interfaces
     * @param backlog how many connections may wait
     * @throws OsException also if there is no such host; its error then is one of the resolver's, with a negative
     *     number
     */
    int listenInet(String host, int port, int backlog) throws OsException;
}
