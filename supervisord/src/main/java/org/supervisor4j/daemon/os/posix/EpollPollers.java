package org.supervisor4j.daemon.os.posix;

import org.supervisor4j.daemon.os.OsException;
import org.supervisor4j.daemon.os.Poller;
import org.supervisor4j.daemon.os.PollerFactory;
import org.supervisor4j.daemon.os.posix.libc.Architecture;
import org.supervisor4j.daemon.os.posix.libc.LibC;

/** Opens epoll sets. (No lambda: a JVM's first one takes some milliseconds of its start.) */
record EpollPollers(LibC libc, Architecture architecture) implements PollerFactory {
    @Override
    public Poller open() throws OsException {
        return EpollPoller.open(libc, architecture);
    }
}
