package org.supervisor4j.daemon.os.posix;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.atomic.AtomicBoolean;
import org.supervisor4j.daemon.os.Errno;
import org.supervisor4j.daemon.os.OsException;
import org.supervisor4j.daemon.os.Poller;
import org.supervisor4j.daemon.os.PollerFactory;
import org.supervisor4j.daemon.os.posix.libc.Architecture;
import org.supervisor4j.daemon.os.posix.libc.Errors;
import org.supervisor4j.daemon.os.posix.libc.LibC;

/**
 * An epoll set with an eventfd for wake-ups. A descriptor that is watched neither for reading nor for writing is left
 * out of the set: epoll would report its errors and hang-ups all the time, and the loop would spin.
 */
final class EpollPoller implements Poller {
    /** Opens epoll sets. (No lambda: a JVM's first one takes some milliseconds of its start.) */
    record Factory(LibC libc, Architecture architecture) implements PollerFactory {
        @Override
        public Poller open() throws OsException {
            return EpollPoller.open(libc, architecture);
        }
    }

    private static final int EPOLL_CTL_ADD = 1;
    private static final int EPOLL_CTL_DEL = 2;
    private static final int EPOLLIN = 0x001;
    private static final int EPOLLOUT = 0x004;
    private static final int EPOLL_CLOEXEC = 02000000;
    private static final int EFD_NONBLOCK_CLOEXEC = 04000 | 02000000;

    private static final int POLLFD_SIZE = 8;
    private static final short POLLIN = 1;

    private static final int CAPACITY = 256;
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final LibC libc;
    private final int eventSize;
    private final int dataOffset;
    private final int epoll;
    private final int eventfd;

    /** Of {@code struct epoll_event}; the data is the descriptor. */
    private final ByteBuffer events;

    private final long eventsAddress;
    private final ByteBuffer change;
    private final long changeAddress;

    /** A {@code struct pollfd}: the eventfd alone. */
    private final ByteBuffer wakeups;

    private final long wakeupsAddress;
    private final int[] ready = new int[CAPACITY];

    private final ByteBuffer one = ByteBuffer.allocateDirect(Long.BYTES).order(ByteOrder.nativeOrder());
    private final ByteBuffer drained = ByteBuffer.allocateDirect(Long.BYTES);
    private final AtomicBoolean woken = new AtomicBoolean();
    private final Object closing = new Object();
    private boolean closed;

    private EpollPoller(LibC libc, Architecture architecture, int epoll, int eventfd) {
        this.libc = libc;
        this.eventSize = architecture.epollEventSize;
        this.dataOffset = architecture.epollDataOffset;
        this.epoll = epoll;
        this.eventfd = eventfd;
        this.events = ByteBuffer.allocateDirect(CAPACITY * eventSize).order(ByteOrder.nativeOrder());
        this.eventsAddress = libc.address(events);
        this.change = ByteBuffer.allocateDirect(eventSize).order(ByteOrder.nativeOrder());
        this.changeAddress = libc.address(change);
        this.wakeups = ByteBuffer.allocateDirect(POLLFD_SIZE).order(ByteOrder.nativeOrder());
        wakeups.putInt(eventfd).putShort(POLLIN);
        this.wakeupsAddress = libc.address(wakeups);
        one.putLong(0, 1);
    }

    static EpollPoller open(LibC libc, Architecture architecture) throws OsException {
        int epoll = Errors.check(libc.epollCreate1(EPOLL_CLOEXEC), "create", "an epoll set");
        int eventfd = libc.eventfd(0, EFD_NONBLOCK_CLOEXEC);
        if (eventfd < 0) {
            libc.close(epoll);
            throw Errors.exception(eventfd, "create", "an eventfd");
        }
        EpollPoller poller = new EpollPoller(libc, architecture, epoll, eventfd);
        try {
            poller.add(eventfd, true, false);
        } catch (OsException e) {
            poller.close();
            throw e;
        }
        return poller;
    }

    @Override
    public void add(int descriptor, boolean reading, boolean writing) throws OsException {
        int interest = (reading ? EPOLLIN : 0) | (writing ? EPOLLOUT : 0);
        change.putInt(0, interest);
        change.putLong(dataOffset, descriptor);
        int result = libc.epollCtl(epoll, EPOLL_CTL_ADD, descriptor, changeAddress);
        if (result < 0) {
            throw Errors.exception(result, "watch", "descriptor " + descriptor);
        }
        if (interest == 0) {
            remove(descriptor);
        }
    }

    @Override
    public void remove(int descriptor) {
        libc.epollCtl(epoll, EPOLL_CTL_DEL, descriptor, changeAddress);
    }

    @Override
    public int await(long timeoutNanos) throws OsException {
        int count = libc.epollWait(epoll, eventsAddress, CAPACITY, millis(timeoutNanos));
        if (count == -Errno.EINTR) {
            return 0;
        }
        Errors.check(count, "wait for", "an epoll set");
        int kept = 0;
        for (int i = 0; i < count; i++) {
            int descriptor = (int) events.getLong(i * eventSize + dataOffset);
            if (descriptor == eventfd) {
                drain();
            } else {
                ready[kept++] = descriptor;
            }
        }
        return kept;
    }

    @Override
    public void rest(long nanos) {
        // However it ends: the next await says what there is.
        libc.poll(wakeupsAddress, 1, millis(nanos));
    }

    private static int millis(long nanos) {
        if (nanos < 0) {
            return -1;
        }
        // Rounded up: a wait that ends a little early would turn the last millisecond before a deadline into a spin.
        long millis = nanos / NANOS_PER_MILLI + (nanos % NANOS_PER_MILLI == 0 ? 0 : 1);
        return (int) Math.min(millis, Integer.MAX_VALUE);
    }

    private void drain() {
        libc.read(eventfd, drained);
        // Only now: a thread that finds it still set has done its part before this await returns.
        woken.set(false);
    }

    @Override
    public int descriptor(int index) {
        return ready[index];
    }

    @Override
    public void wakeup() {
        if (woken.compareAndSet(false, true)) {
            synchronized (closing) {
                // Once closed, the number may be someone else's descriptor.
                if (!closed) {
                    libc.write(eventfd, one);
                }
            }
        }
    }

    @Override
    public void close() {
        synchronized (closing) {
            if (!closed) {
                closed = true;
                libc.close(eventfd);
                libc.close(epoll);
            }
        }
    }
}
