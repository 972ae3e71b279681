package org.supervisor4j.daemon.os.posix;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.supervisor4j.daemon.os.Poller;
import org.supervisor4j.model.Signal;

/** A main class that catches the daemon's signals, names each that comes, and ends with SIGTERM or out of boredom. */
final class SignalProbe {
    private static final int[] CAUGHT = {1, 2, 3, 10, 12, 15, 17};

    private SignalProbe() {}

    public static void main(String[] arguments) throws Exception {
        PosixSystem system = PosixSystem.open();
        Map<Integer, Integer> signals = new LinkedHashMap<>();
        try (Poller poller = system.pollers().open()) {
            for (int signal : CAUGHT) {
                int descriptor = system.signals().catchSignal(signal);
                signals.put(descriptor, signal);
                poller.add(descriptor, true, false);
            }
            System.out.println("ready");
            long start = system.monotonic().nanos();
            boolean terminated = false;
            while (!terminated && system.monotonic().nanos() - start < TimeUnit.SECONDS.toNanos(20)) {
                int ready = poller.await(TimeUnit.SECONDS.toNanos(20));
                for (int i = 0; i < ready; i++) {
                    long count = system.signals().take(poller.descriptor(i));
                    int signal = signals.getOrDefault(poller.descriptor(i), 0);
                    System.out.println(Signal.name(signal) + " x" + count);
                    terminated |= signal == Signal.SIGTERM;
                }
            }
        }
        System.out.println("bye");
    }
}
