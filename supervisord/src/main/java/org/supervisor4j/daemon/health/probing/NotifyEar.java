package org.supervisor4j.daemon.health.probing;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.daemon.health.NotifyMessage;
import org.supervisor4j.daemon.loop.Loop;
import org.supervisor4j.daemon.os.Descriptors;
import org.supervisor4j.daemon.os.NotifySocket;
import org.supervisor4j.daemon.os.NotifySocket.Datagram;
import org.supervisor4j.daemon.os.OsException;

/**
 * Hears what one run says to its socket. Everybody on the machine can send to it; who does not belong to the run is not
 * heard, and nobody is heard more often than makes sense. On the loop of the {@link Prober} only.
 */
final class NotifyEar {
    private static final int MOST_IN_A_TURN = 16;
    private static final int MOST_IN_A_WINDOW = 100;
    private static final long WINDOW = TimeUnit.MILLISECONDS.toNanos(500);

    /** Takes what was said. */
    @FunctionalInterface
    interface Speech {
        /** @param dealtWith to be run, on any thread, when it has had its effect */
        void heard(NotifyMessage message, Runnable dealtWith);
    }

    private final Prober prober;
    private final NotifySocket socket;
    private final String name;
    private final int uid;
    private final Speech speech;
    private final Loop.Timer pause;
    private @Nullable Kinship kin;
    private boolean isWatched;
    private boolean hasComplained;
    private long windowEnd;
    private int inWindow;

    NotifyEar(Prober prober, NotifySocket socket, String name, int uid, Speech speech) {
        this.prober = prober;
        this.socket = socket;
        this.name = name;
        this.uid = uid;
        this.speech = speech;
        pause = prober.timer("pause of a socket", this::watch);
    }

    String address() {
        return socket.address();
    }

    void listen(int child) {
        kin = new Kinship(prober.system.processes(), child, uid);
        watch();
    }

    private void watch() {
        try {
            prober.watch(socket.descriptor(), true, false, this::hear);
            isWatched = true;
        } catch (OsException unwatchable) {
            prober.system.log().error(name + ": cannot hear what it says: " + unwatchable.getMessage());
        }
    }

    private void unwatch() {
        if (isWatched) {
            isWatched = false;
            prober.unwatch(socket.descriptor());
        }
    }

    private void hear() {
        long now = prober.now();
        if (now - windowEnd >= 0) {
            windowEnd = now + WINDOW;
            inWindow = 0;
        }
        try {
            for (int i = 0; i < MOST_IN_A_TURN; i++) {
                Datagram datagram = socket.receive();
                if (datagram == null) {
                    return;
                }
                inWindow++;
                take(datagram);
            }
        } catch (OsException broken) {
            prober.system.log().error(name + ": cannot hear what it says: " + broken.getMessage());
            unwatch();
            return;
        }
        if (inWindow > MOST_IN_A_WINDOW) {
            // The sender has to wait, and everybody else has not.
            unwatch();
            pause.set(windowEnd);
        }
    }

    private void take(Datagram datagram) {
        Kinship family = kin;
        // Before its descriptors are closed: until then the sender waits, afterwards it may be gone.
        if (family == null || !datagram.whole() || !family.includes(datagram.pid(), datagram.uid())) {
            closeAll(datagram.descriptors());
            complain(datagram);
            return;
        }
        NotifyMessage message = NotifyMessage.parse(datagram.text());
        if (message.mainPid() != 0 && !family.includes(message.mainPid(), -1)) {
            message = message.withoutMainPid();
        }
        if (message.barrier()) {
            speech.heard(message, () -> closeAll(datagram.descriptors()));
        } else {
            closeAll(datagram.descriptors());
            speech.heard(message, () -> {});
        }
    }

    private void complain(Datagram datagram) {
        String line = name + ": ignored a notification of pid " + datagram.pid()
                + (datagram.whole() ? ", which is none of its processes" : ", which is too long");
        if (hasComplained) {
            prober.system.log().debug(line);
        } else {
            hasComplained = true;
            prober.system.log().warn(line);
        }
    }

    private void closeAll(int[] received) {
        Descriptors descriptors = prober.system.descriptors();
        for (int descriptor : received) {
            descriptors.close(descriptor);
        }
    }

    void close() {
        unwatch();
        pause.clear();
        socket.close();
    }
}
