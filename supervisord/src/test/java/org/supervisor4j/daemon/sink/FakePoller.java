package org.supervisor4j.daemon.sink;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.supervisor4j.daemon.os.Errno;
import org.supervisor4j.daemon.os.OsException;
import org.supervisor4j.daemon.os.Poller;

/** Tells what of a {@link FakeKernel}'s descriptors is ready now; never waits. */
public final class FakePoller implements Poller {
    private final FakeKernel kernel;
    private final Map<Integer, Boolean> watchedForReading = new TreeMap<>();
    private final List<Integer> ready = new ArrayList<>();
    private Runnable duringRest = () -> {};

    public FakePoller(FakeKernel kernel) {
        this.kernel = kernel;
    }

    @Override
    public void add(int descriptor, boolean reading, boolean writing) throws OsException {
        if (!kernel.canBeWatched(descriptor)) {
            throw new OsException("watch", "descriptor " + descriptor, FakeKernel.errno(Errno.EPERM, "EPERM"));
        }
        assertThat(reading).isNotEqualTo(writing);
        assertThat(watchedForReading.put(descriptor, reading))
                .as("watched twice: " + descriptor)
                .isNull();
    }

    @Override
    public void remove(int descriptor) {
        assertThat(watchedForReading.remove(descriptor))
                .as("not watched: " + descriptor)
                .isNotNull();
    }

    @Override
    public int await(long timeoutNanos) {
        ready.clear();
        watchedForReading.forEach((descriptor, reading) -> {
            if (kernel.isReady(descriptor, reading)) {
                ready.add(descriptor);
            }
        });
        return ready.size();
    }

    @Override
    public void rest(long nanos) {
        Runnable meanwhile = duringRest;
        duringRest = () -> {};
        meanwhile.run();
    }

    /** What happens in the next rest. */
    public void duringRest(Runnable meanwhile) {
        duringRest = meanwhile;
    }

    @Override
    public int descriptor(int index) {
        return ready.get(index);
    }

    @Override
    public void wakeup() {
        // Nobody sleeps here.
    }

    @Override
    public void close() {
        assertThat(watchedForReading).isEmpty();
    }
}
