package org.supervisor4j.daemon.os;

/**
 * Waits for descriptors (epoll, level-triggered). One thread waits and changes interests; any thread may
 * {@link #wakeup}. Allocates nothing while waiting.
 */
public interface Poller extends AutoCloseable {
    void add(int descriptor, boolean reading, boolean writing) throws OsException;

    /** Forgets a descriptor; call before closing it. */
    void remove(int descriptor);

    /**
     * Waits.
     *
     * @param timeoutNanos at most this long (rounded up to what the kernel can do); negative = for ever, 0 = not at all
     * @return how many descriptors are ready; 0 after a timeout, a wake-up or an interruption
     */
    int await(long timeoutNanos) throws OsException;

    /**
     * Lets descriptors become ready without looking at them; a wake-up ends it.
     *
     * @param nanos at most this long (rounded up to what the kernel can do)
     */
    void rest(long nanos);

    /** The descriptor at this index of the last await. */
    int descriptor(int index);

    /** Makes the current or next await return. Any thread. */
    void wakeup();

    @Override
    void close();
}
