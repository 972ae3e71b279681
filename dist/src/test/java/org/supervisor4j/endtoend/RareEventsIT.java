package org.supervisor4j.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Listeners are told the same by both daemons of what takes an hour, a refusal of the kernel's, or the daemon's end.
 */
class RareEventsIT {
    /** In UTC, when the hour is yet to come. */
    private static final String BEFORE_THE_HOUR = "@2026-03-01 11:59:%02d";

    /** Seconds for a daemon to come up, on a machine that has nothing else to do, and on others. */
    private static final List<Integer> LEADS = List.of(6, 20, 50);

    private static final String THE_HOUR = "when:1772366400";

    /** Even as root it can't signal others' processes then. */
    private static final List<String> NO_KILL = List.of("setpriv", "--bounding-set", "-kill");

    private Sandbox sandbox;

    @BeforeEach
    void makeTheListener() throws IOException {
        sandbox = Sandbox.empty();
        RecordingListener.install(sandbox);
    }

    @AfterEach
    void removeIt() throws IOException {
        sandbox.close();
    }

    /** Where Supervisor looks for what it starts with, and a listener {@code l}. */
    private Path configuration(String events, String sections) throws IOException {
        Files.deleteIfExists(sandbox.path("l.record"));
        String text = EventListenersIT.DAEMON
                + EventListenersIT.listener("l", -1, events, "", "startsecs=0\nbuffer_size=100")
                + sections;
        return sandbox.write(
                "supervisord.conf", text.replace("%1$s", sandbox.root().toString()));
    }

    private Path socket() {
        return sandbox.path("supervisor.sock");
    }

    /** The original looks around only when something wakes it, or after a second: so it is kept awake. */
    private void awaitTold(Daemon daemon, String text) {
        awaitTold(daemon, text, 30);
    }

    private void awaitTold(Daemon daemon, String text, int seconds) {
        Await.until(
                "the listener is told of " + text,
                seconds,
                () -> daemon.rpc().answers()
                        && RecordingListener.record(sandbox, "l").stream().anyMatch(line -> line.contains(text)));
    }

    /** Starts {@code p} when the listener's own start is over, so that there is one order. */
    private void run(Daemon daemon) {
        awaitTold(daemon, "processname:l groupname:l from_state:STARTING");
        daemon.rpc().call("supervisor.startProcess", "p", true);
        awaitTold(daemon, "processname:p groupname:p from_state:STARTING");
    }

    @Test
    void aNewHourIsAlsoANewMinuteAndFiveSeconds() throws IOException {
        List<String> ours = toldOfTheHour(Installation.OURS);

        assertThat(ours).isEqualTo(toldOfTheHour(Installation.DEBIAN)).hasSize(3);
        assertThat(ours.get(0)).contains("eventname:TICK_5 ");
        assertThat(ours.get(1)).contains("eventname:TICK_60 ");
        assertThat(ours.get(2)).contains("eventname:TICK_3600 ");
    }

    private List<String> toldOfTheHour(Installation installation) throws IOException {
        for (int lead : LEADS) {
            List<String> told = toldOfTheHour(installation, lead);
            if (!told.isEmpty()) {
                return told;
            }
        }
        throw new AssertionError(installation + " came up too late for the hour, with " + LEADS + " seconds to go");
    }

    /** Empty if the listener was not there in time. */
    private List<String> toldOfTheHour(Installation installation, int lead) throws IOException {
        Map<String, String> environment = Daemon.ourEnvironment();
        try (Faketime faketime = new Faketime()) {
            environment.put("LD_PRELOAD", faketime.library());
            environment.put("FAKETIME", BEFORE_THE_HOUR.formatted(60 - lead));
            environment.put("TZ", "UTC");
            // The JVM compares when its archive of classes and the jars were written.
            environment.put("NO_FAKE_STAT", "1");
            environment.put("FAKETIME_DONT_FAKE_MONOTONIC", "1");
            Path configuration = configuration("TICK,PROCESS_STATE", "");
            long begun = System.nanoTime();
            try (Daemon daemon = Daemon.startWith(environment, installation, configuration, socket())) {
                awaitTold(daemon, "processname:l groupname:l from_state:STARTING");
                if (System.nanoTime() - begun > TimeUnit.SECONDS.toNanos(lead - 1)) {
                    return List.of();
                }
                awaitTold(daemon, "TICK_3600", lead + 20);
                return toldOfTheHour();
            }
        }
    }

    private List<String> toldOfTheHour() {
        return sandbox.read("l.record")
                .lines()
                .filter(line -> line.contains(THE_HOUR))
                .map(line -> line.replaceAll("serial:\\d+", "serial:N"))
                .toList();
    }

    @Test
    void aProcessThatMayNotBeSignalledIsUnknown() throws IOException {
        List<String> ours = toldOfARefusal(Installation.OURS);

        assertThat(ours).isEqualTo(toldOfARefusal(Installation.DEBIAN));
        assertThat(ours.get(ours.size() - 1)).contains("PROCESS_STATE_UNKNOWN").contains("from_state:STOPPING");
    }

    private List<String> toldOfARefusal(Installation installation) throws IOException {
        // Ends when the daemon has gone, for that can't end it.
        String program = EventListenersIT.program(
                "p", "sh -c 'while [ -d /proc/$PPID ]; do sleep 0.2; done'", "startsecs=0\nuser=nobody");
        Path configuration = configuration("PROCESS_STATE", program);
        try (Daemon daemon = Daemon.startBehind(NO_KILL, installation, configuration, socket())) {
            run(daemon);
            daemon.rpc().call("supervisor.stopProcess", "p", false);
            awaitTold(daemon, "PROCESS_STATE_UNKNOWN");
            return RecordingListener.record(sandbox, "l");
        }
    }

    @Test
    void theEndOfTheDaemonIsTold() throws IOException {
        List<String> ours = toldToTheEnd(Installation.OURS);

        assertThat(ours).isEqualTo(toldToTheEnd(Installation.DEBIAN));
        assertThat(ours.get(ours.size() - 2)).contains("eventname:SUPERVISOR_STATE_CHANGE_STOPPING len:0");
        assertThat(ours.get(ours.size() - 1)).contains("eventname:PROCESS_STATE_STOPPING");
    }

    private List<String> toldToTheEnd(Installation installation) throws IOException {
        // Takes its time, for the listener lives only until then, and has two events to take.
        String program = EventListenersIT.program(
                "p",
                "sh -c \"trap 'sleep 4; exit' TERM; : >%1$s/p.ready; while :; do sleep 0.1; done\"",
                "startsecs=0");
        Path configuration = configuration("PROCESS_STATE,SUPERVISOR_STATE_CHANGE", program);
        try (Daemon daemon = Daemon.start(installation, configuration, socket())) {
            run(daemon);
            Await.until("the program is ready for its end", () -> Files.exists(sandbox.path("p.ready")));
        }
        Files.delete(sandbox.path("p.ready"));
        // Whether a listener still hears of the very last process is a matter of luck.
        return RecordingListener.record(sandbox, "l").stream()
                .filter(line -> !line.contains("PROCESS_STATE_STOPPED"))
                .toList();
    }
}
