package org.supervisor4j.daemon.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.daemon.loop.EventLoop;
import org.supervisor4j.daemon.loop.Loop;
import org.supervisor4j.daemon.os.ActivityLog;
import org.supervisor4j.daemon.os.MessageSocket;
import org.supervisor4j.daemon.os.OsException;
import org.supervisor4j.daemon.supervisor.Snapshot;
import org.supervisor4j.daemon.supervisor.Supervisor;
import org.supervisor4j.model.ProcessState;
import org.supervisor4j.model.RpcFault;
import org.supervisor4j.model.SupervisorState;

/**
 * Tells the service manager that started the daemon how it is, as {@code sd_notify(3)} has it. Only where there is
 * NOTIFY_SOCKET; what it cannot tell is lost. On the control loop, but for {@link #watching}.
 */
final class ServiceReport implements AutoCloseable {
    private static final String SOCKET = "NOTIFY_SOCKET";
    private static final String WATCHDOG = "WATCHDOG_USEC";
    private static final String WATCHDOG_PID = "WATCHDOG_PID";

    /** The counts of processes are told so much later, with what has changed until then. */
    private static final long CALM = TimeUnit.SECONDS.toNanos(1);

    /** Whoever asks for more is not served any sooner. */
    private static final long LEAST_PAUSE = TimeUnit.MILLISECONDS.toNanos(1);

    /** Bytes; a receiver that takes nothing for so long gets none of them. */
    private static final int MOST_UNSENT = 2048;

    private final int pid;
    private final Supervisor supervisor;
    private final EventLoop loop;
    private final ActivityLog log;
    private final MessageSocket socket;
    private final Loop.Timer status;
    private final Loop.Timer watchdog;

    /** 0 for none. */
    private final long watchdogNanos;

    /** What found no room. */
    private String unsent = "";

    private String toldStatus = "";
    private SupervisorState mood = SupervisorState.RUNNING;
    private boolean isCounting;
    private boolean isLost;

    private ServiceReport(int pid, Supervisor supervisor, MessageSocket socket, long watchdogNanos) {
        this.pid = pid;
        this.supervisor = supervisor;
        this.socket = socket;
        this.watchdogNanos = watchdogNanos;
        loop = supervisor.context().loop();
        log = supervisor.context().log();
        status = loop.timer("status for the service manager", this::tellStatus);
        watchdog = loop.timer("watchdog of the service manager", this::tellAlive);
    }

    /** Null where nobody wants to know. */
    static @Nullable ServiceReport of(
            Map<String, String> environment, int pid, Supervisor supervisor, Function<String, MessageSocket> sockets) {
        String address = environment.getOrDefault(SOCKET, "");
        return address.isEmpty()
                ? null
                : new ServiceReport(pid, supervisor, sockets.apply(address), watchdogNanos(environment, pid));
    }

    /** What children inherit: to answer the service manager is for the daemon alone. */
    static Map<String, String> forChildren(Map<String, String> environment) {
        if (environment.getOrDefault(SOCKET, "").isEmpty()) {
            return environment;
        }
        Map<String, String> fewer = new HashMap<>(environment);
        fewer.keySet().removeAll(List.of(SOCKET, WATCHDOG, WATCHDOG_PID));
        return fewer;
    }

    /** In the background we are another process than the one that was started, and mean the same service. */
    private static long watchdogNanos(Map<String, String> environment, int pid) {
        String meant = environment.getOrDefault(WATCHDOG_PID, "");
        boolean isOurs = meant.isEmpty() || meant.equals(Integer.toString(pid)) || Daemonizer.isBackground();
        try {
            long micros = isOurs ? Long.parseLong(environment.getOrDefault(WATCHDOG, "0")) : 0;
            return TimeUnit.MICROSECONDS.toNanos(Math.max(0, micros));
        } catch (NumberFormatException nonsense) {
            return 0;
        }
    }

    /** To be called once the daemon serves, and what is started by itself has been told to start. */
    void ready() {
        tell("READY=1\n" + (Daemonizer.isBackground() ? "MAINPID=" + pid + "\n" : "") + currentStatus());
        supervisor.whenPublished(this::changed);
        changed();
        if (watchdogNanos > 0) {
            tellAlive();
        }
    }

    /** A trial of a restart, reported as what it is to others: the beginning of a reload, or all of it. */
    Supplier<Optional<RpcFault>> watching(Supplier<Optional<RpcFault>> trial) {
        return () -> {
            loop.post("reload for the service manager", this::reloading);
            String refusal = "the check itself failed";
            try {
                Optional<RpcFault> result = trial.get();
                refusal = result.map(RpcFault::text).orElse("");
                return result;
            } finally {
                String why = refusal;
                if (!why.isEmpty()) {
                    loop.post("reload for the service manager", () -> refused(why));
                }
            }
        };
    }

    private void reloading() {
        if (supervisor.mood() == SupervisorState.RUNNING) {
            // The clock that the receiver compares it with.
            tell("RELOADING=1\nMONOTONIC_USEC=" + TimeUnit.NANOSECONDS.toMicros(loop.now()) + "\n");
        }
    }

    private void refused(String why) {
        if (supervisor.mood() == SupervisorState.RUNNING) {
            toldStatus = "STATUS=restart refused: " + why.replaceAll("\\s+", " ") + "\n";
            tell("READY=1\n" + toldStatus);
        }
    }

    private void changed() {
        SupervisorState now = supervisor.mood();
        if (now == SupervisorState.SHUTDOWN && mood != now) {
            tell("STOPPING=1\n");
        }
        if (now != mood) {
            mood = now;
            tellStatus();
        } else {
            tellStatusSoon();
        }
    }

    /** Not later than was said before. */
    private void tellStatusSoon() {
        if (!isCounting) {
            isCounting = true;
            status.set(loop.now() + CALM);
        }
    }

    private void tellStatus() {
        isCounting = false;
        String before = toldStatus;
        String now = currentStatus();
        String news = now.equals(before) ? "" : now;
        if (!news.isEmpty() || !unsent.isEmpty()) {
            tell(news);
        }
    }

    private String currentStatus() {
        Snapshot seen = supervisor.snapshot();
        long running = count(seen, ProcessState.RUNNING);
        long fatal = count(seen, ProcessState.FATAL);
        String doing =
                switch (mood) {
                    case SHUTDOWN -> "shutting down: ";
                    case RESTARTING -> "starting over: ";
                    default -> "";
                };
        toldStatus = "STATUS=" + doing + running + " of " + seen.processes().size() + " processes running"
                + (fatal == 0 ? "" : ", " + fatal + " FATAL") + "\n";
        return toldStatus;
    }

    private static long count(Snapshot seen, ProcessState state) {
        return seen.processes().stream()
                .filter(process -> process.state() == state)
                .count();
    }

    /** On the control loop, so that it comes only where the loop turns; twice as often as is asked for. */
    private void tellAlive() {
        watchdog.set(loop.now() + Math.max(LEAST_PAUSE, watchdogNanos / 2));
        tell("WATCHDOG=1\n");
    }

    private void tell(String text) {
        String all = unsent + text;
        byte[] bytes = all.getBytes(UTF_8);
        try {
            boolean isSent = socket.send(
                    ByteBuffer.allocateDirect(bytes.length).put(bytes).flip());
            unsent = isSent || bytes.length > MOST_UNSENT ? "" : all;
            isLost = false;
            if (!isSent) {
                tellStatusSoon();
            }
        } catch (OsException gone) {
            unsent = "";
            if (!isLost) {
                isLost = true;
                log.debug("the service manager was not told: " + gone.getMessage());
            }
        }
    }

    @Override
    public void close() {
        socket.close();
    }
}
