package org.supervisor4j.daemon.process;

import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.supervisor4j.daemon.config.HealthConfig;
import org.supervisor4j.daemon.config.ProcessConfig;
import org.supervisor4j.daemon.events.Event;
import org.supervisor4j.daemon.health.HealthAction;
import org.supervisor4j.daemon.health.HealthCheck;
import org.supervisor4j.daemon.health.NotifyMessage;
import org.supervisor4j.daemon.health.Verdict;
import org.supervisor4j.daemon.health.probing.ProbeAnswer;
import org.supervisor4j.daemon.health.probing.ProbeCommands;
import org.supervisor4j.daemon.health.probing.RunObserver;
import org.supervisor4j.daemon.health.probing.WatchOrder;
import org.supervisor4j.daemon.health.probing.WatchedRun;
import org.supervisor4j.daemon.os.OsException;
import org.supervisor4j.daemon.os.ProcessUser;
import org.supervisor4j.daemon.state.Phase;
import org.supervisor4j.daemon.state.StartPolicy;

/** What is known of one run of a process besides its state: whether it is ready, and well. On the control loop only. */
final class RunHealth implements RunObserver {
    /** A child may ask for as much at a time: one that goes on asking is stopped by hand. */
    private static final long MOST_TIME = TimeUnit.HOURS.toNanos(1);

    /** What follows from what became known. */
    interface Owner {
        /** It is ready, and well where both are asked for. */
        void onReady();

        void onMoreTime(long nanos);

        /** Something is to be seen. */
        void onHealthChanged();

        /** Its check says that it is not well. Called again as long as it has not been done. */
        void onUnhealthy(HealthAction action);
    }

    private final SupervisorContext context;
    private final String group;
    private final ProcessConfig config;
    private final @Nullable HealthCheck check;
    private final Owner owner;
    private @Nullable WatchedRun watch;
    private Verdict verdict;
    private boolean signalled;
    private boolean acted;
    private int pid;
    private String status = "";
    private int mainPid;
    private boolean reloading;
    private boolean stopping;

    RunHealth(SupervisorContext context, String group, ProcessConfig config, Owner owner) {
        this.context = context;
        this.group = group;
        this.config = config;
        this.owner = owner;
        check = config.health().check();
        verdict = check == null ? Verdict.NONE : Verdict.STARTING;
    }

    /** The policy of a process, which may have to be ready within a time. */
    static StartPolicy policy(ProcessConfig config) {
        HealthConfig health = config.health();
        if (health.ready() == null) {
            return config.policy();
        }
        return config.policy()
                .ready(
                        health.readyTimeout().isZero()
                                ? Phase.NEVER
                                : health.readyTimeout().toNanos());
    }

    /** Makes what the run needs, before there is a child. */
    void open(ProbeCommands commands) throws OsException {
        HealthConfig health = config.health();
        if (health.isAny()) {
            ProcessUser user = config.launch().user();
            watch = context.health()
                    .open(
                            new WatchOrder(
                                    config.name(),
                                    user == null ? context.uid() : user.uid(),
                                    health.ready(),
                                    check,
                                    health.watchdog(),
                                    health.timeout(),
                                    health.expect(),
                                    health.header(),
                                    commands),
                            this);
        }
    }

    /** What the child's environment has besides. */
    Map<String, String> environment() {
        return watch == null ? Map.of() : watch.environment();
    }

    /** As {@link WatchedRun#readyDescriptor}. */
    int readyDescriptor() {
        return watch == null ? WatchedRun.NONE : watch.readyDescriptor();
    }

    void spawned(int child) {
        pid = child;
        if (watch != null) {
            watch.spawned(child);
        }
    }

    /** A line of its output says that it is ready. */
    void lineFound() {
        if (watch != null) {
            watch.readyByLog();
        }
    }

    /** The run is over, or never began. Does nothing the second time. */
    void close() {
        WatchedRun open = watch;
        watch = null;
        if (open != null) {
            open.close();
        }
        boolean changed = verdict != Verdict.NONE || signalled;
        verdict = Verdict.NONE;
        signalled = false;
        if (changed) {
            owner.onHealthChanged();
        }
    }

    boolean isReady() {
        return signalled;
    }

    boolean isHealthy() {
        return verdict == Verdict.HEALTHY;
    }

    /**
     * What can be seen of it.
     *
     * @param ready whether the process is
     */
    HealthSnapshot snapshot(boolean ready) {
        return new HealthSnapshot(verdict, ready, watch, status, mainPid, reloading, stopping);
    }

    @Override
    public void ready() {
        signalled = true;
        readyIfWell();
        owner.onHealthChanged();
    }

    private void readyIfWell() {
        if (signalled && (check == null || isHealthy())) {
            owner.onReady();
        }
    }

    @Override
    public void notified(NotifyMessage message) {
        if (message.status() != null) {
            status = message.status();
        }
        mainPid = message.mainPid() == 0 ? mainPid : message.mainPid();
        reloading = message.reloading() || (reloading && !message.ready());
        stopping |= message.stopping();
        if (message.extendMicros() > 0) {
            owner.onMoreTime(Math.min(MOST_TIME, TimeUnit.MICROSECONDS.toNanos(message.extendMicros())));
        }
        owner.onHealthChanged();
    }

    @Override
    public void judged(Verdict now) {
        Verdict before = verdict;
        verdict = now;
        acted = false;
        WatchedRun watched = watch;
        ProbeAnswer answer = watched == null ? null : watched.lastAnswer();
        String text = answer == null ? "" : answer.text();
        String line = config.name() + " (pid " + pid + ") is " + now.word() + (text.isEmpty() ? "" : ": " + text);
        if (now == Verdict.UNHEALTHY) {
            context.log().warn(line);
        } else {
            context.log().info(line);
        }
        if (check != null && check.action() != HealthAction.MARK) {
            context.events().publish(new Event.ProcessHealthChanged(config.name(), group, before, now, pid, text));
        }
        readyIfWell();
        owner.onHealthChanged();
        actIfUnhealthy();
    }

    /** What is not well is dealt with once it runs: before, the time that it may take to get ready ends it. */
    void actIfUnhealthy() {
        if (verdict == Verdict.UNHEALTHY && !acted && check != null) {
            owner.onUnhealthy(check.action());
        }
    }

    /** What its check asks for has been done. */
    void hasActed() {
        acted = true;
    }
}
